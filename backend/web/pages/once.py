"""Forms that create, sent twice, create once: pressed again, or sent again after a lost answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

from cryptography.fernet import InvalidToken
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from backend.kit.ids import keyed_digest
from backend.web import queries
from backend.web.idempotency import cipher
from backend.web.pages.forms import CSRF_FIELD, Form
from backend.web.site import site_of

KEY_FIELD = "_once"
"""Random, and another each time a form is shown."""
SEE_OTHER = 303


async def once(
    request: Request,
    session: AsyncSession,
    user_id: int,
    form: Form,
    now: datetime,
    make: Callable[[], Awaitable[Response]],
) -> Response:
    """Answer a form by `make`, or as it was answered before; one that was refused may be sent again.

    The same form filled in otherwise is another one.
    """
    if not form.get(KEY_FIELD):
        return await make()
    secret_key = site_of(request).secret_key
    filled = [request.url.path, *(pair for pair in form.pairs if pair[0] != CSRF_FIELD)]
    key = keyed_digest(secret_key, "form", json.dumps(filled))
    scope = f"form:{user_id}"
    row_id = await queries.claim_key(session, scope, key, key, now)
    if row_id is None:
        kept = await queries.find_answer(session, scope, key)
        return _again(secret_key, kept.answer if kept else None)
    response = await make()
    if response.status_code == SEE_OTHER:
        said = [response.headers["location"], *response.headers.getlist("set-cookie")]
        sealed = cipher(secret_key).encrypt(json.dumps(said).encode())
        await queries.keep_answer(session, row_id, SEE_OTHER, sealed)
    else:
        await queries.release_key(session, row_id)
    return response


def _again(secret_key: str, answer: bytes | None) -> Response:
    try:
        to, *cookies = json.loads(cipher(secret_key).decrypt(answer or b""))
    except InvalidToken:  # the secret key was changed since: what was made is there, and that is enough
        return RedirectResponse("/", SEE_OTHER)
    response = RedirectResponse(to, SEE_OTHER)
    for cookie in cookies:
        response.headers.append("set-cookie", cookie)
    return response

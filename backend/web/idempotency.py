"""Creating once: the same key and request within 24 hours get the first answer again."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Annotated

from cryptography.fernet import Fernet, InvalidToken
from fastapi import Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.kit.errors import Conflict, Invalid
from backend.kit.ids import keyed_digest
from backend.web import queries
from backend.web.deps import ActorDep, NowDep, PersonDep, SessionDep, SiteDep
from backend.web.site import Site

KEY_PATTERN = "^[!-~]([ -~]{0,62}[!-~])?$"
_KEY = re.compile(KEY_PATTERN[1:-1])
_KEPT_HEADERS = ("content-type", "etag", "location")

Make = Callable[[], Awaitable[Response]]

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="1 to 64 printable characters: the same request again creates nothing twice.",
        json_schema_extra={"pattern": KEY_PATTERN},
        examples=["4f6c1f9e-6d3b-4a53-9f0e-0f3a4c0d7b11"],
    ),
]


@lru_cache(maxsize=8)
def cipher(secret_key: str) -> Fernet:
    """Encrypt kept answers: one may hold a token that is shown once only."""
    key = bytes.fromhex(keyed_digest(secret_key, "idempotency", "answers"))
    return Fernet(base64.urlsafe_b64encode(key))


@dataclass(frozen=True, slots=True)
class Once:
    """Carries out a creating request, or answers what it answered before."""

    session: AsyncSession
    secret_key: str
    scope: str
    key: str | None
    request_digest: str
    now: datetime

    async def __call__(self, make: Make) -> Response:
        """Answer by `make`, once per key; what `make` raises frees the key again.

        Raises Conflict `idempotency.key_reused`.
        """
        if self.key is None:
            return await make()
        row_id = await queries.claim_key(self.session, self.scope, self.key, self.request_digest, self.now)
        if row_id is None:
            return await self._again(self.key)
        response = await make()
        await queries.keep_answer(self.session, row_id, response.status_code, self._sealed(response))
        return response

    async def _again(self, key: str) -> Response:
        kept = await queries.find_answer(self.session, self.scope, key)
        if kept is None or kept.request_digest != self.request_digest or kept.answer is None:
            raise Conflict("idempotency.key_reused")
        try:
            opened = json.loads(cipher(self.secret_key).decrypt(kept.answer))
        except InvalidToken:  # the secret key was changed since: what was created cannot be shown again
            raise Conflict("idempotency.key_reused") from None
        headers = opened["headers"] | {"Idempotency-Replayed": "true"}
        return Response(opened["body"].encode(), kept.status, headers)

    def _sealed(self, response: Response) -> bytes:
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        kept = {"headers": headers, "body": bytes(response.body).decode()}
        return cipher(self.secret_key).encrypt(json.dumps(kept).encode())


async def _prepare(
    request: Request, site: Site, session: AsyncSession, now: datetime, key: str | None, scope: str
) -> Once:
    """Look at the key. Raises Invalid `idempotency.key_invalid`."""
    if key is None:
        return Once(session, site.secret_key, scope, None, "", now)
    if not _KEY.fullmatch(key):
        raise Invalid("idempotency.key_invalid", field="Idempotency-Key")
    body = sha256(await request.body()).hexdigest()
    asked = f"{request.method}\n{request.url.path}\n{request.url.query}\n{body}"
    digest = keyed_digest(site.secret_key, "idempotency", asked)
    return Once(session, site.secret_key, scope, key, digest, now)


async def _once_in_ledger(
    request: Request, session: SessionDep, site: SiteDep, actor: ActorDep, now: NowDep, key: KeyHeader = None
) -> Once:
    return await _prepare(request, site, session, now, key, f"user:{actor.user_id}")


async def _once_for_person(
    request: Request,
    session: SessionDep,
    site: SiteDep,
    caller: PersonDep,
    now: NowDep,
    key: KeyHeader = None,
) -> Once:
    return await _prepare(request, site, session, now, key, f"user:{caller.user_id}")


async def _once_for_anybody(
    request: Request, session: SessionDep, site: SiteDep, now: NowDep, key: KeyHeader = None
) -> Once:
    return await _prepare(request, site, session, now, key, "anonymous")


LedgerOnceDep = Annotated[Once, Depends(_once_in_ledger)]
PersonOnceDep = Annotated[Once, Depends(_once_for_person)]
AnonymousOnceDep = Annotated[Once, Depends(_once_for_anybody)]

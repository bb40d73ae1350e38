"""The Mini App: the pages inside Telegram, signed in by what Telegram says of who opened it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backend.accounts.rules import SESSION_GOOD_FOR
from backend.accounts.tokens import TokenKind, issue_token
from backend.kit.errors import Expired, Forbidden
from backend.linking.init_data import read_init_data
from backend.onboarding.service import welcome
from backend.web.deps import NowDep, SessionDep, SiteDep
from backend.web.pages.forms import FormDep
from backend.web.pages.problems import is_own_page
from backend.web.pages.render import go, put_cookie, show
from backend.web.queries import claim_key
from backend.web.security import SESSION_COOKIE
from backend.web.site import Site

router = APIRouter(prefix="/app", include_in_schema=False)

TELEGRAM = "https://web.telegram.org https://*.web.telegram.org"
"""Telegram's clients in the browser show a Mini App in a frame."""
SCOPE = "mini-app"


def _bot_token(site: Site) -> str:
    token = site.settings.telegram_bot_token
    if token is None:
        raise HTTPException(404)
    return token.get_secret_value()


@router.get("")
async def opened(request: Request, site: SiteDep) -> Response:
    """Show the page that Telegram opens; its script hands on what Telegram said."""
    _bot_token(site)
    return show(request, "miniapp.html", ancestors=TELEGRAM)


@router.post("")
async def exchange(
    request: Request, form: FormDep, site: SiteDep, session: SessionDep, now: NowDep
) -> Response:
    """Exchange what Telegram said for a session, once.

    Other than forms it needs no token: it cannot be forged, and comes from our page or not at all.
    """
    if not is_own_page(request):
        raise Forbidden("page.form_expired")
    known = read_init_data(form.get("init_data", ""), _bot_token(site), now)
    if await claim_key(session, SCOPE, known.digest, known.digest, now) is None:
        raise Expired("miniapp.stale")
    person = await welcome(
        session,
        telegram_user_id=known.telegram_user_id,
        display_name=known.display_name,
        username=known.username,
        language=known.language,
        now=now,
    )
    issued = await issue_token(session, person.id, TokenKind.SESSION, secret_key=site.secret_key, now=now)
    response = go(request, "/")
    age = int(SESSION_GOOD_FOR.total_seconds())
    put_cookie(response, site, SESSION_COOKIE, issued.secret, max_age=age)
    return response

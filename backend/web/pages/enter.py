"""The bot's link: says whom it would sign in, and does it when told to."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.accounts.links import find_link_owner, use_link
from backend.accounts.rules import SESSION_GOOD_FOR
from backend.kit.errors import Expired
from backend.linking.rules import mask_email
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, SiteDep
from backend.web.pages.forms import FormDep, check_token
from backend.web.pages.render import go, put_cookie, show
from backend.web.security import SESSION_COOKIE

router = APIRouter(prefix="/enter", include_in_schema=False)


@router.get("/{secret}")
async def ask(request: Request, secret: str, session: ReadSessionDep, site: SiteDep, now: NowDep) -> Response:
    """Say who would be signed in. Nothing is used up: chats look at addresses before people do."""
    owner = await find_link_owner(session, secret, secret_key=site.secret_key, now=now)
    if owner is None:
        raise Expired("link.used_or_old")
    return show(
        request,
        "enter.html",
        name=owner.display_name,
        email=mask_email(owner.email) if owner.email else None,
        telegram=owner.telegram_username,
    )


@router.post("/{secret}")
async def enter(
    request: Request, secret: str, form: FormDep, session: SessionDep, site: SiteDep, now: NowDep
) -> Response:
    """Sign in."""
    check_token(request, form)
    issued = await use_link(session, secret, secret_key=site.secret_key, now=now)
    response = go(request, "/")
    age = int(SESSION_GOOD_FOR.total_seconds())
    put_cookie(response, site, SESSION_COOKIE, issued.secret, max_age=age)
    return response

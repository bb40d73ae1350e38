"""Linking Telegram, with a page that notices when it is done; and what then comes into the chat by itself."""

from __future__ import annotations

from babel.dates import get_day_names
from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import JSONResponse, Response

from backend.accounts.service import get_person
from backend.linking.service import IssuedCode, issue_code, unlink
from backend.messaging.digests.service import (
    HOURS,
    WEEKDAYS,
    DigestSettings,
    get_own_settings,
    set_own_settings,
)
from backend.web.bots import start_link
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, SiteDep
from backend.web.language import language_of
from backend.web.pages.forms import FormDep
from backend.web.pages.qr import qr_code
from backend.web.pages.render import go, show
from backend.web.pages.visit import ChangeAnywhereDep, LookAnywhereDep, Visit
from backend.web.site import Site

router = APIRouter(prefix="/settings/telegram", include_in_schema=False)

LINKED, OPEN = "linked", "open"


async def _page(
    request: Request, session: AsyncSession, visit: Visit, site: Site, issued: IssuedCode | None = None
) -> Response:
    person = await get_person(session, visit.caller.user_id)
    deep_link = await start_link(session, site, issued.code) if issued else None
    bot_id = site.settings.bot_id
    is_chatting = bot_id is not None and person.telegram_user_id is not None
    return show(
        request,
        "telegram.html",
        visit=visit,
        person=person,
        digests=await get_own_settings(session, bot_id, person.id) if is_chatting else None,
        hours=HOURS,
        weekdays=get_day_names("wide", locale=language_of(request)),
        issued=issued,
        deep_link=deep_link,
        picture=qr_code(deep_link) if deep_link else None,
    )


@router.get("")
async def look(request: Request, visit: LookAnywhereDep, session: ReadSessionDep, site: SiteDep) -> Response:
    """Show whether Telegram is linked, and how to link it."""
    return await _page(request, session, visit, site)


@router.post("")
async def give_code(
    request: Request, visit: ChangeAnywhereDep, session: SessionDep, site: SiteDep, now: NowDep
) -> Response:
    """Give out a code, shown this once: the answer is the page itself, for no address may hold a secret."""
    issued = await issue_code(session, visit.caller.user_id, secret_key=site.secret_key, now=now)
    return await _page(request, session, visit, site, issued)


@router.get("/state")
async def state(visit: LookAnywhereDep, session: ReadSessionDep) -> Response:
    """Tell the waiting page whether it is linked by now."""
    person = await get_person(session, visit.caller.user_id)
    told = {"state": OPEN if person.telegram_user_id is None else LINKED}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


@router.post("/unlink")
async def part(request: Request, visit: ChangeAnywhereDep, session: SessionDep, now: NowDep) -> Response:
    """Part the account from its Telegram account."""
    await unlink(session, visit.caller.user_id, now=now)
    return go(request, "/settings/telegram", "unlinked")


@router.post("/digests")
async def choose_digests(
    request: Request,
    form: FormDep,
    visit: ChangeAnywhereDep,
    session: SessionDep,
    site: SiteDep,
    now: NowDep,
) -> Response:
    """Choose what comes by itself into the person's chat, and when."""
    chosen = DigestSettings(
        weekly="weekly" in form,
        monthly="monthly" in form,
        hour=form.whole("hour", HOURS[0], HOURS[-1]),
        weekday=form.whole("weekday", WEEKDAYS[0], WEEKDAYS[-1]),
    )
    await set_own_settings(session, site.settings.bot_id, visit.caller.user_id, chosen, now=now)
    return go(request, "/settings/telegram#digests", "saved")

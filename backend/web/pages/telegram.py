"""Linking Telegram: a code, its link and its picture, and a page that notices when it is done."""

from __future__ import annotations

import segno
from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import JSONResponse, Response

from backend.accounts.service import get_person
from backend.linking.service import IssuedCode, issue_code, unlink
from backend.messaging.bots import get_bot
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, SiteDep
from backend.web.pages.render import go, show
from backend.web.pages.visit import ChangeAnywhereDep, LookAnywhereDep, Visit
from backend.web.site import Site

router = APIRouter(prefix="/settings/telegram", include_in_schema=False)

LINKED, OPEN = "linked", "open"
QUIET = 4


async def _page(
    request: Request, session: AsyncSession, visit: Visit, site: Site, issued: IssuedCode | None = None
) -> Response:
    person = await get_person(session, visit.caller.user_id)
    bot = await _bot_name(session, site)
    deep_link = f"https://t.me/{bot}?start={issued.code}" if issued and bot else None
    return show(
        request,
        "telegram.html",
        visit=visit,
        person=person,
        bot=bot,
        issued=issued,
        deep_link=deep_link,
        picture=_picture(deep_link) if deep_link else None,
    )


async def _bot_name(session: AsyncSession, site: Site) -> str | None:
    if site.settings.bot_username is not None or site.settings.bot_id is None:
        return site.settings.bot_username
    return (await get_bot(session, site.settings.bot_id)).username


def _picture(link: str) -> tuple[str, int]:
    """Draw a QR code as the path of an SVG and its width: one unit a module, four of quiet around it."""
    rows = segno.make(link, error="m", micro=False).matrix
    dark = [(x + QUIET, y + QUIET) for y, row in enumerate(rows) for x, one in enumerate(row) if one]
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(rows) + 2 * QUIET


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

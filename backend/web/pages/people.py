"""The people of a ledger: their roles, who leaves, who is invited, and the page that lets a guest in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.accounts.service import get_person
from backend.kit.errors import DomainError
from backend.ledgers.access import Role
from backend.ledgers.invitations.service import invite, look_at, revoke
from backend.ledgers.members.service import change_role
from backend.ledgers.service import find_actor
from backend.onboarding.membership import join, part
from backend.web.bots import JOIN, join_url, start_link
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, SiteDep, id_of
from backend.web.pages.forms import FormDep, trying
from backend.web.pages.ledger import Invite, ledger_page
from backend.web.pages.qr import qr_code
from backend.web.pages.render import go, show
from backend.web.pages.visit import ChangeAnywhereDep, ChangeDep, Visit, find_visitor

router = APIRouter(include_in_schema=False)

PEOPLE = "/ledgers/{ledger_id}/people"


async def _refused(
    request: Request, session: AsyncSession, visit: Visit, now: NowDep, error: DomainError
) -> Response:
    return await ledger_page(request, session, visit, now, people_error=error)


@router.post(f"{PEOPLE}/invite")
async def make_link(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, site: SiteDep, now: NowDep
) -> Response:
    """Make a link, shown this once: the answer is the page itself, for no address may hold a secret."""
    made: Invite | None = None
    async with trying(session) as tried:
        role = form.choice("role", Role)
        issued = await invite(session, visit.actor, role, secret_key=site.secret_key, now=now)
        url = join_url(site, issued.token)
        in_telegram = await start_link(session, site, f"{JOIN}{issued.token}")
        made = Invite(role, url, in_telegram, qr_code(url), issued.expires_at)
    if tried.error:
        return await _refused(request, session, visit, now, tried.error)
    return await ledger_page(request, session, visit, now, made=made, status=201)


@router.post(f"{PEOPLE}/invitations/{{invitation_id}}")
async def take_back(request: Request, visit: ChangeDep, session: SessionDep, invitation_id: str) -> Response:
    """Take an invitation back."""
    await revoke(session, visit.actor, id_of(invitation_id))
    return go(request, f"{visit.home}/settings#people", "invitation_revoked")


@router.post(f"{PEOPLE}/{{user_id}}")
async def give_role(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep, user_id: str
) -> Response:
    """Give somebody another role."""
    async with trying(session) as tried:
        await change_role(session, visit.actor, id_of(user_id), form.choice("role", Role))
    if tried.error:
        return await _refused(request, session, visit, now, tried.error)
    return go(request, f"{visit.home}/settings#people", "saved")


@router.post(f"{PEOPLE}/{{user_id}}/remove")
async def remove(
    request: Request, visit: ChangeDep, session: SessionDep, now: NowDep, user_id: str
) -> Response:
    """Take somebody out, or leave."""
    async with trying(session) as tried:
        await part(session, visit.actor, id_of(user_id), now=now)
    if tried.error:
        return await _refused(request, session, visit, now, tried.error)
    if id_of(user_id) == visit.caller.user_id:
        return go(request, "/", "ledger_left")
    return go(request, f"{visit.home}/settings#people", "member_removed")


@router.get("/join/{token}")
async def ask_to_join(
    request: Request, token: str, session: ReadSessionDep, site: SiteDep, now: NowDep
) -> Response:
    """Say who invites to what. Nothing is used up: chats look at addresses before people do."""
    actor = await find_visitor(session, request, site, now)
    invited = await look_at(session, token, secret_key=site.secret_key, now=now)
    if actor is not None and await find_actor(session, actor.user_id, invited.ledger_id) is not None:
        return go(request, f"/ledgers/{invited.ledger_id}")
    return show(
        request,
        "join.html",
        invited=invited,
        person=None if actor is None else await get_person(session, actor.user_id),
        in_telegram=await start_link(session, site, f"{JOIN}{token}"),
    )


@router.post("/join/{token}")
async def come_in(
    request: Request, token: str, visit: ChangeAnywhereDep, session: SessionDep, site: SiteDep, now: NowDep
) -> Response:
    """Let the guest in."""
    actor, _ = await join(session, visit.caller.user_id, token, secret_key=site.secret_key, now=now)
    return go(request, f"/ledgers/{actor.ledger_id}", "joined")

"""Settings: the person, where they are signed in, their tokens, and leaving for good."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.accounts import tokens
from backend.accounts.rules import MAX_DISPLAY_NAME, MAX_TOKEN_NAME
from backend.accounts.service import edit_person, get_person
from backend.accounts.tokens import IssuedToken, TokenKind
from backend.import_export.takeout import takeout
from backend.kit.errors import DomainError, Invalid
from backend.kit.i18n import LANGUAGES
from backend.ledgers.rules import known_timezones
from backend.ledgers.service import choose_default, who_stays
from backend.onboarding.service import leave
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, SiteDep, id_of
from backend.web.language import LANGUAGE_COOKIE
from backend.web.pages.forms import Form, FormDep, trying
from backend.web.pages.render import go, put_cookie, show, status_of
from backend.web.pages.visit import ChangeAnywhereDep, LookAnywhereDep, Visit
from backend.web.security import SESSION_COOKIE

router = APIRouter(prefix="/settings", include_in_schema=False)

YEAR = 365 * 24 * 3600


async def _profile(
    request: Request,
    session: AsyncSession,
    visit: Visit,
    *,
    error: DomainError | None = None,
    form: Form | None = None,
) -> Response:
    person = await get_person(session, visit.caller.user_id)
    filled = {"display_name": person.display_name, "locale": person.locale or "", "timezone": person.timezone}
    return show(
        request,
        "settings.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        form=form or filled | {"ledger": str(visit.actor.ledger_id)},
        person=person,
        timezones=sorted(known_timezones()),
    )


@router.get("")
async def profile(request: Request, visit: LookAnywhereDep, session: ReadSessionDep) -> Response:
    """Show who one is here, and the ways to everything that can be set."""
    return await _profile(request, session, visit)


@router.post("")
async def change_profile(
    request: Request,
    form: FormDep,
    visit: ChangeAnywhereDep,
    session: SessionDep,
    site: SiteDep,
    now: NowDep,
) -> Response:
    """Change name, language, timezone and the ledger where entries go."""
    locale = form.get("locale", "")
    async with trying(session) as tried:
        if form.get("timezone") not in known_timezones():
            raise Invalid("field.invalid", field="timezone")
        changes = {
            "display_name": form.line("display_name", MAX_DISPLAY_NAME),
            "timezone": form["timezone"],
            "locale": locale if locale in LANGUAGES else None,
        }
        await edit_person(session, visit.caller.user_id, changes, now=now)
        await choose_default(session, visit.caller.user_id, id_of(form.get("ledger", "")))
    if tried.error:
        return await _profile(request, session, visit, error=tried.error, form=form)
    response = go(request, "/settings", "saved")
    if locale in LANGUAGES:
        put_cookie(response, site, LANGUAGE_COOKIE, locale, max_age=YEAR)
    return response


async def _access(
    request: Request, session: AsyncSession, visit: Visit, now: NowDep, **facts: Any
) -> Response:
    user_id = visit.caller.user_id
    named = await tokens.list_personal(session, user_id, cursor=None, limit=100)
    return show(
        request,
        "access.html",
        visit=visit,
        sessions=(await tokens.list_sessions(session, user_id, now=now)).items,
        tokens=named.items,
        **{"issued": None} | facts,
    )


@router.get("/access")
async def access(request: Request, visit: LookAnywhereDep, session: ReadSessionDep, now: NowDep) -> Response:
    """Show where one is signed in, and the tokens of programs."""
    return await _access(request, session, visit, now)


@router.post("/access/sessions/{token_id}")
async def end_session(
    request: Request, visit: ChangeAnywhereDep, session: SessionDep, token_id: str
) -> Response:
    """Sign out somewhere else."""
    await tokens.end_session(session, visit.caller.user_id, id_of(token_id))
    return go(request, "/settings/access", "session_ended")


@router.post("/access/tokens")
async def make_token(
    request: Request, form: FormDep, visit: ChangeAnywhereDep, session: SessionDep, site: SiteDep, now: NowDep
) -> Response:
    """Make a token, shown this once: the answer is the page itself, for no address may hold a secret."""
    issued: IssuedToken | None = None
    async with trying(session) as tried:
        issued = await tokens.issue_token(
            session,
            visit.caller.user_id,
            TokenKind.PERSONAL,
            secret_key=site.secret_key,
            now=now,
            name=form.line("name", MAX_TOKEN_NAME),
        )
    status = status_of(tried.error) if tried.error else 201
    return await _access(request, session, visit, now, error=tried.error, issued=issued, status=status)


@router.post("/access/tokens/{token_id}")
async def end_token(
    request: Request, visit: ChangeAnywhereDep, session: SessionDep, token_id: str
) -> Response:
    """End a token."""
    await tokens.delete_personal(session, visit.caller.user_id, id_of(token_id))
    return go(request, "/settings/access", "token_ended")


@router.post("/takeout")
async def take_out(visit: ChangeAnywhereDep, session: SessionDep, now: NowDep) -> Response:
    """Send everything of a person as one archive. A form, so that no other site can have it made."""
    packed = await takeout(session, visit.caller.user_id, now=now)
    headers = {
        "Content-Disposition": f'attachment; filename="podo-{visit.today}.zip"',
        "Cache-Control": "no-store",
    }
    return Response(packed, 200, headers, "application/zip")


@router.get("/leave")
async def ask_to_leave(request: Request, visit: LookAnywhereDep, session: ReadSessionDep) -> Response:
    """Say what goes and what stays, and ask for the name of what is about to be done."""
    return await _leaving(request, session, visit)


async def _leaving(
    request: Request, session: AsyncSession, visit: Visit, *, error: DomainError | None = None
) -> Response:
    person = await get_person(session, visit.caller.user_id)
    return show(
        request,
        "leave.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        typed=_typed(person.email, person.display_name),
        ledgers=await who_stays(session, visit.caller.user_id),
    )


def _typed(email: str | None, display_name: str) -> str:
    """What has to be typed to confirm: something that nobody types by accident."""
    return email or display_name


@router.post("/leave")
async def leave_for_good(
    request: Request, form: FormDep, visit: ChangeAnywhereDep, session: SessionDep
) -> Response:
    """Delete the account, once its name was typed."""
    person = await get_person(session, visit.caller.user_id)
    if form.get("confirm", "").strip().lower() != _typed(person.email, person.display_name).lower():
        error = Invalid("account.not_confirmed", field="confirm")
        return await _leaving(request, session, visit, error=error)
    await leave(session, visit.caller.user_id)
    response = go(request, "/", "left")
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
    return response

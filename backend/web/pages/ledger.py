"""A ledger's own settings: its name, where its days are, when its month begins; and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.kit.errors import DomainError, Invalid
from backend.kit.money import known_currencies
from backend.kit.periods import Period, PeriodKind, Shift, WeekStart
from backend.ledgers.access import Role
from backend.ledgers.calendars import next_periods
from backend.ledgers.invitations.service import list_invitations
from backend.ledgers.members.service import list_members
from backend.ledgers.rules import MAX_NAME, known_timezones
from backend.ledgers.service import delete_ledger, edit_ledger, what_goes
from backend.web.deps import NowDep, ReadSessionDep, SessionDep
from backend.web.pages.forms import Form, FormDep, form_of, trying
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeDep, LookDep, Visit

router = APIRouter(prefix="/ledgers/{ledger_id}/settings", include_in_schema=False)

AHEAD = 12
LAST_DAY = 31


def _filled(visit: Visit) -> dict[str, str]:
    ledger = visit.ledger
    return {
        "name": ledger.name,
        "currency": ledger.currency,
        "timezone": ledger.timezone,
        "month_start_day": str(ledger.month_start_day),
        "month_start_shift": ledger.month_start_shift.value,
        "week_start": ledger.week_start.value,
    }


@dataclass(frozen=True, slots=True)
class Invite:
    """A link just made, to be shown this once."""

    role: Role
    url: str
    in_telegram: str | None
    picture: tuple[str, int]
    expires_at: datetime


async def ledger_page(
    request: Request,
    session: AsyncSession,
    visit: Visit,
    now: datetime,
    *,
    filled: Form | dict[str, str] | None = None,
    error: DomainError | None = None,
    people_error: DomainError | None = None,
    made: Invite | None = None,
    status: int = 200,
) -> Response:
    """Show a ledger's settings and its people, with what was wrong with either."""
    form = filled or _filled(visit)
    wrong = error or people_error
    ahead: list[Period] = []
    try:
        ahead = _ahead(visit, Form((), dict(form)))
    except Invalid as unclear:
        error = error or unclear
        wrong = wrong or unclear
    return show(
        request,
        "ledger.html",
        status=status_of(wrong) if wrong else status,
        visit=visit,
        error=error,
        form=form,
        ahead=ahead,
        tried=any(form.get(name) != value for name, value in _filled(visit).items()),
        timezones=sorted(known_timezones()),
        currencies=sorted(known_currencies()),
        members=(await list_members(session, visit.actor)).items,
        invitations=(await list_invitations(session, visit.actor, now=now)).items if visit.owns else None,
        people_error=people_error,
        made=made,
    )


def _ahead(visit: Visit, form: Form) -> list[Period]:
    return next_periods(
        visit.actor,
        PeriodKind.MONTHLY,
        visit.today,
        AHEAD,
        month_start_day=form.whole("month_start_day", 1, LAST_DAY),
        month_start_shift=form.choice("month_start_shift", Shift),
    )


@router.get("")
async def look(request: Request, visit: LookDep, session: ReadSessionDep, now: NowDep) -> Response:
    """Show the settings; those in the address are tried, so that a person sees what they would mean."""
    tried = form_of(list(request.query_params.multi_items()))
    filled = _filled(visit)
    filled |= {name: tried[name] for name in filled if name in tried}
    return await ledger_page(request, session, visit, now, filled=filled)


@router.post("")
async def change(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Change them, or show what they would mean."""
    if "try" in form:
        return await ledger_page(request, session, visit, now, filled=form)
    async with trying(session) as tried:
        await edit_ledger(session, visit.actor, _changes(form), now=now)
    if tried.error:
        return await ledger_page(request, session, visit, now, filled=form, error=tried.error)
    return go(request, f"{visit.home}/settings", "saved")


def _changes(form: Form) -> dict[str, Any]:
    for name, known in (("timezone", known_timezones()), ("currency", known_currencies())):
        if form.get(name, "") not in known:
            raise Invalid("field.invalid", field=name)
    return {
        "name": form.line("name", MAX_NAME),
        "currency": form["currency"],
        "timezone": form["timezone"],
        "month_start_day": form.whole("month_start_day", 1, LAST_DAY),
        "month_start_shift": form.choice("month_start_shift", Shift).value,
        "week_start": form.choice("week_start", WeekStart).value,
    }


async def _deleting(
    request: Request, session: AsyncSession, visit: Visit, *, error: DomainError | None = None
) -> Response:
    return show(
        request,
        "ledger_delete.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        goes=await what_goes(session, visit.actor),
    )


@router.get("/delete")
async def ask_to_delete(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """Say what goes and what stays, and ask for the ledger's name."""
    return await _deleting(request, session, visit)


@router.post("/delete")
async def delete_for_good(request: Request, form: FormDep, visit: ChangeDep, session: SessionDep) -> Response:
    """Delete the ledger, once its name was typed."""
    visit.actor.must_own()
    async with trying(session) as tried:
        if form.get("confirm", "").strip().casefold() != visit.ledger.name.casefold():
            raise Invalid("account.not_confirmed", field="confirm")
        await delete_ledger(session, visit.actor)
    if tried.error:
        return await _deleting(request, session, visit, error=tried.error)
    return go(request, "/", "ledger_deleted")

"""A ledger's own settings: its name, where its days are, and when its month begins."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.kit.errors import DomainError, Invalid
from backend.kit.money import known_currencies
from backend.kit.periods import Period, PeriodKind, Shift, WeekStart
from backend.ledgers.calendars import next_periods
from backend.ledgers.rules import MAX_NAME, known_timezones
from backend.ledgers.service import edit_ledger
from backend.web.deps import NowDep, SessionDep
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


async def _page(
    request: Request, visit: Visit, form: Form | dict[str, str], *, error: DomainError | None = None
) -> Response:
    ahead: list[Period] = []
    try:
        ahead = _ahead(visit, Form((), dict(form)))
    except Invalid as wrong:
        error = error or wrong
    return show(
        request,
        "ledger.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        form=form,
        ahead=ahead,
        tried=any(form.get(name) != value for name, value in _filled(visit).items()),
        timezones=sorted(known_timezones()),
        currencies=sorted(known_currencies()),
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
async def look(request: Request, visit: LookDep) -> Response:
    """Show the settings; those in the address are tried, so that a person sees what they would mean."""
    tried = form_of(list(request.query_params.multi_items()))
    filled = _filled(visit)
    return await _page(request, visit, filled | {name: tried[name] for name in filled if name in tried})


@router.post("")
async def change(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Change them, or show what they would mean."""
    if "try" in form:
        return await _page(request, visit, form)
    async with trying(session) as tried:
        await edit_ledger(session, visit.actor, _changes(form), now=now)
    if tried.error:
        return await _page(request, visit, form, error=tried.error)
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

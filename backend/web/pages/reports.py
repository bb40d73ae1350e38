"""Reports on a page: a period summed up, drawn, and compared."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.budgets.status import statuses
from backend.kit.errors import DomainError, Invalid
from backend.kit.periods import Period, PeriodKind, WeekStart
from backend.parsing.drafts import Kind
from backend.reports.rules import DayRow, Months, change_percent
from backend.reports.service import (
    calendar_of,
    compare,
    completeness,
    forget_quiet_day,
    note_quiet_day,
    summary_of,
    trend,
)
from backend.web.deps import NowDep, ReadSessionDep, SessionDep
from backend.web.pages import charts
from backend.web.pages.forms import Form, FormDep, form_of, inside
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeDep, LookDep, Visit

router = APIRouter(prefix="/ledgers/{ledger_id}/reports", include_in_schema=False)

BACK = 12
OFFERED = 7
"""How many days are offered at once to be said of that nothing was spent."""
MOST_OFFERED = 31
KINDS = (PeriodKind.MONTHLY, PeriodKind.WEEKLY, PeriodKind.YEARLY)


def _asked(request: Request, visit: Visit) -> tuple[PeriodKind, date, Months, DomainError | None]:
    """Read which period is meant; what cannot be meant is said, and this month shown."""
    asked: Form = form_of(list(request.query_params.multi_items()))
    try:
        kind = asked.choice("period", PeriodKind) if asked.get("period") else PeriodKind.MONTHLY
        months = asked.choice("months", Months) if asked.get("months") else Months.LEDGER
        on = asked.day("on") or visit.today
        visit.actor.calendar.period_before(kind, on)
    except Invalid as error:
        return PeriodKind.MONTHLY, visit.today, Months.LEDGER, error
    return kind, on, months, None


@router.get("")
async def look(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """Show a period."""
    kind, on, months, error = _asked(request, visit)
    try:
        summary = await summary_of(session, visit.actor, kind, on, months)
    except Invalid as wrong:
        kind, on, error = PeriodKind.MONTHLY, visit.today, wrong
        summary = await summary_of(session, visit.actor, kind, on, months)
    period = summary.period
    is_now = visit.today in period
    points = await trend(session, visit.actor, kind, on, BACK + 1, months)
    standing = await statuses(session, visit.actor, visit.today) if is_now else []
    whole = next((one for one in standing if one.budget.category is None and one.period == period), None)
    budget = (whole.budgeted + whole.carried).minor if whole else None
    before = points[-2]
    known = await completeness(session, visit.actor, period, visit.today)
    return show(
        request,
        "reports.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        kind=kind,
        kinds=KINDS,
        on=on,
        months=months.value if months is Months.CALENDAR else "",
        has_own_months=visit.actor.calendar != calendar_of(visit.actor, Months.CALENDAR),
        summary=summary,
        expenses=[row for row in summary.by_category if row.kind is Kind.EXPENSE],
        incomes=[row for row in summary.by_category if row.kind is Kind.INCOME],
        so_far=await compare(session, visit.actor, kind, visit.today, months) if is_now else None,
        before=before,
        before_percent=change_percent(summary.expense, before.expense),
        year_ago=points[0] if kind is PeriodKind.MONTHLY else None,
        year_percent=change_percent(summary.expense, points[0].expense),
        bars=charts.bars(points[1:]),
        line=charts.line(period, summary.by_day, visit.today, budget),
        known=known,
        offered=known.unrecorded[:OFFERED],
        more_offered=known.unrecorded[OFFERED:MOST_OFFERED],
        quiet=sorted(known.quiet, reverse=True)[:MOST_OFFERED],
        weeks=_weeks(visit, kind, period, summary.by_day),
        earlier=period.start - timedelta(days=1),
        later=None if is_now or period.start > visit.today else period.end,
        canvas=charts,
    )


def _weeks(visit: Visit, kind: PeriodKind, period: Period, rows: tuple[DayRow, ...]) -> charts.Weeks:
    if kind is not PeriodKind.MONTHLY:
        return []
    return charts.weeks(period, rows, sunday_first=visit.actor.week_start is WeekStart.SUNDAY)


@router.post("/quiet")
async def note_quiet(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Note that nothing was spent on a day."""
    visit.actor.must_write()
    await note_quiet_day(session, visit.actor, _day(form), now=now)
    return go(request, _back(form, visit), "quiet")


@router.post("/quiet/forget")
async def forget_quiet(request: Request, form: FormDep, visit: ChangeDep, session: SessionDep) -> Response:
    """Take that back."""
    visit.actor.must_write()
    await forget_quiet_day(session, visit.actor, _day(form))
    return go(request, _back(form, visit), "not_quiet")


def _day(form: Form) -> date:
    """Read the day of the button. Raises Invalid `field.missing`, `field.not_day`."""
    day = form.day("day")
    if day is None:
        raise Invalid("field.missing", field="day")
    return day


def _back(form: Form, visit: Visit) -> str:
    return f"{inside(form.get('back', '')) or f'{visit.home}/reports'}#complete"

"""The verbs of reports: sum up, compare, show over time, tell how complete it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries.sums import Sum
from backend.entries.sums import queries as sum_queries
from backend.kit.errors import Invalid
from backend.kit.periods import Calendar, Period, PeriodKind, Shift, within_reach
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind
from backend.reports.rules import (
    TOP_ENTRIES,
    Comparison,
    Completeness,
    Months,
    Summary,
    TrendPoint,
    change_percent,
    span_before,
    span_between,
    span_of,
    summed_up,
    trend_point,
)

MOST_PERIODS = 366
BOTH = tuple(Kind)
ONE_DAY = timedelta(days=1)


async def summary_between(session: AsyncSession, actor: Actor, since: date, until: date) -> Summary:
    """Sum up the days between two, both included; compared with the span of the same length before.

    Raises Invalid `day.out_of_range`, `report.ends_before_start`, `report.too_long`. Two statements.
    """
    period = span_between(since, until)
    return await _summary(session, actor, period, span_before(period))


def calendar_of(actor: Actor, months: Months) -> Calendar:
    """Give the calendar by which periods run: the ledger's own, or one whose months begin on the first."""
    if months is Months.LEDGER:
        return actor.calendar
    return replace(actor.calendar, month_start_day=1, month_start_shift=Shift.NONE)


async def summary_of(
    session: AsyncSession, actor: Actor, kind: PeriodKind, on: date, months: Months = Months.LEDGER
) -> Summary:
    """Sum up the period that holds a day; compared with the one before.

    Raises Invalid `day.out_of_range`. Two statements.
    """
    within_reach(on, "on")
    calendar = calendar_of(actor, months)
    return await _summary(session, actor, calendar.period_of(kind, on), calendar.period_before(kind, on))


async def _summary(session: AsyncSession, actor: Actor, period: Period, before: Period) -> Summary:
    whole = span_of(period)
    spans = [whole, span_of(before), span_of(period, by_day=True, by_category=False)]
    sums = await sum_queries.sums_by_span(session, actor.ledger_id, spans, BOTH, members_of=whole)
    top = await sum_queries.largest(session, actor.ledger_id, whole, Kind.EXPENSE, TOP_ENTRIES)
    return summed_up(period, sums, top)


async def trend(
    session: AsyncSession,
    actor: Actor,
    kind: PeriodKind,
    on: date,
    count: int,
    months: Months = Months.LEDGER,
) -> list[TrendPoint]:
    """Sum up so many periods, the last of them holding the day, oldest first. One statement.

    Raises Invalid `day.out_of_range`, `report.too_many_periods`.
    """
    within_reach(on, "on")
    if not 1 <= count <= MOST_PERIODS:
        raise Invalid("report.too_many_periods", field="count", most=MOST_PERIODS)
    periods = calendar_of(actor, months).periods_until(kind, on, count)
    spans = [span_of(period) for period in periods]
    found: list[list[Sum]] = [[] for _ in periods]
    for one in await sum_queries.sums_by_span(session, actor.ledger_id, spans, BOTH):
        found[one.span].append(one)
    return [trend_point(period, sums) for period, sums in zip(periods, found, strict=True)]


async def compare(
    session: AsyncSession, actor: Actor, kind: PeriodKind, on: date, months: Months = Months.LEDGER
) -> Comparison:
    """Compare what was spent up to a day with the period before up to the same point. One statement.

    The point is the number of days gone; a period before that is shorter is taken whole.
    """
    within_reach(on, "on")
    calendar = calendar_of(actor, months)
    period, before = calendar.period_of(kind, on), calendar.period_before(kind, on)
    gone = (on - period.start).days + 1
    so_far = Period(period.start, on + ONE_DAY)
    same_point = Period(before.start, min(before.end, before.start + timedelta(days=gone)))
    spans = [span_of(so_far, by_category=False), span_of(same_point, by_category=False)]
    totals = [0, 0]
    for one in await sum_queries.sums_by_span(session, actor.ledger_id, spans):
        totals[one.span] += one.total
    spent, spent_before = totals
    return Comparison(period, before, spent, spent_before, change_percent(spent, spent_before))


async def completeness(session: AsyncSession, actor: Actor, period: Period, today: date) -> Completeness:
    """Tell what is known of a period's days until today. One statement; none before the period begins."""
    if today < period.start:
        return Completeness(None)
    gone = Period(period.start, min(period.end, today + ONE_DAY))
    recorded, quiet = await sum_queries.days_known(session, actor.ledger_id, span_of(gone))
    return Completeness(gone, frozenset(recorded), frozenset(quiet))


async def note_quiet_day(session: AsyncSession, actor: Actor, day: date, *, now: datetime) -> None:
    """Say that nothing was spent on a day; said twice, it stays as it is.

    Raises Forbidden `ledger.read_only`, Invalid `day.out_of_range`, `day.ahead` for one that has not begun.
    """
    actor.must_write()
    if within_reach(day, "day") > actor.today(now):
        raise Invalid("day.ahead", field="day")
    await sum_queries.note_quiet_day(session, actor.ledger_id, day, now)


async def forget_quiet_day(session: AsyncSession, actor: Actor, day: date) -> None:
    """Take that back. Raises Forbidden `ledger.read_only`."""
    actor.must_write()
    await sum_queries.forget_quiet_day(session, actor.ledger_id, day)

"""What a report may ask for, and how sums become one; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.entries.sums import MEMBERS, Span, Sum
from backend.entries.views import AuthorView, CategoryView, EntryView
from backend.kit.errors import Invalid
from backend.kit.numbers import percent
from backend.kit.periods import Period, within_reach
from backend.parsing.drafts import Kind

MOST_YEARS = 10
TOP_ENTRIES = 5


class Months(StrEnum):
    """Which months a report goes by: the ledger's, from payday to payday, or the calendar's."""

    LEDGER = "ledger"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """What a category's own entries add up to; no category stands for those without one."""

    kind: Kind
    category: CategoryView | None
    parent_id: int | None
    total: int
    count: int
    share_percent: float
    previous: int
    change_percent: float | None


@dataclass(frozen=True, slots=True)
class DayRow:
    """What was received and spent on a day."""

    day: date
    income: int
    expense: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What somebody recorded; no author stands for those whose account is gone."""

    author: AuthorView | None
    income: int
    expense: int
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A span of days summed up; amounts in the ledger's minor units."""

    period: Period
    income: int
    expense: int
    count: int
    by_category: tuple[CategoryRow, ...]
    by_day: tuple[DayRow, ...]
    by_member: tuple[MemberRow, ...]
    top_entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of a trend."""

    period: Period
    income: int
    expense: int
    by_category: tuple[CategoryRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was spent so far in a period, and in the one before up to the same point."""

    period: Period
    previous: Period
    spent: int
    spent_before: int
    change_percent: float | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is known of a period's days until today.

    `gone` are those days, today too; None before the period begins. `recorded` are the days with entries,
    `quiet` those of which somebody said that nothing was spent.
    """

    gone: Period | None
    recorded: frozenset[date] = frozenset()
    quiet: frozenset[date] = frozenset()

    @property
    def unrecorded(self) -> list[date]:
        """The days gone of which nothing is known, the latest first."""
        if self.gone is None:
            return []
        return [day for day in self.gone.days() if day not in self.recorded | self.quiet][::-1]

    @property
    def days_gone(self) -> int:
        """How many days are gone."""
        return 0 if self.gone is None else len(self.gone)

    @property
    def days_known(self) -> int:
        """Of how many of them something is known."""
        return self.days_gone - len(self.unrecorded)


def span_between(since: date, until: date) -> Period:
    """Make a period of two days, both included.

    Raises Invalid `day.out_of_range`, `report.ends_before_start`, `report.too_long`.
    """
    within_reach(since, "from")
    within_reach(until, "to")
    if until < since:
        raise Invalid("report.ends_before_start", field="to")
    if until >= _years_later(since, MOST_YEARS):
        raise Invalid("report.too_long", field="to", most=MOST_YEARS)
    return Period(since, until + timedelta(days=1))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def span_before(period: Period) -> Period:
    """The span of the same length just before."""
    return Period(period.start - timedelta(days=len(period)), period.start)


def span_of(period: Period, *, by_day: bool = False, by_category: bool = True) -> Span:
    """What to add up of a period."""
    return Span(period.start, period.end, by_day=by_day, by_category=by_category)


def change_percent(amount: int, previous: int) -> float | None:
    """Tell by what percentage an amount differs from the one before; None when that was nothing."""
    return percent(amount - previous, previous) if previous else None


WHOLE, BEFORE, DAYS = range(3)
"""The spans of a summary, by number."""


def summed_up(period: Period, sums: Sequence[Sum], top: Sequence[EntryView]) -> Summary:
    """Make a summary of the sums of its spans."""
    whole = [one for one in sums if one.span == WHOLE]
    before = [one for one in sums if one.span == BEFORE]
    return Summary(
        period=period,
        income=_total(whole, Kind.INCOME),
        expense=_total(whole, Kind.EXPENSE),
        count=sum(one.count for one in whole),
        by_category=category_rows(whole, before),
        by_day=_day_rows(one for one in sums if one.span == DAYS),
        by_member=_member_rows(one for one in sums if one.span == MEMBERS),
        top_entries=tuple(top),
    )


def trend_point(period: Period, sums: Sequence[Sum]) -> TrendPoint:
    """Make a trend's point of the sums of its span."""
    return TrendPoint(period, _total(sums, Kind.INCOME), _total(sums, Kind.EXPENSE), category_rows(sums, []))


def _total(sums: Iterable[Sum], kind: Kind) -> int:
    return sum(one.total for one in sums if one.kind is kind)


def category_rows(sums: Sequence[Sum], before: Sequence[Sum]) -> tuple[CategoryRow, ...]:
    """One row a category that has entries: expenses first, then by amount, the largest first."""
    totals = {kind: _total(sums, kind) for kind in Kind}
    previous = {(one.kind, one.category and one.category.id): one.total for one in before}
    rows = []
    for one in sums:
        was = previous.get((one.kind, one.category and one.category.id), 0)
        whole = totals[one.kind]
        rows.append(
            CategoryRow(
                kind=one.kind,
                category=one.category,
                parent_id=one.parent_id,
                total=one.total,
                count=one.count,
                share_percent=percent(one.total, whole) if whole else 0.0,
                previous=was,
                change_percent=change_percent(one.total, was),
            )
        )
    rows.sort(key=lambda row: (row.kind is Kind.INCOME, -row.total, row.category.id if row.category else 0))
    return tuple(rows)


def _day_rows(sums: Iterable[Sum]) -> tuple[DayRow, ...]:
    found: dict[date, dict[Kind, int]] = defaultdict(lambda: defaultdict(int))
    for one in sums:
        if one.day is not None:
            found[one.day][one.kind] += one.total
    return tuple(
        DayRow(day, income=found[day][Kind.INCOME], expense=found[day][Kind.EXPENSE]) for day in sorted(found)
    )


def _member_rows(sums: Iterable[Sum]) -> tuple[MemberRow, ...]:
    """One row a member who recorded something, the highest expense first."""
    found: dict[AuthorView | None, list[Sum]] = defaultdict(list)
    for one in sums:
        found[one.author].append(one)
    rows = [
        MemberRow(
            author,
            income=_total(theirs, Kind.INCOME),
            expense=_total(theirs, Kind.EXPENSE),
            count=sum(one.count for one in theirs),
        )
        for author, theirs in found.items()
    ]
    rows.sort(key=lambda row: (-row.expense, -row.income, row.author.id if row.author else 0))
    return tuple(rows)

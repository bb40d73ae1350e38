"""Spans of local days, and all the calendar arithmetic there is."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays as public_holidays

from backend.kit.errors import Invalid

EARLIEST = date(1900, 1, 1)
LATEST = date(2999, 12, 31)
"""Between these days people may ask and set; the arithmetic itself reaches further."""


class Shift(StrEnum):
    """Where a month starts whose start day is no business day."""

    NONE = "none"
    PREVIOUS = "previous_business_day"
    NEXT = "next_business_day"


class WeekStart(StrEnum):
    """The first day of a week."""

    MONDAY = "monday"
    SUNDAY = "sunday"


class PeriodKind(StrEnum):
    """How long a period is: the ledger's own month, week or year, or the day."""

    MONTHLY = "monthly"
    WEEKLY = "weekly"
    YEARLY = "yearly"
    DAILY = "daily"


IsHoliday = Callable[[date], bool]


def never(_day: date) -> bool:
    """Say that no day is a public holiday."""
    return False


@lru_cache(maxsize=64)
def holidays_of(country: str) -> IsHoliday:
    """Tell the public holidays of a country (ISO 3166 alpha-2), substitute days included.

    The days are those of the `holidays` library; a country it does not know has none.
    """
    if country not in public_holidays.list_supported_countries(include_aliases=False):
        return never
    days = public_holidays.country_holidays(country)
    first, last = days.start_year, days.end_year  # beyond them the library warns, and knows nothing
    return lambda day: first <= day.year <= last and day in days


def within_reach(day: date, field: str) -> date:
    """Let pass a day that people may ask about. Raises Invalid `day.out_of_range` for that field."""
    if not EARLIEST <= day <= LATEST:
        raise Invalid("day.out_of_range", field=field)
    return day


def _days_after(day: date, count: int) -> date:
    try:
        return day + timedelta(days=count)
    except OverflowError:
        raise Invalid("day.out_of_range") from None


def local_day(moment: datetime, timezone: str) -> date:
    """Tell which day it is at that moment in the ledger's timezone."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def months_after(year: int, month: int, count: int) -> tuple[int, int]:
    """Count calendar months on from (year, month); negative counts go back."""
    index = year * 12 + (month - 1) + count
    return index // 12, index % 12 + 1


def clamped(year: int, month: int, day: int) -> date:
    """Name a day of a month; a month too short for it gives its last day.

    Raises Invalid `day.out_of_range` outside the years 1 to 9999.
    """
    if not date.min.year <= year <= date.max.year:
        raise Invalid("day.out_of_range")
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open span of local days: `start` belongs to it, `end` is the first day after it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a period holds at least one day")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __len__(self) -> int:
        return (self.end - self.start).days

    def days(self) -> Iterator[date]:
        """Every day of the period, in order."""
        return (self.start + timedelta(days=n) for n in range(len(self)))

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    @classmethod
    def day_of(cls, day: date) -> Self:
        """The one day."""
        return cls(day, _days_after(day, 1))

    @classmethod
    def week_of(cls, day: date, week_start: WeekStart = WeekStart.MONDAY) -> Self:
        """The week that holds the day."""
        gone = day.weekday() if week_start is WeekStart.MONDAY else (day.weekday() + 1) % 7
        start = _days_after(day, -gone)
        return cls(start, _days_after(start, 7))

    @classmethod
    def month_of(
        cls, day: date, start_day: int = 1, shift: Shift = Shift.NONE, is_holiday: IsHoliday = never
    ) -> Self:
        """The month that holds the day, where months start on `start_day` moved by `shift`."""
        year, month = months_after(0, 1, month_index_of(day, start_day, shift, is_holiday))
        start = month_start(year, month, start_day, shift, is_holiday)
        return cls(start, month_start(*months_after(year, month, 1), start_day, shift, is_holiday))

    @classmethod
    def year_of(
        cls, day: date, start_day: int = 1, shift: Shift = Shift.NONE, is_holiday: IsHoliday = never
    ) -> Self:
        """The year that holds the day: it starts with the month whose start day, unshifted, is January's."""
        year = month_index_of(day, start_day, shift, is_holiday) // MONTHS
        start = month_start(year, 1, start_day, shift, is_holiday)
        return cls(start, month_start(year + 1, 1, start_day, shift, is_holiday))


MONTHS = 12


def month_index_of(day: date, start_day: int, shift: Shift, is_holiday: IsHoliday) -> int:
    """Number the month period that holds the day, by the calendar month its unshifted start day lies in.

    A shift can move a start across a calendar month's edge, so the neighbours are tried too.
    """
    index = day.year * MONTHS + day.month - 1
    if shift is Shift.NONE:
        return index if clamped(day.year, day.month, start_day) <= day else index - 1
    for candidate in (index + 1, index, index - 1):
        if candidate > _LAST_MONTH:
            continue
        if month_start(*months_after(0, 1, candidate), start_day, shift, is_holiday) <= day:
            return candidate
    return index - 2


_LAST_MONTH = date.max.year * MONTHS + MONTHS - 1


@lru_cache(maxsize=8192)
def month_start(year: int, month: int, start_day: int, shift: Shift, is_holiday: IsHoliday) -> date:
    """The first day of the month period whose start day lies, unshifted, in that calendar month."""
    start = clamped(year, month, start_day)
    if shift is Shift.NONE:
        return start
    step = -1 if shift is Shift.PREVIOUS else 1
    while start.weekday() >= calendar.SATURDAY or is_holiday(start):
        start = _days_after(start, step)
    return start


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a ledger's periods run: every kind of them, numbered without a gap.

    Numbers let periods be counted without being made: five empty years of days are one subtraction. All
    of it raises Invalid `day.out_of_range` where a period would leave the years 1 to 9999.
    """

    month_start_day: int = 1
    month_start_shift: Shift = Shift.NONE
    week_start: WeekStart = WeekStart.MONDAY
    is_holiday: IsHoliday = never

    def index_of(self, kind: PeriodKind, day: date) -> int:
        """Number the period of this kind that holds the day."""
        if kind is PeriodKind.DAILY:
            return day.toordinal()
        if kind is PeriodKind.WEEKLY:
            return (day.toordinal() - self._first_week) // WEEK
        month = month_index_of(day, self.month_start_day, self.month_start_shift, self.is_holiday)
        return month if kind is PeriodKind.MONTHLY else month // MONTHS

    def start_at(self, kind: PeriodKind, index: int) -> date:
        """The first day of the period with this number."""
        if kind in {PeriodKind.DAILY, PeriodKind.WEEKLY}:
            ordinal = index if kind is PeriodKind.DAILY else index * WEEK + self._first_week
            if not 1 <= ordinal <= date.max.toordinal():
                raise Invalid("day.out_of_range")
            return date.fromordinal(ordinal)
        year, month = (index, 1) if kind is PeriodKind.YEARLY else months_after(0, 1, index)
        return month_start(year, month, self.month_start_day, self.month_start_shift, self.is_holiday)

    def at(self, kind: PeriodKind, index: int) -> Period:
        """The period with this number."""
        return Period(self.start_at(kind, index), self.start_at(kind, index + 1))

    def period_of(self, kind: PeriodKind, day: date) -> Period:
        """The period of this kind that holds the day."""
        return self.at(kind, self.index_of(kind, day))

    def period_before(self, kind: PeriodKind, day: date) -> Period:
        """The period before the one that holds the day."""
        return self.at(kind, self.index_of(kind, day) - 1)

    def periods_from(self, kind: PeriodKind, day: date, count: int) -> list[Period]:
        """So many periods in order, the first of them holding the day."""
        first = self.index_of(kind, day)
        return [self.at(kind, index) for index in range(first, first + count)]

    def periods_until(self, kind: PeriodKind, day: date, count: int) -> list[Period]:
        """So many periods in order, the last of them holding the day."""
        last = self.index_of(kind, day)
        return [self.at(kind, index) for index in range(last - count + 1, last + 1)]

    @property
    def _first_week(self) -> int:
        """A day that weeks are counted from: 1 January of the year 1 was a Monday."""
        return 1 if self.week_start is WeekStart.MONDAY else 0


WEEK = 7

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


class Shift(StrEnum):
    """Where a month starts whose start day is no business day."""

    NONE = "none"
    PREVIOUS = "previous_business_day"
    NEXT = "next_business_day"


class WeekStart(StrEnum):
    """The first day of a week."""

    MONDAY = "monday"
    SUNDAY = "sunday"


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
    return lambda day: day in days


def local_day(moment: datetime, timezone: str) -> date:
    """Tell which day it is at that moment in the ledger's timezone."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def months_after(year: int, month: int, count: int) -> tuple[int, int]:
    """Count calendar months on from (year, month); negative counts go back."""
    index = year * 12 + (month - 1) + count
    return index // 12, index % 12 + 1


def clamped(year: int, month: int, day: int) -> date:
    """Name a day of a month; a month too short for it gives its last day."""
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
        return cls(day, day + timedelta(days=1))

    @classmethod
    def week_of(cls, day: date, week_start: WeekStart = WeekStart.MONDAY) -> Self:
        """The week that holds the day."""
        gone = day.weekday() if week_start is WeekStart.MONDAY else (day.weekday() + 1) % 7
        start = day - timedelta(days=gone)
        return cls(start, start + timedelta(days=7))

    @classmethod
    def month_of(
        cls, day: date, start_day: int = 1, shift: Shift = Shift.NONE, is_holiday: IsHoliday = never
    ) -> Self:
        """The month that holds the day, where months start on `start_day` moved by `shift`.

        A shift can move a start across a calendar month's edge, so the neighbours are tried too.
        """
        for offset in (1, 0, -1, -2):
            start = month_start(*months_after(day.year, day.month, offset), start_day, shift, is_holiday)
            if start <= day:
                end = month_start(
                    *months_after(day.year, day.month, offset + 1), start_day, shift, is_holiday
                )
                return cls(start, end)
        raise AssertionError("a month start two calendar months back is never after the day")


def month_start(year: int, month: int, start_day: int, shift: Shift, is_holiday: IsHoliday) -> date:
    """The first day of the month period whose start day lies, unshifted, in that calendar month."""
    start = clamped(year, month, start_day)
    if shift is Shift.NONE:
        return start
    step = timedelta(days=-1 if shift is Shift.PREVIOUS else 1)
    while start.weekday() >= calendar.SATURDAY or is_holiday(start):
        start += step
    return start

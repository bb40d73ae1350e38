"""Which period somebody asks a report of: "10월", "지난달", "주간", "last week", "2025"; pure."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import get_month_names

from backend.kit.periods import EARLIEST, LATEST, MONTHS, Calendar, PeriodKind

MONTHLY, WEEKLY, YEARLY, DAILY = (
    PeriodKind.MONTHLY,
    PeriodKind.WEEKLY,
    PeriodKind.YEARLY,
    PeriodKind.DAILY,
)
NAMED = {
    MONTHLY: ("이번달|이달|월간|이번월|month|monthly|thismonth", "지난달|저번달|전달|lastmonth"),
    WEEKLY: ("주|주간|이번주|금주|week|weekly|thisweek", "지난주|저번주|전주|lastweek"),
    YEARLY: ("연간|올해|금년|year|yearly|annual|thisyear", "작년|지난해|전년|lastyear"),
    DAILY: ("오늘|하루|today|day|daily", "어제|yesterday"),
}
"""What people call the period at hand, and the one before."""
_NAMED = {kind: tuple(re.compile(f"(?:{words})") for words in both) for kind, both in NAMED.items()}
_MONTH = re.compile(r"(?:(?P<year>\d{4})(?:년|[-./]))?(?P<month>\d{1,2})월?|(?P<only>\d{4})년?")
_ENGLISH = re.compile(r"(?P<name>[a-z]{3,9})\.?,?(?P<year>\d{4})?")
_TAIL = re.compile(r"(?:의|에|보고서|리포트|지출|report)+$")
_YEARS = range(EARLIEST.year, LATEST.year + 1)


def read_period(words: str, calendar: Calendar, today: date) -> tuple[PeriodKind, date] | None:
    """Read the kind of a period and a day of it; no words are the month at hand, None is not understood."""
    said = "".join(words.casefold().split())
    said = _TAIL.sub("", said)
    if not said:
        return MONTHLY, today
    for kind, (this, last) in _NAMED.items():
        if this.fullmatch(said):
            return kind, today
        if last.fullmatch(said):
            return kind, calendar.period_before(kind, today).start
    return _month(said, calendar, today)


def _month(said: str, calendar: Calendar, today: date) -> tuple[PeriodKind, date] | None:
    if match := _MONTH.fullmatch(said):
        if match["only"]:
            return _whole_year(int(match["only"]), calendar)
        return _of_month(match["year"], int(match["month"]), calendar, today)
    if match := _ENGLISH.fullmatch(said):
        month = _months_in_english().get(match["name"])
        return _of_month(match["year"], month, calendar, today) if month else None
    return None


def _months_in_english() -> dict[str, int]:
    found: dict[str, int] = {"sept": 9}
    for width in ("wide", "abbreviated"):
        found |= {name.casefold(): number for number, name in get_month_names(width, locale="en").items()}
    return found


def _whole_year(year: int, calendar: Calendar) -> tuple[PeriodKind, date] | None:
    return (YEARLY, calendar.start_at(YEARLY, year)) if year in _YEARS else None


def _of_month(
    written: str | None, month: int, calendar: Calendar, today: date
) -> tuple[PeriodKind, date] | None:
    """Find the ledger's month of that name: without a year the last one that began."""
    if not 1 <= month <= MONTHS or (written and int(written) not in _YEARS):
        return None
    current = calendar.index_of(MONTHLY, today)
    index = int(written) * MONTHS + month - 1 if written else current - (current - (month - 1)) % MONTHS
    return MONTHLY, calendar.start_at(MONTHLY, index)

"""When a digest is due: at an hour of the reader's day, once a period, late but not stale."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from backend.kit.periods import Calendar, Period, PeriodKind, Shift, WeekStart
from backend.messaging.digests.rules import Schedule, due_period, may_be_due

SEOUL, NEW_YORK, APIA = "Asia/Seoul", "America/New_York", "Pacific/Apia"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WEEK = Period(date(2026, 11, 9), date(2026, 11, 16))


def weekly(weekday=0, hour=9, told=None, set_at=LONG_AGO):
    return Schedule(PeriodKind.WEEKLY, hour, weekday, set_at, told)


def monthly(hour=9, told=None, set_at=LONG_AGO):
    return Schedule(PeriodKind.MONTHLY, hour, 0, set_at, told)


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def due(schedule, now, calendar=None, zone=SEOUL, ledger_zone=SEOUL):
    return due_period(schedule, calendar or Calendar(), zone, ledger_zone, at(now))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-16T08:59:59+09:00", None),
        ("2026-11-16T09:00:00+09:00", WEEK),
        ("2026-11-16T23:00:00+09:00", WEEK),
        ("2026-11-17T08:59:59+09:00", WEEK),
        ("2026-11-17T09:00:00+09:00", None),
        ("2026-11-18T09:30:00+09:00", None),
    ],
)
def test_it_comes_at_its_hour_and_late_for_a_day(now, told):
    assert due(weekly(), now) == told


@pytest.mark.parametrize(
    ("weekday", "now", "start", "calendar"),
    [
        (0, "2026-11-16T09:00:00+09:00", date(2026, 11, 9), Calendar()),
        (2, "2026-11-18T09:00:00+09:00", date(2026, 11, 9), Calendar()),
        (6, "2026-11-15T20:00:00+09:00", date(2026, 11, 9), Calendar()),
        (6, "2026-11-15T09:00:00+09:00", date(2026, 11, 8), Calendar(week_start=WeekStart.SUNDAY)),
        (5, "2026-11-14T09:00:00+09:00", date(2026, 11, 8), Calendar(week_start=WeekStart.SUNDAY)),
    ],
    ids=["first-day", "later", "last-day", "sunday-first", "sunday-week-saturday"],
)
def test_it_tells_of_the_week_that_is_over_or_ends_today(weekday, now, start, calendar):
    assert due(weekly(weekday), now, calendar) == Period(start, start + timedelta(days=7))


def test_nothing_is_told_twice_whatever_is_changed_between():
    told = WEEK.end
    assert due(weekly(told=told), "2026-11-16T10:00:00+09:00") is None
    assert due(weekly(1, told=told), "2026-11-17T10:00:00+09:00") is None
    assert due(weekly(told=told), "2026-11-16T10:00:00-05:00", zone=NEW_YORK) is None
    assert due(weekly(told=told), "2026-11-16T10:00:00+09:00", Calendar(week_start=WeekStart.SUNDAY)) is None
    assert due(weekly(told=told), "2026-11-23T09:00:00+09:00").start == date(2026, 11, 16)
    sundays = Calendar(week_start=WeekStart.SUNDAY)
    assert due(weekly(told=told), "2026-11-23T09:00:00+09:00", sundays).start == date(2026, 11, 15)


def test_what_was_due_before_it_was_chosen_is_not_made_up_for():
    chosen = at("2026-11-16T09:00:01+09:00")
    assert due(weekly(set_at=chosen), "2026-11-16T10:00:00+09:00") is None
    assert due(weekly(set_at=chosen), "2026-11-23T09:00:00+09:00") is not None


@pytest.mark.parametrize(
    ("hour", "just_before", "then"),
    [
        # On 8 March 2026 New York's clocks go from 2:00 to 3:00; on 1 November from 2:00 back to 1:00.
        (2, "2026-03-08T06:59:59+00:00", "2026-03-08T07:00:00+00:00"),
        (3, "2026-03-08T06:59:59+00:00", "2026-03-08T07:00:00+00:00"),
        (1, "2026-11-01T04:59:59+00:00", "2026-11-01T05:00:00+00:00"),
        (9, "2026-03-08T12:59:59+00:00", "2026-03-08T13:00:00+00:00"),
        (9, "2026-11-01T13:59:59+00:00", "2026-11-01T14:00:00+00:00"),
    ],
    ids=["skipped", "after-skipped", "double", "summer", "winter"],
)
def test_it_keeps_its_hour_when_the_clocks_change(hour, just_before, then):
    schedule = weekly(6, hour)
    assert due(schedule, just_before, zone=NEW_YORK, ledger_zone=NEW_YORK) is None
    found = due(schedule, then, zone=NEW_YORK, ledger_zone=NEW_YORK)
    assert found is not None
    again = weekly(6, hour, told=found.end)
    for minutes in range(0, 30 * 60, 7):
        later = (at(then) + timedelta(minutes=minutes)).isoformat()
        assert due(again, later, zone=NEW_YORK, ledger_zone=NEW_YORK) is None


@pytest.mark.parametrize("zone", [SEOUL, NEW_YORK, APIA, "Pacific/Niue", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize("kind", ["weekly", "monthly"])
@pytest.mark.parametrize("hour", [0, 2, 23])
def test_over_a_year_each_period_is_told_once_in_order(zone, kind, hour):
    """A worker looks every 40 minutes, and remembers what it told."""
    calendar = Calendar(25, Shift.PREVIOUS)
    now, told, periods = datetime(2026, 1, 1, tzinfo=UTC), None, []
    while now < datetime(2027, 1, 1, tzinfo=UTC):
        schedule = weekly(3, hour, told) if kind == "weekly" else monthly(hour, told)
        found = due_period(schedule, calendar, zone, SEOUL, now) if may_be_due(schedule, now) else None
        if found is not None:
            periods.append(found)
            told = found.end
        now += timedelta(minutes=40)
    assert len(periods) in ({52, 53} if kind == "weekly" else {12, 13})
    assert all(one.end == after.start for one, after in pairwise(periods))


def test_a_month_is_told_on_the_first_day_of_the_next():
    assert due(monthly(), "2026-12-01T09:00:00+09:00") == Period(date(2026, 11, 1), date(2026, 12, 1))
    assert due(monthly(), "2026-12-02T09:00:00+09:00") is None
    payday = Calendar(25, Shift.PREVIOUS)
    found = due(monthly(), "2026-12-25T09:00:00+09:00", payday)
    assert found is not None
    assert found.end == date(2026, 12, 25)


def test_nothing_is_told_before_it_is_over_where_the_ledger_is():
    first = "2026-12-01T09:00:00+09:00"
    assert due(monthly(), first, ledger_zone=NEW_YORK) is None
    assert due(monthly(), "2026-12-01T14:00:00+09:00", ledger_zone=NEW_YORK) is not None

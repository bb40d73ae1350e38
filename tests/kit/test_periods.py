"""Periods tile the calendar: no gap, no overlap, for any start day and shift."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit.periods import Period, Shift, WeekStart, holidays_of, local_day, never

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
START_DAYS = st.integers(1, 31)
SHIFTS = st.sampled_from(Shift)
CALENDARS = st.sampled_from([never, holidays_of("KR"), holidays_of("US")])


@given(DAYS, START_DAYS, SHIFTS, CALENDARS)
def test_a_month_holds_its_day_and_its_neighbours_touch_it(day, start_day, shift, is_holiday):
    month = Period.month_of(day, start_day, shift, is_holiday)
    assert day in month
    for other in month.days():
        assert Period.month_of(other, start_day, shift, is_holiday) == month
    after = Period.month_of(month.end, start_day, shift, is_holiday)
    before = Period.month_of(month.start - timedelta(days=1), start_day, shift, is_holiday)
    assert after.start == month.end
    assert before.end == month.start


@given(DAYS, START_DAYS, st.sampled_from([Shift.PREVIOUS, Shift.NEXT]))
def test_a_shifted_month_starts_on_a_business_day(day, start_day, shift):
    is_holiday = holidays_of("KR")
    start = Period.month_of(day, start_day, shift, is_holiday).start
    assert start.weekday() < 5
    assert not is_holiday(start)


@given(DAYS, st.sampled_from(WeekStart))
def test_a_week_is_seven_days_from_its_first(day, week_start):
    week = Period.week_of(day, week_start)
    assert day in week
    assert len(week) == 7
    assert week.start.weekday() == (0 if week_start is WeekStart.MONDAY else 6)


@pytest.mark.parametrize(
    ("day", "start_day", "shift", "start", "end"),
    [
        (date(2026, 2, 15), 31, Shift.NONE, date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 2, 29), 31, Shift.NONE, date(2028, 2, 29), date(2028, 3, 31)),
        (date(2026, 11, 21), 25, Shift.PREVIOUS, date(2026, 10, 23), date(2026, 11, 25)),
        (date(2026, 12, 25), 25, Shift.PREVIOUS, date(2026, 12, 24), date(2027, 1, 25)),
        (date(2026, 12, 31), 1, Shift.PREVIOUS, date(2026, 12, 31), date(2027, 2, 1)),
    ],
)
def test_paydays_as_people_get_them(day, start_day, shift, start, end):
    assert Period.month_of(day, start_day, shift, holidays_of("KR")) == Period(start, end)


def test_a_country_without_known_holidays_has_none():
    assert holidays_of("ZZ")(date(2026, 1, 1)) is False


def test_the_day_is_the_ledgers_own():
    moment = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert local_day(moment, "Asia/Seoul") == date(2026, 11, 21)
    assert local_day(moment, "America/New_York") == date(2026, 11, 20)


def test_a_period_holds_at_least_a_day():
    with pytest.raises(ValueError, match="at least one day"):
        Period(date(2026, 1, 1), date(2026, 1, 1))

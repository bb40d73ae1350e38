"""Periods of every kind tile the calendar and are numbered without a gap; at its edges they refuse."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.kit.errors import Invalid
from backend.kit.periods import (
    Calendar,
    Period,
    PeriodKind,
    Shift,
    WeekStart,
    holidays_of,
    never,
    within_reach,
)

CALENDARS = st.builds(
    Calendar,
    st.integers(1, 31),
    st.sampled_from(Shift),
    st.sampled_from(WeekStart),
    st.sampled_from([never, holidays_of("KR"), holidays_of("US"), holidays_of("IL")]),
)
KINDS = st.sampled_from(PeriodKind)
DAY = timedelta(days=1)


@given(st.dates(date(6, 1, 1), date(9994, 12, 31)), CALENDARS, KINDS)
@example(date(2024, 2, 29), Calendar(31), PeriodKind.MONTHLY)
@example(date(2023, 12, 31), Calendar(1, Shift.PREVIOUS, is_holiday=holidays_of("KR")), PeriodKind.YEARLY)
def test_periods_leave_no_gap_and_never_overlap(day, calendar, kind):
    index = calendar.index_of(kind, day)
    period = calendar.at(kind, index)
    assert day in period
    assert calendar.index_of(kind, period.start) == calendar.index_of(kind, period.last) == index
    assert calendar.index_of(kind, period.end) == index + 1
    assert calendar.index_of(kind, period.start - DAY) == index - 1
    assert calendar.period_before(kind, day).end == period.start
    assert calendar.periods_from(kind, day, 3)[0] == calendar.periods_until(kind, day, 3)[-1] == period
    for earlier, later in zip(
        calendar.periods_until(kind, day, 4), calendar.periods_until(kind, day, 4)[1:], strict=False
    ):
        assert earlier.end == later.start


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), CALENDARS)
def test_the_numbers_and_the_constructors_agree(day, calendar):
    how = (calendar.month_start_day, calendar.month_start_shift, calendar.is_holiday)
    assert calendar.period_of(PeriodKind.MONTHLY, day) == Period.month_of(day, *how)
    assert calendar.period_of(PeriodKind.YEARLY, day) == Period.year_of(day, *how)
    assert calendar.period_of(PeriodKind.WEEKLY, day) == Period.week_of(day, calendar.week_start)
    assert calendar.period_of(PeriodKind.DAILY, day) == Period.day_of(day)


@given(st.integers(1901, 2998), CALENDARS)
def test_a_year_is_twelve_months_and_begins_about_january(year, calendar):
    found = calendar.period_of(PeriodKind.YEARLY, date(year, 7, 1))
    months = calendar.periods_from(PeriodKind.MONTHLY, found.start, 12)
    assert (months[0].start, months[-1].end) == (found.start, found.end)
    if calendar.month_start_shift is Shift.NONE:
        assert found.start == date(year, 1, calendar.month_start_day)


@given(st.sampled_from([1, 2, 9998, 9999]), st.integers(1, 366), CALENDARS, KINDS)
@example(1, 1, Calendar(week_start=WeekStart.SUNDAY), PeriodKind.WEEKLY)
@example(9999, 365, Calendar(), PeriodKind.DAILY)
@example(9999, 365, Calendar(31, Shift.NEXT), PeriodKind.MONTHLY)
def test_at_the_edge_there_is_a_period_or_a_clear_refusal(year, number, calendar, kind):
    try:
        day = date(year, 1, 1) + timedelta(days=number - 1)
    except OverflowError:
        return
    for ask in (
        lambda: calendar.period_of(kind, day),
        lambda: calendar.period_before(kind, day),
        lambda: calendar.periods_from(kind, day, 40)[0],
    ):
        try:
            assert len(ask()) > 0
        except Invalid as refusal:
            assert refusal.code == "day.out_of_range"  # noqa: PT017


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_constructors_refuse_at_the_very_ends(day):
    for make in (Period.day_of, Period.week_of, Period.month_of, Period.year_of):
        for back in (0, 40):
            near = day + timedelta(days=back if day == date.min else -back)
            try:
                assert near in make(near)
            except Invalid as refusal:
                assert refusal.code == "day.out_of_range"  # noqa: PT017


def test_a_holiday_list_that_ends_says_nothing_beyond():
    for country in ("KR", "IL", "US", "GB"):
        for year in (1900, 2999, 9999):
            assert holidays_of(country)(date(year, 6, 1)) in {True, False}


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(3000, 1, 1)])
def test_people_may_ask_from_1900_to_2999(day):
    with pytest.raises(Invalid) as refusal:
        within_reach(day, "on")
    assert (refusal.value.code, refusal.value.field) == ("day.out_of_range", "on")

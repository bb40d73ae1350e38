"""Days as people name them, seen from Saturday 21 November 2026."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.parsing.day_words import in_month_of, most_recent, most_recent_day_of_month
from backend.parsing.days import find_days

TODAY = date(2026, 11, 21)

ROWS = [
    ("어제", "2026-11-20"), ("그제", "2026-11-19"), ("그저께", "2026-11-19"), ("엊그제", "2026-11-19"),
    ("그끄저께", "2026-11-18"), ("오늘", "2026-11-21"), ("3일 전", "2026-11-18"), ("이틀 전", "2026-11-19"),
    ("일주일 전에", "2026-11-14"), ("2주 전", "2026-11-07"), ("한달 전", "2026-10-21"), ("보름 전에", "2026-11-06"),
    ("월욜", "2026-11-16"), ("토요일", "2026-11-21"), ("지난 토요일", "2026-11-14"), ("(금)", "2026-11-20"),
    ("지난주 금요일", "2026-11-13"), ("저번주 일욜", "2026-11-15"), ("이번주 월요일", "2026-11-16"),
    ("지지난주 수요일", "2026-11-04"), ("11/3", "2026-11-03"), ("11월 3일", "2026-11-03"), ("12/24", "2025-12-24"),
    ("2026-11-02", "2026-11-02"), ("26.11.07", "2026-11-07"), ("2026년 1월 5일", "2026-01-05"),
    ("십일월 삼일", "2026-11-03"), ("28일에", "2026-10-28"), ("3일", "2026-11-03"), ("31일", "2026-10-31"),
    ("지난달 25일", "2026-10-25"), ("이번달 1일", "2026-11-01"), ("작년 12월 31일", "2025-12-31"), ("말일", "2026-10-31"),
    ("yesterday", "2026-11-20"), ("last night", "2026-11-20"), ("two days ago", "2026-11-19"), ("a week ago", "2026-11-14"),
    ("last friday", "2026-11-20"), ("on monday", "2026-11-16"), ("nov 3", "2026-11-03"), ("3rd of november", "2026-11-03"),
    ("11월 초에", "2026-11-01"), ("10월 말", "2026-10-31"), ("9월 중순에", "2026-09-15"), ("지난달 초", "2026-10-01"),
    ("on the 1st", "2026-11-01"), ("the day before yesterday", "2026-11-19"), ("this morning", "2026-11-21"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), ROWS)
@pytest.mark.parametrize("tail", [" 점심", ""])
def test_a_day(text, day, tail):
    (found,) = find_days(text + tail, TODAY)
    assert found.on == date.fromisoformat(day)
    assert not found.future


@pytest.mark.parametrize(
    "text", ["내일", "모레", "다음주 화요일", "다음달 3일", "tomorrow", "next week", "내년 1월 3일"]
)
def test_what_lies_ahead(text):
    assert all(day.future for day in find_days(text, TODAY))
    assert find_days(text, TODAY)


@pytest.mark.parametrize(
    "text", ["오늘의집", "12월호", "7일간", "1박2일", "13/45", "3일치", "내일채움공제", "sun cream", "may be"]
)
def test_no_day(text):
    assert find_days(text, TODAY) == []


@given(st.dates(date(2000, 3, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_the_most_recent_is_never_ahead_and_within_a_year(today, month, day):
    found = most_recent(month, day, today)
    assert found is not None
    assert 0 <= (today - found).days <= 366


@given(st.dates(date(2000, 3, 1), date(2100, 1, 1)), st.integers(1, 31))
def test_a_bare_day_is_never_ahead(today, day):
    found = most_recent_day_of_month(day, today)
    assert found.day == day
    assert 0 <= (today - found).days <= 62
    assert in_month_of(found, 1, today) <= today


def test_leap_day():
    assert most_recent(2, 29, date(2027, 2, 28)) == date(2024, 2, 29)
    assert most_recent(2, 30, TODAY) is None

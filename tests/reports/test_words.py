"""Words that name a period lead to the ledger's own."""

from datetime import date

import pytest

from backend.kit.periods import Calendar
from backend.reports.words import read_period

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "kind", "day"),
    [
        ("", "monthly", TODAY),
        ("이번 달", "monthly", TODAY),
        ("10월", "monthly", date(2026, 10, 1)),
        ("12월", "monthly", date(2025, 12, 1)),
        ("2025년 3월", "monthly", date(2025, 3, 1)),
        ("2025-03", "monthly", date(2025, 3, 1)),
        ("지난달", "monthly", date(2026, 10, 1)),
        ("주간", "weekly", TODAY),
        ("지난주", "weekly", date(2026, 11, 9)),
        ("올해", "yearly", TODAY),
        ("2025", "yearly", date(2025, 1, 1)),
        ("어제", "daily", date(2026, 11, 20)),
        ("week", "weekly", TODAY),
        ("last month", "monthly", date(2026, 10, 1)),
        ("October", "monthly", date(2026, 10, 1)),
        ("dec 2024", "monthly", date(2024, 12, 1)),
    ],
)
def test_a_period_is_read(words, kind, day):
    assert read_period(words, Calendar(), TODAY) == (kind, day)


@pytest.mark.parametrize(
    "words", ["13월", "0월", "식비", "99999", "0001", "9999-01", "10월 식비 말고", "octobre"]
)
def test_other_words_are_not_understood(words):
    assert read_period(words, Calendar(), TODAY) is None


def test_a_month_is_the_ledgers_own_of_that_name():
    payday = Calendar(month_start_day=25)
    assert read_period("10월", payday, TODAY) == ("monthly", date(2026, 10, 25))
    assert read_period("11월", payday, TODAY) == ("monthly", date(2025, 11, 25))

"""The number of the day: this morning's share, less what was spent since."""

from datetime import UTC, date, datetime

import pytest

from backend.budgets.today import number_of, overall
from backend.budgets.views import BudgetView, Rollover, State, Status
from backend.kit.money import Money
from backend.kit.periods import Period, PeriodKind

THEN = datetime(2026, 11, 1, tzinfo=UTC)


def won(minor):
    return Money(minor, "KRW")


def a_status(amount, spent, days_left, carried=0, period=PeriodKind.MONTHLY, category=None):
    budget = BudgetView(
        id=1, category=category, amount=won(amount), period=period, starts_on=date(2026, 11, 1), ends_on=None,
        rollover=Rollover.NONE, alert_at=(), chain="c", revision=1, created_at=THEN, updated_at=THEN,
    )  # fmt: skip
    return Status(
        budget=budget, period=Period(date(2026, 11, 1), date(2026, 12, 1)), carried=won(carried),
        spent=won(spent), used_percent=0.0, days_left=days_left, daily_allowance=won(0), projected=won(0),
        state=State.OK, reached=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "spent", "today", "days", "carried", "share", "left", "from_tomorrow"),
    [
        (100_000, 0, 0, 10, 0, 10_000, 10_000, 11_111),
        (100_000, 4_000, 4_000, 10, 0, 10_000, 6_000, 10_666),
        (100_000, 10_000, 10_000, 10, 0, 10_000, 0, 10_000),
        (100_000, 28_000, 28_000, 10, 0, 10_000, -18_000, 8_000),
        (100_000, 95_000, 5_000, 1, 0, 10_000, 5_000, 0),
        (100_000, 130_000, 0, 10, 0, 0, 0, 0),
        (100_000, 130_000, 5_000, 10, 0, 0, -5_000, 0),
        (100_000, 110_000, 20_000, 10, 0, 1_000, -19_000, 0),
        (100_000, 0, 0, 10, -100_000, 0, 0, 0),
        (100_000, 0, 0, 3, 1, 33_333, 33_333, 50_000),
    ],
)
def test_it_falls_by_what_is_spent_today(amount, spent, today, days, carried, share, left, from_tomorrow):
    number = number_of(a_status(amount, spent, days, carried), today)
    assert (number.share.minor, number.left.minor) == (share, left)
    assert number.from_tomorrow.minor == from_tomorrow


@pytest.mark.parametrize(
    ("periods", "chosen"),
    [
        ([PeriodKind.DAILY, PeriodKind.YEARLY, PeriodKind.MONTHLY], PeriodKind.MONTHLY),
        ([PeriodKind.DAILY, PeriodKind.WEEKLY], PeriodKind.WEEKLY),
        ([PeriodKind.YEARLY], PeriodKind.YEARLY),
    ],
)
def test_the_month_speaks_before_the_week_the_day_and_the_year(periods, chosen):
    found = overall(number_of(a_status(1, 0, 1, period=period), 0) for period in periods)
    assert found.status.budget.period is chosen


def test_a_categorys_budget_does_not_speak_for_all():
    assert overall([number_of(a_status(1, 0, 1, category=object()), 0)]) is None

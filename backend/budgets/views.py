"""Budgets as services hand them out and take them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backend.entries.views import CategoryView
from backend.kit.money import Money
from backend.kit.periods import Period, PeriodKind
from backend.kit.values import UNSET, Unset


class Rollover(StrEnum):
    """What of an amount that was not spent, or was overspent, goes into the next period."""

    NONE = "none"
    SURPLUS = "surplus"
    BALANCE = "balance"


class State(StrEnum):
    """How a budget stands."""

    OK = "ok"
    WARNING = "warning"
    EXCEEDED = "exceeded"


DEFAULT_ALERTS = (80, 100)


@dataclass(frozen=True, slots=True)
class BudgetView:
    """A budget as it stands; without a category it is of all spending. `ends_on` is its last day.

    Budgets of one `chain` follow each other: what is carried runs on from one to the next.
    """

    id: int
    category: CategoryView | None
    amount: Money
    period: PeriodKind
    starts_on: date
    ends_on: date | None
    rollover: Rollover
    alert_at: tuple[int, ...]
    chain: str
    revision: int
    created_at: datetime
    updated_at: datetime

    @property
    def category_id(self) -> int | None:
        """The category's id; None for all spending."""
        return self.category.id if self.category else None

    def covers(self, day: date) -> bool:
        """Tell whether it is in effect on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class NewBudget:
    """A budget to be made; without a start it has the first day of the period that holds today."""

    amount: Money
    category_id: int | None = None
    period: PeriodKind = PeriodKind.MONTHLY
    starts_on: date | None = None
    ends_on: date | None = None
    rollover: Rollover = Rollover.NONE
    alert_at: tuple[int, ...] = DEFAULT_ALERTS


@dataclass(frozen=True, slots=True)
class BudgetChanges:
    """What is to change in a budget; fields left UNSET stay."""

    amount: Money | Unset = UNSET
    category_id: int | Unset | None = UNSET
    period: PeriodKind | Unset = UNSET
    starts_on: date | Unset = UNSET
    ends_on: date | Unset | None = UNSET
    rollover: Rollover | Unset = UNSET
    alert_at: tuple[int, ...] | Unset = UNSET


@dataclass(frozen=True, slots=True)
class Status:
    """How a budget stands on a day, in the period that holds it."""

    budget: BudgetView
    period: Period
    carried: Money
    spent: Money
    used_percent: float
    days_left: int
    daily_allowance: Money
    projected: Money
    state: State
    reached: tuple[int, ...]

    @property
    def budgeted(self) -> Money:
        """The period's own amount."""
        return self.budget.amount

    @property
    def remaining(self) -> Money:
        """What is left; below zero when it was exceeded."""
        return self.budgeted + self.carried - self.spent


@dataclass(frozen=True, slots=True)
class Alert:
    """A threshold of a budget that was newly reached, and how the budget stands then."""

    threshold: int
    status: Status

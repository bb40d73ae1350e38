"""What people send and are shown of budgets."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from backend.budgets.rules import HIGHEST_ALERT, MAX_ALERTS
from backend.budgets.today import TodaysNumber
from backend.budgets.views import (
    DEFAULT_ALERTS,
    BudgetChanges,
    BudgetView,
    NewBudget,
    Rollover,
    State,
    Status,
)
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor
from backend.web.api.entries.schemas import EntryCategory, show_category
from backend.web.api.fields import Amount, Body, Day, Id, Shown, ShownId, absent, amount_of, whole
from backend.web.api.spans import PeriodShown, ShownDay, show_period
from backend.web.deps import id_of

Threshold = Annotated[int, Field(ge=1, le=HIGHEST_ALERT, examples=[80]), BeforeValidator(whole)]
Thresholds = Annotated[
    list[Threshold],
    Field(max_length=MAX_ALERTS, examples=[[80, 100]], description="Percents of use; empty never warns."),
]
Won = Annotated[str, Field(examples=["500000"], description="In the ledger's currency.")]


class NewBudgetBody(Body):
    """A budget to be made: no category is all spending, no start the first day of today's period."""

    category_id: Id | None = None
    amount: Amount
    period: PeriodKind = PeriodKind.MONTHLY
    starts_on: Day | None = None
    ends_on: Day | None = None
    rollover: Rollover = Rollover.NONE
    alert_at: Thresholds = Field(default_factory=lambda: list(DEFAULT_ALERTS))


class BudgetChangesBody(Body):
    """What shall be different about a budget. A null end lets it go on."""

    category_id: Id | None = None
    amount: Amount = Field(default_factory=absent)
    period: PeriodKind = Field(default_factory=absent)
    starts_on: Day = Field(default_factory=absent)
    ends_on: Day | None = None
    rollover: Rollover = Field(default_factory=absent)
    alert_at: Thresholds = Field(default_factory=absent)


class BudgetShown(Shown):
    """An amount per period; without a category it is of all spending. `ends_on` is its last day."""

    id: ShownId
    category_id: ShownId | None
    amount: Won
    period: PeriodKind
    starts_on: ShownDay
    ends_on: ShownDay | None
    rollover: Rollover
    alert_at: list[int]


class BudgetList(Shown):
    """Some of a ledger's budgets, in the order they were made."""

    items: list[BudgetShown]
    next_cursor: str | None


class StatusShown(Shown):
    """How a budget stands in the period that holds the day."""

    budget_id: ShownId
    category: EntryCategory | None
    period: PeriodShown
    budgeted: Won
    carried: Won
    spent: Won
    remaining: Won
    used_percent: Annotated[float, Field(examples=[83.3])]
    days_left: Annotated[int, Field(description="The day itself counts.")]
    daily_allowance: Won
    projected: Won
    state: State


class StatusList(Shown):
    """The budgets in effect on a day: exceeded first, then by use, highest first."""

    on: ShownDay
    items: list[StatusShown]


class TodaysNumberShown(Shown):
    """What a budget leaves for today: the share that the day had this morning, less what was spent since."""

    budget_id: ShownId
    category: EntryCategory | None
    period: PeriodShown
    share: Annotated[Won, Field(description="What was left this morning by the days left, today too.")]
    spent_today: Won
    left: Annotated[Won, Field(description="Below zero where more was spent.")]
    from_tomorrow: Annotated[Won, Field(description="What each later day of the period has.")]
    remaining: Won
    days_left: Annotated[int, Field(description="Today counts.")]
    state: State


class TodaysNumbers(Shown):
    """The number of the day: of the budget over all, where there is one, and of each budget in effect."""

    on: ShownDay
    overall: TodaysNumberShown | None
    items: list[TodaysNumberShown]


def new_budget(body: NewBudgetBody, actor: Actor) -> NewBudget:
    """Say what is to be made. Raises Invalid `money.…`."""
    return NewBudget(
        amount=amount_of(body.amount, actor.currency),
        category_id=None if body.category_id is None else id_of(body.category_id),
        period=body.period,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        rollover=body.rollover,
        alert_at=tuple(body.alert_at),
    )


def budget_changes(body: BudgetChangesBody, actor: Actor) -> BudgetChanges:
    """Say what is to change. Raises Invalid `money.…`."""
    named = body.model_dump(exclude_unset=True)
    if "amount" in named:
        named["amount"] = amount_of(named["amount"], actor.currency)
    if named.get("category_id") is not None:
        named["category_id"] = id_of(named["category_id"])
    if "alert_at" in named:
        named["alert_at"] = tuple(named["alert_at"])
    return BudgetChanges(**named)


def show_budget(budget: BudgetView) -> BudgetShown:
    """Show a budget."""
    return BudgetShown.model_construct(
        id=str(budget.id),
        category_id=None if budget.category is None else str(budget.category.id),
        amount=budget.amount.plain(),
        period=budget.period,
        starts_on=budget.starts_on.isoformat(),
        ends_on=None if budget.ends_on is None else budget.ends_on.isoformat(),
        rollover=budget.rollover,
        alert_at=list(budget.alert_at),
    )


def show_status(status: Status, language: str) -> StatusShown:
    """Show how a budget stands to a reader of that language."""
    return StatusShown.model_construct(
        budget_id=str(status.budget.id),
        category=show_category(status.budget.category, language),
        period=show_period(status.period),
        budgeted=status.budgeted.plain(),
        carried=status.carried.plain(),
        spent=status.spent.plain(),
        remaining=status.remaining.plain(),
        used_percent=status.used_percent,
        days_left=status.days_left,
        daily_allowance=status.daily_allowance.plain(),
        projected=status.projected.plain(),
        state=status.state,
    )


def show_todays_number(number: TodaysNumber, language: str) -> TodaysNumberShown:
    """Show a budget's number of the day to a reader of that language."""
    status = number.status
    return TodaysNumberShown.model_construct(
        budget_id=str(status.budget.id),
        category=show_category(status.budget.category, language),
        period=show_period(status.period),
        share=number.share.plain(),
        spent_today=number.spent_today.plain(),
        left=number.left.plain(),
        from_tomorrow=number.from_tomorrow.plain(),
        remaining=status.remaining.plain(),
        days_left=status.days_left,
        state=status.state,
    )

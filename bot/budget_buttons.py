"""Buttons of budgets: what they carry, and how they are laid out; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from backend.budgets.views import BudgetView, Status
from backend.kit.i18n import Translator
from backend.kit.money import Money, digits_of
from bot.callbacks import Callback
from bot.keyboards import LABEL, Keyboard, button, in_rows, keyboard
from bot.texts.budgets import what_for

MOST_SHOWN = 12
STEPS = (80, 90, 110, 120)
"""Percentages of an amount that are offered instead of it."""
FIGURES = 2
"""Leading figures that such an offer keeps: 440,000 rather than 437,800."""


@dataclass(frozen=True, slots=True)
class ShowBudgets(Callback):
    """Show every budget of a ledger."""

    tag: ClassVar[str] = "m"
    ledger: int


@dataclass(frozen=True, slots=True)
class PickBudget(Callback):
    """Open one budget."""

    tag: ClassVar[str] = "B"
    budget: int


@dataclass(frozen=True, slots=True)
class SetBudget(Callback):
    """Give a budget an amount, in minor units."""

    tag: ClassVar[str] = "S"
    budget: int
    revision: int
    minor: int


@dataclass(frozen=True, slots=True)
class PauseBudget(Callback):
    """End a budget yesterday."""

    tag: ClassVar[str] = "p"
    budget: int
    revision: int


@dataclass(frozen=True, slots=True)
class ResumeBudget(Callback):
    """Begin a paused budget anew."""

    tag: ClassVar[str] = "P"
    budget: int


@dataclass(frozen=True, slots=True)
class RemoveBudget(Callback):
    """Remove a budget."""

    tag: ClassVar[str] = "X"
    budget: int
    revision: int


@dataclass(frozen=True, slots=True)
class UndoBudget(Callback):
    """Put back the budgets that an act changed."""

    tag: ClassVar[str] = "V"
    act: str


@dataclass(frozen=True, slots=True)
class RefreshToday(Callback):
    """Bring the card of today's number up to date."""

    tag: ClassVar[str] = "t"
    ledger: int


@dataclass(frozen=True, slots=True)
class PinToday(Callback):
    """Pin the card of today's number."""

    tag: ClassVar[str] = "T"
    ledger: int


def budgets_keyboard(statuses: Sequence[Status], resting: Iterable[BudgetView], t: Translator) -> Keyboard:
    """A button for each budget, and one for each that rests."""
    picks = [
        button(what_for(one.budget.category, t)[:LABEL], PickBudget(one.budget.id))
        for one in statuses[:MOST_SHOWN]
    ]
    rests = [
        button(t("▶️ Resume {name}", name=what_for(one.category, t))[: 2 * LABEL], ResumeBudget(one.id))
        for one in resting
    ]
    return keyboard(*in_rows(picks, 3), *in_rows(rests, 1))


def budget_keyboard(budget: BudgetView, ledger_id: int, t: Translator) -> Keyboard:
    """What can be done with one budget."""
    offers = [
        button(amount.format(t.language), SetBudget(budget.id, budget.revision, amount.minor))
        for amount in offered(budget.amount)
    ]
    return keyboard(
        *in_rows(offers, 2),
        [
            button(t("⏸ Pause"), PauseBudget(budget.id, budget.revision)),
            button(t("🗑 Remove"), RemoveBudget(budget.id, budget.revision)),
        ],
        [button(t("‹ Back"), ShowBudgets(ledger_id))],
    )


def offered(amount: Money) -> list[Money]:
    """Amounts somewhat below and above one, rounded to what people say."""
    found = dict.fromkeys(_rounded(amount.minor * step // 100, amount.currency) for step in STEPS)
    return [Money(minor, amount.currency) for minor in found if minor > 0 and minor != amount.minor]


def _rounded(minor: int, currency: str) -> int:
    zeros = max(digits_of(currency), len(str(minor)) - FIGURES)
    unit = int("1" + "0" * zeros)
    return (minor + unit // 2) // unit * unit


def undo_budget_keyboard(act: str, ledger_id: int, t: Translator) -> Keyboard:
    """The way back, and to all budgets."""
    return keyboard(
        [button(t("↩️ Undo"), UndoBudget(act)), button(t("🎯 All budgets"), ShowBudgets(ledger_id))]
    )


def today_keyboard(ledger_id: int, t: Translator, *, pin: bool = True) -> Keyboard:
    """Bring a card up to date, and pin it."""
    pins = [button(t("📌 Pin"), PinToday(ledger_id))] if pin else []
    return keyboard([button(t("🔄 Refresh"), RefreshToday(ledger_id)), *pins])

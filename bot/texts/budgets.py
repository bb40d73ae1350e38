"""Budgets as people read them: a bar, what is left, how much a day; alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from backend.budgets.views import Alert, BudgetView, State, Status
from backend.entries.views import CategoryView
from backend.kit.i18n import N_, Translator
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from bot.texts.names import category_label

CELLS = 10
PERIODS = {
    PeriodKind.MONTHLY: N_("{name} budget"),
    PeriodKind.WEEKLY: N_("{name} budget a week"),
    PeriodKind.YEARLY: N_("{name} budget a year"),
    PeriodKind.DAILY: N_("{name} budget a day"),
}
EXHAUSTED = 100
"""Percent at which a budget is used up."""


def what_for(category: CategoryView | None, t: Translator) -> str:
    """Name what a budget is for."""
    return t("💰 Overall") if category is None else category_label(category, t.language)


def name_of(budget: BudgetView, t: Translator) -> str:
    """Name a budget: what it is for, and its period where that is not the month."""
    return t(PERIODS[budget.period], name=what_for(budget.category, t))


def bar(percent: float) -> str:
    """Draw a use in percent."""
    filled = max(0, min(CELLS, int(percent * CELLS // 100)))
    return "▰" * filled + "▱" * (CELLS - filled)


def left(status: Status, t: Translator) -> str:
    """Say what is left, or by how much it was exceeded."""
    if status.remaining.minor < 0:
        return t("over by {amount}", amount=_money(-status.remaining, t))
    return t("{amount} left", amount=_money(status.remaining, t))


def per_day(status: Status, t: Translator) -> str:
    """Say how much is left a day, and for how many days."""
    return t.plural(
        "{amount} a day for {count} day",
        "{amount} a day for {count} days",
        status.days_left,
        amount=_money(status.daily_allowance, t),
    )


def _money(amount: Money, t: Translator) -> str:
    return escape(amount.format(t.language))


def _sign(status: Status) -> str:
    return {State.EXCEEDED: "🔴 ", State.WARNING: "🟡 ", State.OK: ""}[status.state]


def status_lines(status: Status, t: Translator, *, is_over: bool = False) -> str:
    """One budget: name and amount, the bar, what is left; in a period that is over no days are."""
    head = f"{_sign(status)}<b>{escape(name_of(status.budget, t))}</b> {_money(status.budgeted, t)}"
    if status.carried:
        carried = f"{'+' if status.carried.minor > 0 else ''}{status.carried.format(t.language)}"
        head += " " + t("({amount} carried over)", amount=escape(carried))
    rest = left(status, t)
    if status.remaining.minor > 0 and not is_over:
        rest += " · " + per_day(status, t)
    return f"{head}\n{bar(status.used_percent)} {status.used_percent:g}%\n{rest}"


def overview(statuses: Sequence[Status], t: Translator) -> str:
    """Every budget in effect."""
    if not statuses:
        return no_budget(t)
    return "\n\n".join(status_lines(status, t) for status in statuses)


def one(status: Status, t: Translator) -> str:
    """One budget that is to be changed."""
    how = t("Choose an amount, or write another one: <code>food budget 400</code>")
    return f"{status_lines(status, t)}\n\n{how}"


def no_budget(t: Translator) -> str:
    """Say how to set one."""
    return t(
        "There is no budget yet. Write <code>food budget 400</code> for a category, or "
        "<code>total budget 2000</code> for all spending."
    )


def how_much(unclear: str | None, t: Translator) -> str:
    """Say that the amount has to be clear."""
    return t(
        "I am not sure how much “{amount}” is, so I set no budget. Write the amount with its unit.",
        amount=escape(unclear or ""),
    )


def unclear(t: Translator) -> str:
    """Say how to write what sounded like a budget and named no category that there is."""
    return t(
        "That sounds like a budget, but I did not understand for what. Write the name of a category and the "
        "amount: <code>food budget 400</code>"
    )


def was_set(status: Status | None, budget: BudgetView, t: Translator) -> str:
    """Say that a budget is as asked, and how it stands."""
    if status is None:
        return t("🎯 Set: {name} {amount}.", name=escape(name_of(budget, t)), amount=_money(budget.amount, t))
    return t("🎯 Set.") + "\n" + status_lines(status, t)


def paused(budget: BudgetView, today: date, t: Translator) -> str:
    """Say that a budget rests."""
    name = escape(name_of(budget, t))
    if budget.ends_on is not None and budget.ends_on >= today:
        return t("⏸ {name}: counts for today still, and rests from tomorrow.", name=name)
    return t("⏸ {name}: rests from today. Its past figures stay.", name=name)


def removed(budget: BudgetView, t: Translator) -> str:
    """Say that a budget is gone."""
    return t("🗑 {name}: removed. You can undo this for 30 days.", name=escape(name_of(budget, t)))


def put_back(t: Translator) -> str:
    """Say that budgets are as they were."""
    return t("↩️ Undone. The budgets are as before:")


def alert(news: Alert, t: Translator) -> str:
    """Say that a threshold was crossed."""
    status = news.status
    name = escape(name_of(status.budget, t))
    if news.threshold >= EXHAUSTED:
        said = t("🔴 {name}: {percent}% is used.", name=name, percent=news.threshold)
    else:
        said = t("🟡 {name}: {percent}% is used.", name=name, percent=news.threshold)
    rest = left(status, t)
    return f"{said} {rest} · {per_day(status, t)}" if status.remaining.minor > 0 else f"{said} {rest}"


def alert_elsewhere(lines: str, who: str | None, ledger: str, t: Translator) -> str:
    """Tell a member of news that another one caused, or (None) they themselves outside of the chat."""
    if who is None:
        head = t("📒 {ledger}, after what you recorded outside of this chat:", ledger=escape(ledger))
    else:
        head = t("📒 {ledger}, after what {who} recorded:", ledger=escape(ledger), who=escape(who))
    return f"{head}\n{lines}"


def rest_line(status: Status, t: Translator) -> str:
    """Say in a receipt what is left of the budget that its entry counts in."""
    return t("{budget}: {left}", budget=escape(name_of(status.budget, t)), left=left(status, t))

"""Today's number as people read it: what can be spent today, and how long the money has to last."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from backend.budgets.today import TodaysNumber
from backend.kit.i18n import Translator
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from bot.texts.budgets import name_of


def card(numbers: Sequence[TodaysNumber], chief: TodaysNumber | None, t: Translator, *, payday: bool) -> str:
    """Say the number of the day: of the budget over all, else each budget's own.

    `payday` says whether months start on a day of the household's own: then that is the day of its pay.
    """
    if chief is not None:
        return _line(chief, t, payday=payday)
    if numbers:
        return "\n".join(_one_of_several(one, t) for one in numbers) + "\n\n" + no_overall(t)
    return no_overall(t)


def _line(number: TodaysNumber, t: Translator, *, payday: bool) -> str:
    status = number.status
    if status.remaining.minor < 0:
        parts = [t("This budget is over by <b>{amount}</b>", amount=_money(-status.remaining, t))]
    elif number.left.minor < 0:
        parts = [t("<b>{amount}</b> more than today's share", amount=_money(-number.left, t))]
        if status.days_left > 1:
            parts.append(t("from tomorrow {amount} a day", amount=_money(number.from_tomorrow, t)))
    else:
        parts = [t("Today you can spend <b>{amount}</b>", amount=_money(number.left, t))]
    return " · ".join(filter(None, [*parts, _days(number, t, payday=payday)]))


def _days(number: TodaysNumber, t: Translator, *, payday: bool) -> str:
    """Say how long it is to the next period."""
    count = number.status.days_left
    match number.status.budget.period:
        case PeriodKind.MONTHLY if payday:
            return t.plural("{count} day to payday", "{count} days to payday", count)
        case PeriodKind.MONTHLY:
            return t.plural("{count} day to next month", "{count} days to next month", count)
        case PeriodKind.WEEKLY:
            return t.plural("{count} day to next week", "{count} days to next week", count)
        case PeriodKind.YEARLY:
            return t.plural("{count} day to next year", "{count} days to next year", count)
        case PeriodKind.DAILY:
            return ""


def _one_of_several(number: TodaysNumber, t: Translator) -> str:
    name = escape(name_of(number.status.budget, t))
    if number.left.minor < 0:
        return t("{name}: {amount} more than today's share", name=name, amount=_money(-number.left, t))
    return t("{name}: {amount} today", name=name, amount=_money(number.left, t))


def _money(amount: Money, t: Translator) -> str:
    return escape(amount.format(t.language))


def no_overall(t: Translator) -> str:
    """Say how to get the number of the day."""
    return t("Set a budget over all, and I tell what you can spend today: <code>total budget 2000</code>")


def how_to_pin(t: Translator) -> str:
    """Say how to pin a card where a bot may not."""
    return t("Touch and hold the card and choose “Pin”: only people may pin here. I keep it up to date.")


def pinned(t: Translator) -> str:
    """Say that the card is pinned."""
    return t("Pinned. I keep it up to date.")

"""What can be spent today: a short card that a person may pin, brought up to date by a button."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.budgets.status import statuses
from backend.budgets.views import Status
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor
from backend.ledgers.service import get_actor
from bot.budget_buttons import RefreshToday, today_keyboard
from bot.context import Context
from bot.texts import budgets as texts

ORDER = (PeriodKind.MONTHLY, PeriodKind.WEEKLY, PeriodKind.DAILY, PeriodKind.YEARLY)
"""Which budget over all is asked first for the number of the day."""


async def on_today(_update: Update, context: Context) -> None:
    """Say the number of the day."""
    actor = await context.actor()
    await context.say(await _card(context, actor), keyboard=today_keyboard(actor.ledger_id, context.t))


async def on_refresh(pressed: RefreshToday, message_id: int, context: Context) -> None:
    """Write the card anew, in place."""
    user = await context.user()
    actor = await get_actor(context.session, user.id, pressed.ledger)
    await context.answer()
    buttons = today_keyboard(actor.ledger_id, context.t)
    await context.edit(message_id, await _card(context, actor), keyboard=buttons)


async def _card(context: Context, actor: Actor) -> str:
    standing = await statuses(context.session, actor, actor.today(context.now))
    overall = _overall(standing)
    if overall is not None:
        return texts.today_line(overall, context.t)
    if standing:
        return f"{texts.today_by_category(standing, context.t)}\n\n{texts.no_overall(context.t)}"
    return texts.no_overall(context.t)


def _overall(standing: list[Status]) -> Status | None:
    of_all = {one.budget.period: one for one in standing if one.budget.category is None}
    return next((of_all[period] for period in ORDER if period in of_all), None)


HANDLERS = [CommandHandler("today", on_today, filters.UpdateType.MESSAGE)]

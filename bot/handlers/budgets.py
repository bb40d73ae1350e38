"""Budgets in the chat: shown with what is left, set in words, changed, paused and removed by buttons."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import CommandHandler, filters

from backend.acts.service import new_act
from backend.budgets.service import (
    delete_budget,
    get_budget,
    pause_budget,
    resume_budget,
)
from backend.budgets.setting import change_amount, find_ledger_of_act, find_ledger_of_budget, set_budget
from backend.budgets.status import standing, statuses
from backend.budgets.undo import undo_budgets
from backend.budgets.views import BudgetView, Status
from backend.budgets.words import BudgetWords, read_budget, speaks_of_budget
from backend.categories.catalogue import get_catalogue
from backend.kit.errors import Invalid, Stale
from backend.kit.money import Money
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind
from bot.budget_buttons import (
    PauseBudget,
    PickBudget,
    RemoveBudget,
    ResumeBudget,
    SetBudget,
    ShowBudgets,
    UndoBudget,
    budget_keyboard,
    budgets_keyboard,
    undo_budget_keyboard,
)
from bot.context import Context
from bot.handlers.acting import actor_in, actor_where
from bot.keyboards import Keyboard
from bot.texts import budgets as texts

MOST_RESTING = 4


async def on_budget(update: Update, context: Context) -> None:
    """Show every budget; with words after the command, set one."""
    message, words = update.effective_message, " ".join(context.args or [])
    if message is not None and words and await _obey(f"예산 {words}", message, context):
        return
    text, buttons = await _overview(context, await context.actor())
    await context.say(text, keyboard=buttons)


async def _overview(context: Context, actor: Actor) -> tuple[str, Keyboard]:
    found = await standing(context.session, actor, actor.today(context.now))
    buttons = budgets_keyboard(found.statuses, found.resting[:MOST_RESTING], context.t)
    return texts.overview(found.statuses, context.t), buttons


async def obey_words(message: Message, context: Context) -> bool:
    """Do what a message asks about budgets; False when it asks for nothing of the kind."""
    return speaks_of_budget(message.text or "") and await _obey(message.text or "", message, context)


async def _obey(text: str, message: Message, context: Context) -> bool:
    actor = await context.actor()
    catalogue = await get_catalogue(context.session, actor)
    wanted = read_budget(text, actor.currency, catalogue.vocabulary_of(Kind.EXPENSE))
    if wanted is None:
        return False
    if wanted.unclear is not None:
        await context.say(texts.how_much(wanted.unclear, context.t), reply_to=message.message_id)
        return True
    if wanted.amount is None:
        answer, buttons = await _overview(context, actor)
    else:
        category_id = catalogue.find_id(wanted.category)
        if wanted.category is not None and category_id is None:
            raise Invalid("category.not_found", field="category_id")
        answer, buttons = await _set(context, actor, wanted, wanted.amount, category_id)
    await context.say(answer, keyboard=buttons, reply_to=message.message_id)
    return True


async def _set(
    context: Context, actor: Actor, wanted: BudgetWords, amount: Money, category_id: int | None
) -> tuple[str, Keyboard]:
    budget, act = await set_budget(
        context.session, actor, amount, category_id, wanted.period, now=context.now
    )
    return await _told(context, actor, budget, act)


async def _told(context: Context, actor: Actor, budget: BudgetView, act: str) -> tuple[str, Keyboard]:
    status = await _status_of(context, actor, budget.id)
    text = texts.was_set(status, budget, context.t)
    return text, undo_budget_keyboard(act, actor.ledger_id, context.t)


async def _status_of(context: Context, actor: Actor, budget_id: int) -> Status | None:
    standing = await statuses(context.session, actor, actor.today(context.now))
    return next((one for one in standing if one.budget.id == budget_id), None)


# Buttons


async def _actor_for(context: Context, budget_id: int) -> Actor:
    user = await context.user()
    found = await find_ledger_of_budget(context.session, user.id, budget_id)
    return await actor_where(context, found, "budget.not_found")


async def on_show(pressed: ShowBudgets, message_id: int, context: Context) -> None:
    """Go back to all budgets."""
    actor = await actor_in(context, pressed.ledger)
    await context.answer()
    text, buttons = await _overview(context, actor)
    await context.edit(message_id, text, keyboard=buttons)


async def on_pick(pressed: PickBudget, message_id: int, context: Context) -> None:
    """Open one budget."""
    actor = await _actor_for(context, pressed.budget)
    status = await _status_of(context, actor, pressed.budget)
    if status is None:
        raise Stale("resource.changed")
    await context.answer()
    buttons = budget_keyboard(status.budget, actor.ledger_id, context.t)
    await context.edit(message_id, texts.one(status, context.t), keyboard=buttons)


async def on_set(pressed: SetBudget, message_id: int, context: Context) -> None:
    """Change the amount from the current period on."""
    actor = await _actor_for(context, pressed.budget)
    budget, act = await change_amount(
        context.session,
        actor,
        pressed.budget,
        Money(pressed.minor, actor.currency),
        now=context.now,
        if_revision=pressed.revision,
    )
    await context.answer(context.t("Changed."))
    text, buttons = await _told(context, actor, budget, act)
    await context.edit(message_id, text, keyboard=buttons)


async def on_pause(pressed: PauseBudget, message_id: int, context: Context) -> None:
    """Let a budget rest."""
    actor = await _actor_for(context, pressed.budget)
    if (await get_budget(context.session, actor, pressed.budget)).revision != pressed.revision:
        raise Stale("resource.changed")
    act = new_act()
    budget = await pause_budget(context.session, actor, pressed.budget, now=context.now, act=act)
    await context.answer()
    text = texts.paused(budget, actor.today(context.now), context.t)
    await context.edit(message_id, text, keyboard=undo_budget_keyboard(act, actor.ledger_id, context.t))


async def on_resume(pressed: ResumeBudget, message_id: int, context: Context) -> None:
    """Begin a paused budget anew."""
    actor = await _actor_for(context, pressed.budget)
    act = new_act()
    budget = await resume_budget(context.session, actor, pressed.budget, now=context.now, act=act)
    await context.answer()
    text, buttons = await _told(context, actor, budget, act)
    await context.edit(message_id, text, keyboard=buttons)


async def on_remove(pressed: RemoveBudget, message_id: int, context: Context) -> None:
    """Remove a budget, with a way back."""
    actor = await _actor_for(context, pressed.budget)
    budget = await get_budget(context.session, actor, pressed.budget)
    act = await delete_budget(
        context.session, actor, pressed.budget, now=context.now, if_revision=pressed.revision
    )
    await context.answer(context.t("Deleted."))
    text, buttons = texts.removed(budget, context.t), undo_budget_keyboard(act, actor.ledger_id, context.t)
    await context.edit(message_id, text, keyboard=buttons)


async def on_undo(pressed: UndoBudget, message_id: int, context: Context) -> None:
    """Put back what an act changed."""
    user = await context.user()
    found = await find_ledger_of_act(context.session, user.id, pressed.act)
    actor = await actor_where(context, found, "undo.nothing")
    await undo_budgets(context.session, actor, pressed.act, now=context.now)
    await context.answer(context.t("Undone."))
    text, buttons = await _overview(context, actor)
    await context.edit(message_id, f"{texts.put_back(context.t)}\n\n{text}", keyboard=buttons)


HANDLERS = [CommandHandler("budget", on_budget, filters.UpdateType.MESSAGE)]

"""Why an entry is filed where it is; what decided wrongly is forgotten by a button."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import CommandHandler, filters

from backend.categories.lessons import find_ledger_of_lesson, forget
from backend.entries.service import last_entry_of
from backend.entries.why import explain
from backend.kit.errors import Missing
from backend.ledgers.access import Actor
from backend.ledgers.service import get_actor
from bot.callbacks import AskWhy, ForgetLesson
from bot.context import Context
from bot.handlers.acting import actor_for_entry
from bot.handlers.amendments import entries_replied_to
from bot.keyboards import NO_KEYBOARD, lessons_keyboard
from bot.texts import receipts, why


async def on_why(update: Update, context: Context) -> None:
    """Explain the entry of the receipt or the message that is replied to, else the person's last one."""
    message = update.effective_message
    if message is None:
        return
    found = await entries_replied_to(message, context)
    if found is None:
        actor = await context.actor()
        last = await last_entry_of(context.session, actor)
        entries = [last] if last else []
    else:
        actor, entries = found
    if len(entries) > 1:
        number = " ".join(context.args or []).strip()
        if not (number.isascii() and number.isdecimal() and 1 <= int(number[:4]) <= len(entries)):
            await context.say(why.which(context.t), reply_to=message.message_id)
            return
        entries = [entries[int(number) - 1]]
    if not entries:
        await context.say(receipts.nothing_recorded(context.t), reply_to=message.message_id)
        return
    await _explain(context, actor, entries[0].id, message)


async def _explain(context: Context, actor: Actor, entry_id: int, message: Message | None) -> None:
    told = await explain(context.session, actor, entry_id)
    text = why.explained(told, actor.today(context.now), actor.timezone, context.t)
    lessons = [(told.lesson.id, told.lesson.phrase)] if told.lesson else []
    await context.say(
        text,
        keyboard=lessons_keyboard(lessons, context.t) if lessons else None,
        reply_to=message.message_id if message else None,
        entry_ids=[entry_id],
    )


async def on_ask_why(pressed: AskWhy, _message_id: int, context: Context) -> None:
    """Explain the entry that a receipt's button names."""
    actor = await actor_for_entry(context, pressed.entry)
    await context.answer()
    await _explain(context, actor, pressed.entry, None)


async def on_forget(pressed: ForgetLesson, message_id: int, context: Context) -> None:
    """Forget what some words teach; what is recorded stays."""
    user = await context.user()
    ledger_id = await find_ledger_of_lesson(context.session, user.id, pressed.lesson)
    if ledger_id is None:
        raise Missing("lesson.not_found")
    actor = await get_actor(context.session, user.id, ledger_id)
    words = await forget(context.session, actor, pressed.lesson)
    await context.answer()
    await context.edit(message_id, why.forgotten(words, context.t), keyboard=NO_KEYBOARD)


HANDLERS = [CommandHandler("why", on_why, filters.UpdateType.MESSAGE)]

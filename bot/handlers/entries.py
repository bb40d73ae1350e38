"""Text becomes entries; the last ones are listed, the last act is taken back."""

from __future__ import annotations

from datetime import datetime

from telegram import Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from backend.budgets.words import speaks_of_budget
from backend.entries.service import recent_entries
from backend.entries.texts import TextRecorded, record_text
from backend.entries.undo import ledger_of_last_act, undo
from backend.entries.views import MessageRef, Source
from backend.kit.errors import Missing
from backend.ledgers.access import Actor
from backend.ledgers.service import get_actor
from bot.context import Context
from bot.handlers.alerts import alert_group
from bot.handlers.amendments import amend_by_reply
from bot.handlers.budgets import obey_words
from bot.handlers.questions import answer_question
from bot.handlers.receipts import ask_same, has_receipt, recorded_receipt, totals_of, undone_text
from bot.texts import messages, receipts
from bot.texts.budgets import unclear as budget_unclear

ACKNOWLEDGED = "👌"


def reference(context: Context, message: Message) -> MessageRef:
    """Name a chat message as the source of entries."""
    return MessageRef(context.bot_id, message.chat_id, message.message_id)


async def on_private_text(update: Update, context: Context) -> None:
    """Record what a person writes in the private chat, and always answer."""
    message = update.effective_message
    if message is None or message.text is None:
        return
    if message.reply_to_message is not None and await amend_by_reply(message, context):
        return
    if await obey_words(message, context):
        return
    actor = await context.actor()
    recorded = await record_text(
        context.session,
        actor,
        message.text,
        source=Source.TELEGRAM,
        now=context.now,
        sent_at=written_at(message),
        message=reference(context, message),
    )
    if recorded.repeated:
        return
    if recorded.act is None and await answer_question(message, context, actor):
        return
    if recorded.act is None:
        answer = messages.not_recorded(message.text, recorded.why, context.t)
        if speaks_of_budget(message.text):
            answer = budget_unclear(context.t)
        await context.say(answer, reply_to=message.message_id)
        return
    await _answer(message, context, actor, recorded)


async def _answer(message: Message, context: Context, actor: Actor, recorded: TextRecorded) -> None:
    """Say what a message recorded, and ask of what is undecided."""
    if has_receipt(recorded):
        text, buttons = await recorded_receipt(context, actor, recorded)
        known = [entry for _, entry in recorded.again if entry is not None]
        await context.say(
            text,
            keyboard=buttons,
            reply_to=message.message_id,
            entry_ids=[entry.id for entry in recorded.entries or known],
        )
    await ask_same(context, actor, recorded.asked, message.message_id)


async def on_group_text(update: Update, context: Context) -> None:
    """Record what a member writes in a bound group; a reaction acknowledges, small talk passes."""
    message = update.effective_message
    if message is None or message.text is None or not _is_members(context):
        return
    if message.reply_to_message is not None and await amend_by_reply(message, context):
        return
    try:
        actor = await context.actor()
    except Missing:
        return  # somebody in the group who is in no such ledger is talking to the others, not to us
    if await obey_words(message, context):
        return
    recorded = await record_text(
        context.session,
        actor,
        message.text,
        source=Source.TELEGRAM,
        now=context.now,
        sent_at=written_at(message),
        message=reference(context, message),
    )
    if recorded.act is None and await answer_question(message, context, actor):
        return
    if recorded.unmatched or recorded.alike:
        await _answer(message, context, actor, recorded)
        return
    if recorded.entries or recorded.voided or recorded.again:
        await context.react(ACKNOWLEDGED)
        await alert_group(context, actor, [*recorded.entries, *recorded.voided])
    await ask_same(context, actor, recorded.asked, message.message_id)


def _is_members(context: Context) -> bool:
    """Tell whether the group is bound and the person known: else there is nobody to record for."""
    chat = context.chat
    return chat is not None and chat.ledger_id is not None and context.known_user is not None


def written_at(message: Message) -> datetime:
    """Tell when the words were written: a forwarded notice counts from its own day."""
    return message.forward_origin.date if message.forward_origin else message.date


async def on_recent(_update: Update, context: Context) -> None:
    """List what was recorded last."""
    actor = await context.actor()
    entries = await recent_entries(context.session, actor)
    totals = await totals_of(context, actor)
    await context.say(receipts.recent(entries, totals, actor.today(context.now), context.t))


async def on_undo(_update: Update, context: Context) -> None:
    """Take back the person's last act: in the private chat in whichever of their ledgers it was."""
    actor = await context.actor()
    if context.is_private:
        ledger_id = await ledger_of_last_act(context.session, actor.user_id, now=context.now)
        if ledger_id is not None:
            actor = await get_actor(context.session, actor.user_id, ledger_id)
    undone = await undo(context.session, actor, None, now=context.now)
    await context.say(await undone_text(context, actor, undone))


HANDLERS = [
    CommandHandler("recent", on_recent, filters.UpdateType.MESSAGE),
    CommandHandler("undo", on_undo, filters.UpdateType.MESSAGE),
    MessageHandler(
        filters.TEXT & ~filters.COMMAND & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE,
        on_private_text,
    ),
    MessageHandler(
        filters.TEXT & ~filters.COMMAND & filters.ChatType.GROUPS & filters.UpdateType.MESSAGE,
        on_group_text,
    ),
]

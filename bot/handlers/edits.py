"""The message is the record: an edited message corrects its entries."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from backend.entries.corrections import correct_message
from backend.entries.texts import find_message_ledger
from backend.ledgers.service import find_actor
from backend.messaging.service import find_receipt_of_entry
from bot.context import Context
from bot.handlers.alerts import alert_group
from bot.handlers.entries import (
    ACKNOWLEDGED,
    on_group_text,
    on_private_text,
    reference,
    written_at,
)
from bot.handlers.receipts import ask_same, corrected_receipt, touched_by
from bot.keyboards import NO_KEYBOARD
from bot.texts import messages


async def on_edited(update: Update, context: Context) -> None:
    """Correct what the message recorded; one that recorded nothing is read as a new one."""
    message = update.edited_message
    if message is None or message.text is None:
        return
    recorded_in = await find_message_ledger(context.session, reference(context, message))
    if recorded_in is None:
        is_private = message.chat.type == message.chat.PRIVATE
        await (on_private_text if is_private else on_group_text)(update, context)
        return
    user = await context.user()
    actor = await find_actor(context.session, user.id, recorded_in)
    if actor is None:
        return
    corrected = await correct_message(
        context.session,
        actor,
        message.text,
        message=reference(context, message),
        sent_at=written_at(message),
        now=context.now,
    )
    if corrected.why is not None:
        text = messages.edited_without_amount if corrected.kept else messages.edited_after_delete
        await context.say(text(context.t), reply_to=message.message_id)
        return
    await ask_same(context, actor, corrected.asked, message.message_id)
    if not (corrected.changed or corrected.added or corrected.removed):
        if not corrected.asked:
            await _say_unchanged(message, context)
        return
    if message.chat.type != message.chat.PRIVATE:
        await context.react(ACKNOWLEDGED)
        await alert_group(context, actor, touched_by(corrected))
        return
    await _retire_receipts(message, context, [before.id for before, _ in corrected.changed])
    answer, buttons = await corrected_receipt(context, actor, corrected)
    ids = [after.id for _, after in corrected.changed] + [entry.id for entry in corrected.added]
    await context.say(answer, keyboard=buttons, reply_to=message.message_id, entry_ids=ids)


async def _say_unchanged(message: Message, context: Context) -> None:
    if message.chat.type == message.chat.PRIVATE:
        await context.say(messages.nothing_to_correct(context.t), reply_to=message.message_id)


async def _retire_receipts(message: Message, context: Context, entry_ids: list[int]) -> None:
    """Take the buttons off receipts that say what is no longer so."""
    retired = set()
    for entry_id in entry_ids:
        receipt = await find_receipt_of_entry(context.session, context.bot_id, message.chat_id, entry_id)
        if receipt is not None and receipt not in retired:
            retired.add(receipt)
            await context.edit_keyboard(receipt, NO_KEYBOARD)


HANDLERS = [MessageHandler(filters.TEXT & filters.UpdateType.EDITED_MESSAGE, on_edited)]

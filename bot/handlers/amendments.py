"""Replies to a receipt, or to the message it is for: "9천원", "어제", "교통", "삭제"."""

from __future__ import annotations

import re

from telegram import Message

from backend.entries.amending import amend, understand_amendment
from backend.entries.service import find_entries
from backend.entries.texts import entries_of_message, find_message_ledger
from backend.entries.views import EntryView, MessageRef
from backend.ledgers.access import Actor
from backend.ledgers.service import find_actor
from backend.messaging.service import find_receipt_entries
from bot.context import Context
from bot.handlers.acting import actor_for_entry
from bot.handlers.receipts import changed_receipt, deleted_receipt
from bot.texts import messages

NUMBERED = re.compile(r"^\s*(\d{1,2})(?:\s*번째|\s*번|[.)])?[\s:]+(\S.*)$", re.DOTALL)
"""A reply that begins with the number of an entry: "2 9천원", "1번 삭제"."""


async def amend_by_reply(message: Message, context: Context) -> bool:
    """Change the entry that a message replies to; False when it replies to nothing recorded."""
    found = await entries_replied_to(message, context)
    if found is None:
        return False
    actor, entries = found
    if not entries:
        await context.say(messages.nothing_to_amend(context.t), reply_to=message.message_id)
        return True
    text = message.text or ""
    if len(entries) > 1:
        numbered = NUMBERED.match(text)
        if numbered is None or not 1 <= int(numbered[1]) <= len(entries):
            await context.say(messages.which_entry(context.t), reply_to=message.message_id)
            return True
        entries, text = [entries[int(numbered[1]) - 1]], numbered[2]
    amendment = await understand_amendment(context.session, actor, text, now=context.now)
    if amendment.is_empty:
        await context.say(messages.amendment_unclear(context.t), reply_to=message.message_id)
        return True
    before, after, act = await amend(context.session, actor, entries[0].id, amendment, now=context.now)
    if after is None:
        answer, buttons = await deleted_receipt(context, actor, before, act)
    else:
        answer, buttons = await changed_receipt(context, actor, [(before, after)], act)
    await context.say(answer, keyboard=buttons, reply_to=message.message_id, entry_ids=[before.id])
    return True


async def entries_replied_to(message: Message, context: Context) -> tuple[Actor, list[EntryView]] | None:
    """Find what a message replies to: a receipt's entries, or those of a message; None for neither."""
    replied = message.reply_to_message
    if replied is None:
        return None
    ids = await find_receipt_entries(context.session, context.bot_id, message.chat_id, replied.message_id)
    if ids:
        actor = await actor_for_entry(context, ids[0])
        return actor, await find_entries(context.session, actor, ids)
    reference = MessageRef(context.bot_id, message.chat_id, replied.message_id)
    ledger_id = await find_message_ledger(context.session, reference)
    if ledger_id is None:
        return None
    user = await context.user()
    member = await find_actor(context.session, user.id, ledger_id)
    if member is None:
        return None
    return member, await entries_of_message(context.session, member, reference)

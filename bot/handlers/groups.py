"""Groups: bound to a ledger by a member, kept bound when they become supergroups."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.ext import ChatMemberHandler, CommandHandler, MessageHandler, filters

from backend.ledgers.service import get_ledger, list_ledgers
from backend.messaging.service import mark_active, mark_gone, migrate_chat
from bot.context import Context
from bot.keyboards import ledgers_keyboard
from bot.texts import messages

GONE = {ChatMember.LEFT, ChatMember.BANNED}


async def on_bind(_update: Update, context: Context) -> None:
    """Bind the group to the ledger of the member who asks; one with several ledgers chooses."""
    if context.is_private:
        await context.say(messages.bind_in_group(context.t))
        return
    user = context.known_user
    ledgers = (await list_ledgers(context.session, user.id)).items if user else ()
    mine = [ledger for ledger in ledgers if ledger.role != "viewer"]
    if user is None or not mine:
        await context.say(messages.group_needs_ledger(context.t))
        return
    if context.chat is not None and context.chat.ledger_id is not None:
        actor = await context.actor()
        if len(mine) == 1:
            bound = await get_ledger(context.session, actor)
            await context.say(messages.group_bound(bound.name, context.t))
            return
    if len(mine) > 1:
        choices = [(ledger.id, ledger.name) for ledger in mine]
        await context.say(
            messages.group_which_ledger(context.t), keyboard=ledgers_keyboard(choices, context.t)
        )
        return
    await context.change_chat(ledger_id=mine[0].id)
    await context.say(messages.group_bound(mine[0].name, context.t))


async def on_my_membership(update: Update, context: Context) -> None:
    """Notice being added, removed, blocked and unblocked."""
    change = update.my_chat_member
    if change is None:
        return
    if change.new_chat_member.status in GONE:
        await mark_gone(context.session, context.bot_id, context.chat_id, context.now)
        return
    await mark_active(context.session, context.bot_id, context.chat_id, context.now)
    if not context.is_private and change.old_chat_member.status in GONE:
        await context.say(messages.group_hello(context.t))


async def on_migration(update: Update, context: Context) -> None:
    """Keep the binding of a group that becomes a supergroup: Telegram tells both chats."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        old, new = message.chat_id, message.migrate_to_chat_id
    elif message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat_id
    else:
        return
    await migrate_chat(context.session, context.bot_id, old, new, context.now)


HANDLERS = [
    CommandHandler("bind", on_bind, filters.UpdateType.MESSAGE),
    ChatMemberHandler(on_my_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    MessageHandler(filters.StatusUpdate.MIGRATE, on_migration),
]

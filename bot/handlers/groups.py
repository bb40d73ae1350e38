"""Groups: bound to a ledger by a member, who are then recorded for by who they are."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.ext import ChatMemberHandler, CommandHandler, filters

from backend.ledgers.service import get_ledger, list_ledgers
from bot.context import Context
from bot.keyboards import ledgers_keyboard
from bot.texts import messages

OUT = {ChatMember.LEFT, ChatMember.BANNED}


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


async def on_joined(update: Update, context: Context) -> None:
    """Say hello to a group that the bot was added to."""
    change = update.my_chat_member
    if change is None or context.is_private:
        return
    was_out = change.old_chat_member.status in OUT
    if was_out and change.new_chat_member.status not in OUT:
        await context.say(messages.group_hello(context.t))


HANDLERS = [
    CommandHandler("bind", on_bind, filters.UpdateType.MESSAGE),
    ChatMemberHandler(on_joined, ChatMemberHandler.MY_CHAT_MEMBER),
]

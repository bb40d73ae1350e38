"""The first word, help, and what is none of ours to read."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.context import Context
from bot.handlers.invitations import JOIN, propose_join
from bot.handlers.linking import propose_link
from bot.texts import messages


async def on_start(_update: Update, context: Context) -> None:
    """Greet; a deep link's invitation goes on to joining, its code to linking."""
    if not context.is_private:
        await context.say(messages.group_hello(context.t))
        return
    payload = " ".join(context.args or [])
    if payload.startswith(JOIN):
        await propose_join(payload.removeprefix(JOIN), context)
        return
    if payload:
        await propose_link(payload, context)
        return
    is_new = context.known_user is None
    await context.user()
    await context.say(messages.welcome(context.t, is_new=is_new))


async def on_help(_update: Update, context: Context) -> None:
    """Say how to write."""
    await context.say(messages.help_text(context.t))


async def on_unknown_command(update: Update, context: Context) -> None:
    """Point to the help; in a group other bots' commands pass."""
    message = update.effective_message
    if context.is_private and message is not None:
        await context.say(messages.unknown_command(context.t), reply_to=message.message_id)


async def on_other_message(update: Update, context: Context) -> None:
    """Say that pictures, voices and the like are not read; in a group they pass."""
    message = update.effective_message
    if context.is_private and message is not None:
        await context.say(messages.only_text(context.t), reply_to=message.message_id)


HANDLERS = [
    CommandHandler("start", on_start, filters.UpdateType.MESSAGE),
    CommandHandler("help", on_help, filters.UpdateType.MESSAGE),
]
FALLBACKS = [
    MessageHandler(filters.COMMAND & filters.UpdateType.MESSAGE, on_unknown_command),
    MessageHandler(~filters.StatusUpdate.ALL & filters.UpdateType.MESSAGE, on_other_message),
]

"""The bot put together: every handler in one order, over python-telegram-bot's own dispatcher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from backend.messaging import service as messaging
from bot.api import ApiBot
from bot.context import Context
from bot.texts.messages import already_closed

Handler = BaseHandler[Any, Context, Any]
Data = dict[Any, Any]

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
)
"""What is handled, and no more: Telegram keeps this list until it is told another."""


class BotApplication(Application[ApiBot, Context, Data, Data, Data, Any]):
    """An Application whose errors reach its caller: the worker decides whether an update is tried again."""

    __slots__ = ()

    async def process_error(
        self,
        update: object,
        error: Exception,
        job: object = None,
        coroutine: object = None,
    ) -> bool:
        """Raise the error instead of logging it and going on as if the update were handled."""
        del update, job, coroutine
        raise error


def build_application(bot: ApiBot, handlers: Iterable[Handler]) -> BotApplication:
    """Build the application; it fetches nothing and keeps no state, and one serves the whole process."""
    built = (
        ApplicationBuilder()
        .application_class(BotApplication)
        .bot(bot)
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
        .build()
    )
    application = cast("BotApplication", built)
    for group, members in grouped(handlers).items():
        application.add_handlers(members, group)
    return application


def grouped(handlers: Iterable[Handler]) -> Mapping[int, Sequence[Handler]]:
    """Put the handlers in order: of each group the first that fits handles the update, then the next group.

    0. A group that moved is told in the name of an anonymous admin, so before the check for people: whoever
       cannot be told by `from.id` stops there, before anything could be recorded.
    1. Whether the chat can be written to; the features may look at the same update after it.
    2. The features, in the order given, and last the button that nobody knows.
    """
    return {
        0: [MessageHandler(filters.StatusUpdate.MIGRATE, chat_moved), TypeHandler(Update, only_people)],
        1: [ChatMemberHandler(membership_changed, ChatMemberHandler.MY_CHAT_MEMBER)],
        2: [*handlers, CallbackQueryHandler(unknown_button)],
    }


async def only_people(update: Update, context: Context) -> None:
    """Stop what no person wrote in their own name: channels, anonymous admins, bots, and via bots."""
    del context
    message = update.message or update.edited_message
    sender = update.effective_user
    by_nobody = sender is None or sender.is_bot
    on_behalf = message is not None and (message.sender_chat is not None or message.via_bot is not None)
    if by_nobody or on_behalf:
        raise ApplicationHandlerStop


async def chat_moved(update: Update, context: Context) -> None:
    """Take a group's settings along to the supergroup it became; both chats tell of it."""
    message = update.effective_message
    if message is None:
        return
    old, new = message.migrate_from_chat_id, message.migrate_to_chat_id
    if old is not None or new is not None:
        await messaging.migrate_chat(
            context.session,
            context.bot_id,
            message.chat_id if old is None else old,
            message.chat_id if new is None else new,
            context.now,
        )
    raise ApplicationHandlerStop


async def membership_changed(update: Update, context: Context) -> None:
    """Note whether the chat can be written to: the person blocked the bot, the group put it out, or not."""
    change = update.my_chat_member
    if change is None:
        return
    status = change.new_chat_member.status
    note = messaging.mark_gone if status in ("kicked", "left") else messaging.mark_active
    await note(context.session, context.bot_id, change.chat.id, context.now)


async def unknown_button(update: Update, context: Context) -> None:
    """Answer a button of an older version, or one that nobody made."""
    del update
    await context.answer(already_closed(context.t), alert=True)

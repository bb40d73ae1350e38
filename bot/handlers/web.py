"""The way from the chat to the pages: a link that signs in, once and soon."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.accounts.links import issue_link
from backend.linking.service import shown_account
from bot.context import Context
from bot.keyboards import can_be_pressed, keyboard, url_button
from bot.texts import web as texts
from bot.texts.messages import only_in_private


async def on_web(_update: Update, context: Context) -> None:
    """Give a link to the pages, to the person alone: whoever has it is signed in as them."""
    sender = context.incoming.effective_user
    if not context.is_private or sender is None or sender.id != context.chat_id:
        await context.say(only_in_private(context.t))
        return
    if context.public_url is None:
        await context.say(texts.no_pages(context.t))
        return
    user = await context.user()
    link = await issue_link(context.session, user.id, secret_key=context.secret_key, now=context.now)
    address = f"{context.public_url}/enter/{link.secret}"
    if can_be_pressed(address):
        button = url_button(context.t("🔓 Open Podo"), address)
        await context.say(texts.link(shown_account(user), context.t), keyboard=keyboard([button]))
    else:
        await context.say(texts.link_to_copy(shown_account(user), address, context.t))


HANDLERS = [CommandHandler("web", on_web, filters.UpdateType.MESSAGE)]

"""Linking this chat to an account of the web, and parting them again."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.kit.messages import sentence
from backend.linking.service import (
    Refused,
    TelegramPerson,
    cancel,
    confirm,
    propose,
    shown_account,
    unlink,
)
from bot.callbacks import CancelLink, ConfirmLink, ConfirmUnlink
from bot.context import Context
from bot.keyboards import NO_KEYBOARD, link_keyboard, unlink_keyboard
from bot.texts import messages


def _person(context: Context) -> TelegramPerson | None:
    """Say who asks. None outside a private chat: a code is never shown to a group."""
    sender = context.incoming.effective_user
    if sender is None or not context.is_private or sender.id != context.chat_id:
        return None
    return TelegramPerson(context.bot_id, context.chat_id, sender.id, sender.username, sender.full_name)


async def on_link(_update: Update, context: Context) -> None:
    """Take a code typed by hand."""
    if context.is_private and not context.args:
        await context.say(messages.link_how(context.t))
        return
    await propose_link(" ".join(context.args or []), context)


async def propose_link(code: str, context: Context) -> None:
    """Show which account a code belongs to and ask for one press."""
    person = _person(context)
    if person is None:
        await context.say(messages.only_in_private(context.t))
        return
    proposal = await propose(context.session, person, code, secret_key=context.secret_key, now=context.now)
    if isinstance(proposal, Refused):
        await context.say(sentence(proposal.error, context.t))
        return
    await context.say(
        messages.link_proposal(proposal.account, proposal.ledger_name, proposal.entries_so_far, context.t),
        keyboard=link_keyboard(context.t, has_entries=proposal.entries_so_far > 0),
    )


async def on_confirm(pressed: ConfirmLink, message_id: int, context: Context) -> None:
    """Link."""
    person = _person(context)
    if person is None:
        await context.answer(messages.only_in_private(context.t), alert=True)
        return
    linked = await confirm(context.session, person, merge=bool(pressed.merge), now=context.now)
    if isinstance(linked, Refused):
        told = sentence(linked.error, context.t)
        await context.answer(told, alert=True)
        await context.edit(message_id, told, keyboard=NO_KEYBOARD)
        return
    await context.reload_user()
    await context.answer(context.t("Linked."))
    text = messages.linked(linked.account, linked.ledger_name, linked.moved, context.t)
    await context.edit(message_id, text, keyboard=NO_KEYBOARD)


async def on_cancel(_pressed: CancelLink, message_id: int, context: Context) -> None:
    """Do not link."""
    person = _person(context)
    if person is not None:
        await cancel(context.session, person, now=context.now)
    await context.answer()
    await context.edit(message_id, messages.link_cancelled(context.t), keyboard=NO_KEYBOARD)


async def on_unlink(_update: Update, context: Context) -> None:
    """Ask whether to part chat and account."""
    if not context.is_private:
        await context.say(messages.only_in_private(context.t))
        return
    user = await context.user()
    if user.email is None:
        await context.say(messages.not_linked(context.t))
        return
    await context.say(
        messages.unlink_question(shown_account(user), context.t), keyboard=unlink_keyboard(context.t)
    )


async def on_confirm_unlink(_pressed: ConfirmUnlink, message_id: int, context: Context) -> None:
    """Part chat and account."""
    user = await context.user()
    await unlink(context.session, user.id, now=context.now)
    await context.answer()
    await context.edit(message_id, messages.unlinked(context.t), keyboard=NO_KEYBOARD)


HANDLERS = [
    CommandHandler("link", on_link, filters.UpdateType.MESSAGE),
    CommandHandler("unlink", on_unlink, filters.UpdateType.MESSAGE),
]

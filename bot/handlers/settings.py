"""What a chat is set to: its language and the ledger it writes in."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.accounts.service import edit_person
from backend.kit.i18n import LANGUAGES
from backend.ledgers.service import get_actor, get_ledger, list_ledgers
from bot.callbacks import ChooseLedger, Close, SetLanguage
from bot.context import Context
from bot.keyboards import NO_KEYBOARD, languages_keyboard, ledgers_keyboard
from bot.texts import messages

SPOKEN = {"ko": "ko", "korean": "ko", "한국어": "ko", "en": "en", "english": "en", "영어": "en"}
"""What people type after /language."""


async def on_language(_update: Update, context: Context) -> None:
    """Switch at once where the language is named, else ask."""
    named = SPOKEN.get(" ".join(context.args or []).strip().casefold())
    if named is None:
        await context.say(messages.language_question(context.t), keyboard=languages_keyboard())
        return
    await _speak(named, context)
    await context.say(messages.language_set(context.t))


async def on_set_language(pressed: SetLanguage, message_id: int, context: Context) -> None:
    """Switch."""
    if pressed.language not in LANGUAGES:
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    await _speak(pressed.language, context)
    await context.answer(messages.language_set(context.t))
    await context.edit(message_id, messages.language_set(context.t), keyboard=NO_KEYBOARD)


async def _speak(language: str, context: Context) -> None:
    """In a private chat the language is the person's, everywhere; in a group it is the group's."""
    if context.is_private:
        user = await context.user()
        await edit_person(context.session, user.id, {"locale": language}, now=context.now)
        await context.reload_user()
    else:
        await context.actor()
        await context.change_chat(language=language)


async def on_ledger(_update: Update, context: Context) -> None:
    """Offer the person's ledgers."""
    if not context.is_private:
        await context.say(messages.only_in_private(context.t))
        return
    user = await context.user()
    actor = await context.actor()
    current = await get_ledger(context.session, actor)
    ledgers = await list_ledgers(context.session, user.id)
    choices = [(ledger.id, ledger.name) for ledger in ledgers.items if ledger.id != current.id]
    if not choices:
        await context.say(messages.only_ledger(current.name, context.t))
        return
    await context.say(
        messages.ledger_question(current.name, context.t), keyboard=ledgers_keyboard(choices, context.t)
    )


async def on_choose_ledger(pressed: ChooseLedger, message_id: int, context: Context) -> None:
    """Let the chat write in the ledger: for a group this is the binding, by one who may write there."""
    user = await context.user()
    actor = await get_actor(context.session, user.id, pressed.ledger)
    actor.must_write()
    await context.change_chat(ledger_id=actor.ledger_id)
    ledger = await get_ledger(context.session, actor)
    text = messages.ledger_chosen if context.is_private else messages.group_bound
    await context.answer()
    await context.edit(message_id, text(ledger.name, context.t), keyboard=NO_KEYBOARD)


async def on_close(_pressed: Close, message_id: int, context: Context) -> None:
    """Take the buttons away."""
    await context.answer()
    await context.edit_keyboard(message_id, NO_KEYBOARD)


HANDLERS = [
    CommandHandler("language", on_language, filters.UpdateType.MESSAGE),
    CommandHandler("ledger", on_ledger, filters.UpdateType.MESSAGE),
]

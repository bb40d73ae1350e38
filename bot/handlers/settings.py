"""What a chat is set to: its language, the ledger it writes in, its pictures, what comes by itself."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.accounts.service import edit_person
from backend.kit.i18n import LANGUAGES
from backend.ledgers.access import Actor
from backend.ledgers.members.service import list_members
from backend.ledgers.service import get_actor, get_ledger, list_ledgers
from backend.messaging.digests import service as digests
from backend.messaging.digests.rules import KINDS
from backend.messaging.digests.service import HOURS, WEEKDAYS
from bot.callbacks import ChooseLedger, Close, SetLanguage
from bot.context import Context
from bot.keyboards import NO_KEYBOARD, Keyboard, languages_keyboard, ledgers_keyboard
from bot.pictures import THEMES
from bot.settings_buttons import (
    PickHour,
    PickWeekday,
    SetHour,
    SetPictures,
    SetWeekday,
    ShowSettings,
    SwitchDigest,
    hours_keyboard,
    settings_keyboard,
    weekdays_keyboard,
)
from bot.texts import digests as digest_texts
from bot.texts import members as members_texts
from bot.texts import messages

LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}
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
    """Say who is in the ledger that the chat writes in, and offer the person's others."""
    if not context.is_private:
        await context.say(messages.only_in_private(context.t))
        return
    user = await context.user()
    actor = await context.actor()
    current = await get_ledger(context.session, actor)
    ledgers = await list_ledgers(context.session, user.id)
    choices = [(ledger.id, ledger.name) for ledger in ledgers.items if ledger.id != current.id]
    people = (await list_members(context.session, actor)).items
    line = members_texts.people_line(people, context.t)
    if not choices:
        await context.say(f"{messages.only_ledger(current.name, context.t)}\n{line}")
        return
    await context.say(
        f"{messages.ledger_question(current.name, context.t)}\n{line}",
        keyboard=ledgers_keyboard(choices, context.t),
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


# Settings, and what comes by itself


async def on_settings(_update: Update, context: Context) -> None:
    """Show what the chat is set to."""
    text, buttons = await _settings(context, await context.actor())
    await context.say(text, keyboard=buttons)


async def on_show_settings(_pressed: ShowSettings, message_id: int, context: Context) -> None:
    """Go back to them."""
    actor = await context.actor()
    await context.answer()
    await _rewrite(context, actor, message_id)


async def on_switch_digest(pressed: SwitchDigest, message_id: int, context: Context) -> None:
    """Turn a digest on or off."""
    actor = await _may_set(context)
    kinds = {kind.value: kind for kind in KINDS}
    if pressed.period not in kinds:
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    kind = kinds[pressed.period]
    await digests.switch(context.session, context.bot_id, context.chat_id, actor.user_id, kind, context.now)
    await _set(context, actor, message_id)


async def on_pick_hour(_pressed: PickHour, message_id: int, context: Context) -> None:
    """Ask for the hour."""
    actor = await context.actor()
    await context.answer()
    text = digest_texts.hour_question(await _zone(context, actor), context.t)
    await context.edit(message_id, text, keyboard=hours_keyboard(context.t))


async def on_pick_weekday(_pressed: PickWeekday, message_id: int, context: Context) -> None:
    """Ask for the weekday."""
    await context.actor()
    await context.answer()
    text = digest_texts.weekday_question(context.t)
    await context.edit(message_id, text, keyboard=weekdays_keyboard(context.t))


async def on_set_hour(pressed: SetHour, message_id: int, context: Context) -> None:
    """Have digests come at that hour."""
    await _set_time(context, message_id, hour=pressed.hour)


async def on_set_weekday(pressed: SetWeekday, message_id: int, context: Context) -> None:
    """Have the weekly digest come on that day."""
    await _set_time(context, message_id, weekday=pressed.weekday)


async def _set_time(
    context: Context, message_id: int, *, hour: int | None = None, weekday: int | None = None
) -> None:
    actor = await _may_set(context)
    if (hour is not None and hour not in HOURS) or (weekday is not None and weekday not in WEEKDAYS):
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    await digests.set_time(
        context.session,
        context.bot_id,
        context.chat_id,
        actor.user_id,
        context.now,
        hour=hour,
        weekday=weekday,
    )
    await _set(context, actor, message_id)


async def on_set_pictures(pressed: SetPictures, message_id: int, context: Context) -> None:
    """Draw the chat's pictures in these colours."""
    actor = await _may_set(context)
    if pressed.theme not in THEMES:
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    await context.change_chat(picture_theme=pressed.theme)
    await _set(context, actor, message_id)


async def _may_set(context: Context) -> Actor:
    """Say who acts; a group is set by whoever may write in its ledger."""
    actor = await context.actor()
    if not context.is_private:
        actor.must_write()
    return actor


async def _set(context: Context, actor: Actor, message_id: int) -> None:
    await context.answer(context.t("Changed."))
    await _rewrite(context, actor, message_id)


async def _rewrite(context: Context, actor: Actor, message_id: int) -> None:
    text, buttons = await _settings(context, actor)
    await context.edit(message_id, text, keyboard=buttons)


async def _settings(context: Context, actor: Actor) -> tuple[str, Keyboard]:
    chosen = await digests.get_settings(context.session, context.bot_id, context.chat_id)
    ledger = await get_ledger(context.session, actor)
    zone = await _zone(context, actor)
    text = digest_texts.settings(
        chosen,
        LANGUAGE_NAMES[context.t.language],
        ledger.name,
        context.theme,
        zone,
        context.t,
        is_private=context.is_private,
    )
    return text, settings_keyboard(chosen, context.theme, context.t, is_private=context.is_private)


async def _zone(context: Context, actor: Actor) -> str:
    """Tell in which timezone digests come: the person's own, in a group the ledger's."""
    return (await context.user()).timezone if context.is_private else actor.timezone


async def on_close(_pressed: Close, message_id: int, context: Context) -> None:
    """Take the buttons away."""
    await context.answer()
    await context.edit_keyboard(message_id, NO_KEYBOARD)


HANDLERS = [
    CommandHandler("language", on_language, filters.UpdateType.MESSAGE),
    CommandHandler("settings", on_settings, filters.UpdateType.MESSAGE),
    CommandHandler("ledger", on_ledger, filters.UpdateType.MESSAGE),
]

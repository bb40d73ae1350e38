"""The person's timezone, and the ledger's by the person's: in the private chat."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.accounts.service import edit_person
from backend.ledgers.access import Role
from backend.ledgers.service import LedgerView, edit_ledger, get_ledger
from bot.context import Context
from bot.handlers.acting import actor_in
from bot.keyboards import NO_KEYBOARD, Keyboard
from bot.settings_buttons import PickZone, SetLedgerZone, SetZone, ledger_zone_keyboard, zones_keyboard
from bot.texts import messages
from bot.texts import timezones as texts
from bot.zones import LIKELY, find_zone


async def on_timezone(_update: Update, context: Context) -> None:
    """Set the timezone that is named, or ask for one."""
    if not context.is_private:
        await context.say(messages.only_in_private(context.t))
        return
    words = " ".join(context.args or []).strip()
    if not words:
        text, buttons = await _asked(context)
        await context.say(text, keyboard=buttons)
        return
    zone = find_zone(words)
    if zone is None:
        await context.say(texts.unclear(context.t))
        return
    text, buttons = await _set(context, zone)
    await context.say(text, keyboard=buttons)


async def on_pick_zone(_pressed: PickZone, message_id: int, context: Context) -> None:
    """Ask for one, in place of the settings."""
    if not context.is_private:
        await context.answer(messages.only_in_private(context.t), alert=True)
        return
    text, buttons = await _asked(context)
    await context.answer()
    await context.edit(message_id, text, keyboard=buttons)


async def on_set_zone(pressed: SetZone, message_id: int, context: Context) -> None:
    """Set the one whose button was pressed."""
    zone = LIKELY.get(pressed.place)
    if zone is None or not context.is_private:
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    text, buttons = await _set(context, zone)
    await context.answer(context.t("Changed."))
    await context.edit(message_id, text, keyboard=buttons)


async def on_set_ledger_zone(pressed: SetLedgerZone, message_id: int, context: Context) -> None:
    """Have a ledger's days go by the person's timezone."""
    actor = await actor_in(context, pressed.ledger)
    zone = (await context.user()).timezone
    ledger = await edit_ledger(context.session, actor, {"timezone": zone}, now=context.now)
    await context.answer(context.t("Changed."))
    await context.edit(message_id, texts.ledger_chosen(ledger, context.t), keyboard=NO_KEYBOARD)


async def _asked(context: Context) -> tuple[str, Keyboard]:
    zone, ledger = (await context.user()).timezone, await _ledger(context)
    return texts.question(zone, ledger, context.now, context.t), zones_keyboard(zone, context.t)


async def _set(context: Context, zone: str) -> tuple[str, Keyboard]:
    user = await context.user()
    await edit_person(context.session, user.id, {"timezone": zone}, now=context.now)
    await context.reload_user()
    ledger = await _ledger(context)
    offered = ledger.role is Role.OWNER and ledger.timezone != zone
    buttons = ledger_zone_keyboard(ledger.id, ledger.name, context.t) if offered else NO_KEYBOARD
    return texts.chosen(zone, ledger, context.now, context.t), buttons


async def _ledger(context: Context) -> LedgerView:
    return await get_ledger(context.session, await context.actor())


HANDLERS = [CommandHandler("timezone", on_timezone, filters.UpdateType.MESSAGE)]

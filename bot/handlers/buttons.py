"""Buttons under receipts: category, day, delete, undo; each checks who presses and what is since changed."""

from __future__ import annotations

from backend.acts.service import new_act
from backend.categories.catalogue import get_catalogue
from backend.entries.notices.deciding import decide
from backend.entries.removal import delete_entry
from backend.entries.service import edit_entry, find_entries, get_entry
from backend.entries.undo import undo
from backend.entries.views import Changes, EntryView
from backend.kit.errors import Stale
from backend.ledgers.access import Actor
from backend.messaging.service import find_receipt_entries
from bot.callbacks import (
    NO_ACT,
    AnotherOne,
    Delete,
    PickCategory,
    PickDay,
    PickEntry,
    SameOne,
    SetCategory,
    SetDay,
    ShowReceipt,
    Undo,
)
from bot.context import Context
from bot.handlers.acting import actor_for_act, actor_for_entry, actor_for_notice
from bot.handlers.receipts import changed_receipt, decided_receipt, deleted_receipt, doubts_of, undone_text
from bot.keyboards import (
    NO_KEYBOARD,
    Keyboard,
    categories_keyboard,
    days_keyboard,
    entry_keyboard,
    receipt_keyboard,
    same_keyboard,
)
from bot.texts import receipts


async def _fresh(context: Context, entry_id: int, revision: int) -> tuple[Actor, EntryView]:
    """Read the entry a button is for, as the button knows it. Raises Stale when it changed since."""
    actor = await actor_for_entry(context, entry_id)
    entry = await get_entry(context.session, actor, entry_id)
    if entry.revision != revision:
        raise Stale("resource.changed")
    return actor, entry


async def on_pick_entry(pressed: PickEntry, message_id: int, context: Context) -> None:
    """Open one entry of several."""
    actor = await actor_for_entry(context, pressed.entry)
    entry = await get_entry(context.session, actor, pressed.entry)
    await context.answer()
    likely, why = await doubts_of(context, actor, entry.id)
    await context.edit_keyboard(message_id, entry_keyboard(entry, pressed.act, context.t, likely, why=why))


async def on_show_receipt(pressed: ShowReceipt, message_id: int, context: Context) -> None:
    """Go back to the receipt's own buttons."""
    await context.answer()
    await context.edit_keyboard(message_id, await _receipt_buttons(context, message_id, pressed.act))


async def _receipt_buttons(context: Context, message_id: int, act: str) -> Keyboard:
    ids = await find_receipt_entries(context.session, context.bot_id, context.chat_id, message_id)
    if not ids:
        return NO_KEYBOARD
    actor = await actor_for_entry(context, ids[0])
    entries = await find_entries(context.session, actor, ids)
    if len(entries) != 1:
        return receipt_keyboard(entries, act, context.t)
    likely, why = await doubts_of(context, actor, entries[0].id)
    return receipt_keyboard(entries, act, context.t, likely, why=why)


async def on_pick_category(pressed: PickCategory, message_id: int, context: Context) -> None:
    """Offer the categories."""
    actor, entry = await _fresh(context, pressed.entry, pressed.revision)
    catalogue = await get_catalogue(context.session, actor)
    await context.answer()
    choices = catalogue.of_kind(entry.kind)
    await context.edit_keyboard(message_id, categories_keyboard(entry, choices, pressed.act, context.t))


async def on_pick_day(pressed: PickDay, message_id: int, context: Context) -> None:
    """Offer the last days."""
    actor, entry = await _fresh(context, pressed.entry, pressed.revision)
    await context.answer()
    today = actor.today(context.now)
    await context.edit_keyboard(message_id, days_keyboard(entry, today, pressed.act, context.t))


async def on_set_category(pressed: SetCategory, message_id: int, context: Context) -> None:
    """File the entry elsewhere."""
    await _change(context, pressed.entry, pressed.revision, Changes(category_id=pressed.category), message_id)


async def on_set_day(pressed: SetDay, message_id: int, context: Context) -> None:
    """Move the entry to another day."""
    await _change(context, pressed.entry, pressed.revision, Changes(occurred_on=pressed.day), message_id)


async def _change(context: Context, entry_id: int, revision: int, changes: Changes, message_id: int) -> None:
    actor, before = await _fresh(context, entry_id, revision)
    act = new_act()
    after = await edit_entry(
        context.session, actor, entry_id, changes, now=context.now, if_revision=revision, act=act
    )
    if after.revision == before.revision:
        act = NO_ACT
    await context.answer(context.t("Changed."))
    text, buttons = await changed_receipt(context, actor, [(before, after)], act)
    ids = await find_receipt_entries(context.session, context.bot_id, context.chat_id, message_id)
    if len(ids) > 1:
        entries = await find_entries(context.session, actor, ids)
        buttons = receipt_keyboard(entries, act, context.t)
    await context.edit(message_id, text, keyboard=buttons)


async def on_delete(pressed: Delete, message_id: int, context: Context) -> None:
    """Delete the entry, with a way back."""
    actor, entry = await _fresh(context, pressed.entry, pressed.revision)
    act = await delete_entry(context.session, actor, entry.id, now=context.now, if_revision=pressed.revision)
    await context.answer(context.t("Deleted."))
    text, buttons = await deleted_receipt(context, actor, entry, act)
    await context.edit(message_id, text, keyboard=buttons)


async def on_undo(pressed: Undo, message_id: int, context: Context) -> None:
    """Take back what the button names."""
    actor = await actor_for_act(context, pressed.act)
    undone = await undo(context.session, actor, pressed.act, now=context.now)
    await context.answer(context.t("Undone."))
    ids = await find_receipt_entries(context.session, context.bot_id, context.chat_id, message_id)
    standing = await find_entries(context.session, actor, ids)
    buttons, text = receipt_keyboard(standing, NO_ACT, context.t), await undone_text(context, actor, undone)
    if undone.reopened:
        buttons = same_keyboard(undone.reopened[0], context.t)
        text += "\n\n" + receipts.same_again(context.t)
    await context.edit(message_id, text, keyboard=buttons)


async def on_same_one(pressed: SameOne, message_id: int, context: Context) -> None:
    """Take a held notice for the entry typed by hand."""
    await _decide(context, pressed.notice, message_id, is_same=True)


async def on_another_one(pressed: AnotherOne, message_id: int, context: Context) -> None:
    """Record a held notice."""
    await _decide(context, pressed.notice, message_id, is_same=False)


async def _decide(context: Context, notice_id: int, message_id: int, *, is_same: bool) -> None:
    actor = await actor_for_notice(context, notice_id)
    decided = await decide(context.session, actor, notice_id, is_same=is_same, now=context.now)
    await context.answer()
    text, buttons = await decided_receipt(context, actor, decided)
    await context.edit(message_id, text, keyboard=buttons, entry_ids=[decided.entry.id])

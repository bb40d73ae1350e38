"""Receipts as handlers send them: the words, the sums and the buttons together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from backend.categories.catalogue import get_catalogue
from backend.entries.service import spent
from backend.entries.texts import Corrected, TextRecorded
from backend.entries.undo import Undone
from backend.entries.views import EntryView
from backend.kit.periods import Period
from backend.ledgers.access import Actor
from bot.context import Context
from bot.keyboards import Keyboard, receipt_keyboard, undo_keyboard
from bot.texts import receipts
from bot.texts.names import Named


async def totals_of(context: Context, actor: Actor) -> receipts.Totals:
    """What was spent today and in the month so far."""
    today = actor.today(context.now)
    month = actor.month_of(today)
    so_far = Period(month.start, today + timedelta(days=1))
    spent_today, spent_month = await spent(context.session, actor, [Period.day_of(today), so_far])
    return receipts.Totals(spent_today, spent_month)


async def recorded_receipt(
    context: Context, actor: Actor, recorded: TextRecorded
) -> tuple[str, Keyboard | None]:
    """What a message recorded, with its buttons."""
    today = actor.today(context.now)
    notes = [
        receipts.unread_note(recorded.unread, context.t),
        receipts.voided_note(recorded.voided, today, context.t),
        receipts.unmatched_note(recorded.unmatched, context.t),
    ]
    totals = await totals_of(context, actor)
    text = receipts.receipt(recorded.entries, totals, today, context.t, notes)
    if recorded.act is None or not (recorded.entries or recorded.voided):
        return text, None
    likely = await _likely(context, actor, recorded) if len(recorded.entries) == 1 else []
    return text, receipt_keyboard(recorded.entries, recorded.act, context.t, likely)


async def _likely(context: Context, actor: Actor, recorded: TextRecorded) -> list[Named]:
    wanted = dict(recorded.likely).get(recorded.entries[0].id, ())
    if not wanted:
        return []
    by_id = {row.id: row for row in (await get_catalogue(context.session, actor)).categories}
    return [by_id[category_id] for category_id in wanted if category_id in by_id]


async def changed_receipt(
    context: Context, actor: Actor, pairs: Sequence[tuple[EntryView, EntryView]], act: str
) -> tuple[str, Keyboard]:
    """What was changed, with the entry's buttons."""
    today = actor.today(context.now)
    text = receipts.changed(pairs, await totals_of(context, actor), today, context.t)
    return text, receipt_keyboard([after for _, after in pairs], act, context.t)


async def deleted_receipt(context: Context, actor: Actor, entry: EntryView, act: str) -> tuple[str, Keyboard]:
    """What was deleted, with the way back."""
    today = actor.today(context.now)
    text = receipts.deleted(entry, await totals_of(context, actor), today, context.t)
    return text, undo_keyboard(act, context.t)


async def corrected_receipt(
    context: Context, actor: Actor, corrected: Corrected
) -> tuple[str, Keyboard | None]:
    """What editing a message changed, with the buttons of what stands."""
    today = actor.today(context.now)
    totals = await totals_of(context, actor)
    text = receipts.corrected(corrected.changed, corrected.added, corrected.removed, totals, today, context.t)
    standing = [*(after for _, after in corrected.changed), *corrected.added]
    if corrected.act is None:
        return text, None
    return text, receipt_keyboard(standing, corrected.act, context.t)


async def undone_text(context: Context, actor: Actor, undone: Undone) -> str:
    """What taking back an act did."""
    today = actor.today(context.now)
    totals = await totals_of(context, actor)
    return receipts.undone(undone.removed, undone.returned, undone.reverted, totals, today, context.t)

"""Receipts as handlers send them: the words, the sums and the buttons together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from backend.categories.catalogue import get_catalogue
from backend.entries.corrections import Corrected
from backend.entries.notices.deciding import Decided
from backend.entries.notices.sorting import Asked
from backend.entries.service import spent
from backend.entries.texts import TextRecorded
from backend.entries.undo import Undone
from backend.entries.views import EntryView
from backend.entries.why import explain
from backend.kit.periods import Period
from backend.ledgers.access import Actor
from bot.callbacks import NO_ACT
from bot.context import Context
from bot.handlers.alerts import budget_note
from bot.keyboards import Keyboard, receipt_keyboard, same_keyboard, undo_keyboard
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
        receipts.again_note(recorded.again, today, context.t),
        receipts.alike_note(recorded.alike, today, context.t),
    ]
    totals = await totals_of(context, actor)
    text = receipts.receipt(recorded.entries, totals, today, context.t, notes)
    text += await budget_note(context, actor, [*recorded.entries, *recorded.voided])
    if recorded.act is None or not (recorded.entries or recorded.voided):
        return text, None
    if len(recorded.entries) != 1:
        return text, receipt_keyboard(recorded.entries, recorded.act, context.t)
    entry_id = recorded.entries[0].id
    wanted = dict(recorded.likely).get(entry_id, ())
    likely = await named_categories(context, actor, wanted)
    doubtful = bool(wanted) or entry_id in recorded.learnt
    return text, receipt_keyboard(recorded.entries, recorded.act, context.t, likely, why=doubtful)


def has_receipt(recorded: TextRecorded) -> bool:
    """Tell whether there is anything to tell besides questions."""
    told = (recorded.entries, recorded.voided, recorded.unmatched, recorded.again, recorded.unread)
    return any(told) or not recorded.asked


async def ask_same(context: Context, actor: Actor, asked: Iterable[Asked], reply_to: int) -> None:
    """Ask of each held notice whether it is the entry typed by hand."""
    today = actor.today(context.now)
    for one in asked:
        await context.say(
            receipts.same_question(one.draft, one.entry, today, context.t),
            keyboard=same_keyboard(one.id, context.t),
            reply_to=reply_to,
        )


async def decided_receipt(context: Context, actor: Actor, decided: Decided) -> tuple[str, Keyboard]:
    """What a person's answer about a notice did."""
    today = actor.today(context.now)
    if decided.before is None:
        totals = await totals_of(context, actor)
        text = receipts.receipt([decided.entry], totals, today, context.t)
        text += await budget_note(context, actor, [decided.entry])
        return text, receipt_keyboard([decided.entry], decided.act, context.t)
    if decided.before.revision == decided.entry.revision:
        text = receipts.same_kept(decided.entry, today, context.t)
        return text, receipt_keyboard([decided.entry], NO_ACT, context.t)
    return await changed_receipt(context, actor, [(decided.before, decided.entry)], decided.act)


async def doubts_of(context: Context, actor: Actor, entry_id: int) -> tuple[list[Named], bool]:
    """What an entry's buttons offer where its category is weakly founded: likely ones, and to explain."""
    told = await explain(context.session, actor, entry_id)
    return await named_categories(context, actor, told.likely), told.is_doubtful


async def named_categories(context: Context, actor: Actor, wanted: Sequence[int]) -> list[Named]:
    """Read these categories, in this order."""
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
    text += await budget_note(context, actor, [entry for pair in pairs for entry in pair])
    return text, receipt_keyboard([after for _, after in pairs], act, context.t)


async def deleted_receipt(context: Context, actor: Actor, entry: EntryView, act: str) -> tuple[str, Keyboard]:
    """What was deleted, with the way back."""
    today = actor.today(context.now)
    text = receipts.deleted(entry, await totals_of(context, actor), today, context.t)
    text += await budget_note(context, actor, [entry])
    return text, undo_keyboard(act, context.t)


async def corrected_receipt(
    context: Context, actor: Actor, corrected: Corrected
) -> tuple[str, Keyboard | None]:
    """What editing a message changed, with the buttons of what stands."""
    today = actor.today(context.now)
    totals = await totals_of(context, actor)
    text = receipts.corrected(corrected.changed, corrected.added, corrected.removed, totals, today, context.t)
    text += await budget_note(context, actor, touched_by(corrected))
    standing = [*(after for _, after in corrected.changed), *corrected.added]
    if corrected.act is None:
        return text, None
    return text, receipt_keyboard(standing, corrected.act, context.t)


def touched_by(corrected: Corrected) -> list[EntryView]:
    """List the entries of an edited message, as they were and as they are."""
    changed = [entry for pair in corrected.changed for entry in pair]
    return [*changed, *corrected.added, *corrected.removed]


async def undone_text(context: Context, actor: Actor, undone: Undone) -> str:
    """What taking back an act did."""
    today = actor.today(context.now)
    totals = await totals_of(context, actor)
    text = receipts.undone(undone.removed, undone.returned, undone.reverted, totals, today, context.t)
    touched = [*undone.removed, *undone.returned, *undone.reverted]
    return text + await budget_note(context, actor, touched)

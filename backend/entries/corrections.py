"""A chat message that was edited after it was recorded: its entries are corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.service import new_act
from backend.categories.catalogue import Catalogue
from backend.entries import queries
from backend.entries.notices import service as notices
from backend.entries.notices.deciding import undecided_of_message, withdraw
from backend.entries.notices.sorting import Asked, sort_out
from backend.entries.removal import delete_entry
from backend.entries.rules import corrected_fields
from backend.entries.service import edit_entry, record
from backend.entries.texts import category_ids, hold_back, new_entry, read_text
from backend.entries.views import Changes, EntryView, MessageRef, Source
from backend.ledgers.access import Actor
from backend.parsing.drafts import Draft, Why


@dataclass(frozen=True, slots=True)
class Corrected:
    """What an edited message changed: entries before and after, those added and those taken away.

    `why` is set when the new text holds no entry: then nothing was changed.
    """

    changed: tuple[tuple[EntryView, EntryView], ...] = ()
    added: tuple[EntryView, ...] = ()
    removed: tuple[EntryView, ...] = ()
    kept: tuple[EntryView, ...] = ()
    asked: tuple[Asked, ...] = ()
    act: str | None = None
    why: Why | None = None


async def correct_message(
    session: AsyncSession,
    actor: Actor,
    text: str,
    *,
    message: MessageRef,
    sent_at: datetime,
    now: datetime,
) -> Corrected:
    """Correct the entries of a chat message after its text was edited, as one act.

    What the new text says differently is corrected; choices made since by button stay, deleted entries
    stay deleted. `sent_at` is when the message was first sent: its "yesterday" does not move.
    """
    actor.must_write()
    standing = await queries.entries_of_message(session, actor.ledger_id, message)
    reading, catalogue = await read_text(session, actor, text, sent_at=sent_at)
    if not reading.drafts:
        return Corrected(kept=tuple(standing.values()), why=reading.why or Why.NO_AMOUNT)
    undecided = await undecided_of_message(session, actor, message)
    old_text = next((view.text for view in standing.values() if view.text), None) or next(
        (notice.held["text"] for notice in undecided if notice.held), None
    )
    if old_text is None:
        return Corrected(why=Why.EMPTY)
    old, _ = await read_text(session, actor, old_text, sent_at=sent_at)
    was = {draft.line: draft for draft in old.drafts}
    new = {draft.line: draft for draft in reading.drafts if not draft.cancels}
    act = new_act()
    changed: list[tuple[EntryView, EntryView]] = []
    removed: list[EntryView] = []
    for line, view in standing.items():
        if line not in new:
            await delete_entry(session, actor, view.id, now=now, act=act)
            removed.append(view)
            continue
        changes = _correction(was.get(line), new[line], catalogue)
        named = any(one.rule == "category_name" for one in new[line].evidence)
        after = await edit_entry(session, actor, view.id, changes, now=now, act=act, text=text, chosen=named)
        if after.revision != view.revision:
            changed.append((view, after))
    # What was asked is asked anew if the new text still says it; a line that was deleted stays deleted.
    waiting = {notice.source_line for notice in undecided}
    await withdraw(session, actor, undecided)
    fresh = [
        draft for line, draft in new.items() if line in waiting or (line not in standing and line not in was)
    ]
    found = await sort_out(session, actor, fresh, category_ids(catalogue, fresh))
    entries = [new_entry(draft, catalogue, actor, text) for draft in found.new]
    added = await record(session, actor, entries, source=Source.TELEGRAM, now=now, message=message, act=act)
    said = [(draft, entry.id) for draft, entry in zip(found.new, added.entries, strict=True)]
    await notices.remember(session, actor, said, act=act, now=now, message=message)
    asked = await hold_back(session, actor, found.asked, catalogue, text, now, message)
    return Corrected(tuple(changed), added.entries, tuple(removed), asked=tuple(asked), act=act)


def _correction(before: Draft | None, after: Draft, catalogue: Catalogue) -> Changes:
    names = corrected_fields(before, after)
    wanted = {
        "kind": after.kind,
        "amount": after.amount,
        "occurred_on": after.occurred_on,
        "description": after.description,
        "category_id": catalogue.find_id(after.category) or catalogue.other_id(after.kind),
        "memo": after.memo or "",
        "payment_method": after.payment_method or "",
    }
    if "category" in names or "kind" in names:
        names = names - {"category"} | {"category_id"}
    return Changes(**{name: wanted[name] for name in names})  # type: ignore[arg-type]

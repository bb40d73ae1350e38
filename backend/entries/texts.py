"""From words to entries: a text read and recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.service import new_act
from backend.categories.catalogue import Catalogue, get_catalogue
from backend.entries import queries
from backend.entries.notices import service as notices
from backend.entries.notices.deciding import hold
from backend.entries.notices.sayings import moment_of
from backend.entries.notices.sorting import Asked, SortedOut, sort_out
from backend.entries.notices.voiding import void
from backend.entries.rules import line_of
from backend.entries.service import record
from backend.entries.views import EntryView, MessageRef, NewEntry, Source
from backend.ledgers.access import Actor
from backend.parsing import read
from backend.parsing.drafts import Draft, Reading, Why


@dataclass(frozen=True, slots=True)
class TextRecorded:
    """What a text gave: entries, what was not understood, why there is nothing, and the act to undo.

    `voided` are purchases that a cancellation in the text took away, `unmatched` cancellations that found
    none. `again` are notices known already, with the entry (None where it was cancelled); `asked` are those
    held until a person decides; `alike` pairs entries with the earlier ones that they look like. `likely` and
    `learnt` say of which entries the category is weakly founded or comes from a lesson. `repeated` says that
    this chat message was recorded before: nothing was done.
    """

    entries: tuple[EntryView, ...] = ()
    unread: tuple[str, ...] = ()
    why: Why | None = None
    act: str | None = None
    voided: tuple[EntryView, ...] = ()
    unmatched: tuple[Draft, ...] = ()
    again: tuple[tuple[Draft, EntryView | None], ...] = ()
    asked: tuple[Asked, ...] = ()
    alike: tuple[tuple[EntryView, EntryView], ...] = ()
    likely: tuple[tuple[int, tuple[int, ...]], ...] = ()
    learnt: frozenset[int] = frozenset()
    repeated: bool = False


def local_time(now: datetime, actor: Actor) -> datetime:
    """Tell a moment by the ledger's clocks."""
    return now.astimezone(ZoneInfo(actor.timezone))


async def read_text(
    session: AsyncSession, actor: Actor, text: str, *, sent_at: datetime
) -> tuple[Reading, Catalogue]:
    """Read a text as this ledger's people mean it; nothing is recorded."""
    catalogue = await get_catalogue(session, actor)
    local = local_time(sent_at, actor)
    reading = read(text, local, actor.currency, catalogue.vocabulary)
    drafts = tuple(_of_its_kind(draft, text, local, actor, catalogue) for draft in reading.drafts)
    return replace(reading, drafts=drafts), catalogue


def _of_its_kind(draft: Draft, text: str, local: datetime, actor: Actor, catalogue: Catalogue) -> Draft:
    """Read a draft anew where words taught for the other kind chose its category."""
    category = catalogue.find(draft.category)
    if category is None or category.kind == draft.kind:
        return draft
    again = read(text, local, actor.currency, catalogue.vocabulary_of(draft.kind))
    return next((one for one in again.drafts if one.line == draft.line), draft)


async def record_text(
    session: AsyncSession,
    actor: Actor,
    text: str,
    *,
    source: Source,
    now: datetime,
    sent_at: datetime | None = None,
    dry_run: bool = False,
    message: MessageRef | None = None,
) -> TextRecorded:
    """Record what a text says, as one act. `sent_at` is when the person wrote it, `now` when not given.

    A chat message that was recorded before adds nothing. A dry run answers what would be recorded, with
    ids 0, and leaves nothing behind. Raises what `record` raises.
    """
    actor.must_write()
    sent_at = sent_at or now
    reading, catalogue = await read_text(session, actor, text, sent_at=sent_at)
    if not reading.drafts:
        return TextRecorded(unread=reading.unread, why=reading.why)
    if message and not await queries.claim_message(session, actor.ledger_id, message, now):
        return TextRecorded(repeated=True)
    if not dry_run:
        return await _record_drafts(session, actor, reading, catalogue, text, source, now, message)
    savepoint = await session.begin_nested()
    tried = await _record_drafts(session, actor, reading, catalogue, text, source, now, message)
    await savepoint.rollback()
    return _as_tried(tried)


def _as_tried(tried: TextRecorded) -> TextRecorded:
    views = tuple(_without_id(view) for view in tried.entries)
    return TextRecorded(views, tried.unread, voided=tried.voided, unmatched=tried.unmatched)


def _without_id(view: EntryView) -> EntryView:
    fields = {name: getattr(view, name) for name in EntryView.__slots__}
    return EntryView(**fields | {"id": 0})


async def _record_drafts(
    session: AsyncSession,
    actor: Actor,
    reading: Reading,
    catalogue: Catalogue,
    text: str,
    source: Source,
    now: datetime,
    message: MessageRef | None,
) -> TextRecorded:
    act = new_act()
    found = await sort_out(session, actor, reading.drafts, category_ids(catalogue, reading.drafts))
    new = [new_entry(draft, catalogue, actor, text) for draft in found.new]
    recorded = await record(session, actor, new, source=source, now=now, message=message, act=act)
    written = list(zip(found.new, recorded.entries, strict=True))
    said = [(draft, entry.id) for draft, entry in written]
    await notices.remember(session, actor, said, act=act, now=now, message=message)
    asked = await hold_back(session, actor, found.asked, catalogue, text, now, message)
    done = await void(session, actor, reading.drafts, act=act, now=now, message=message)
    gone = {entry.id for entry in done.entries}
    if message and not (written or asked or gone):
        await queries.release_message(session, actor.ledger_id, message)
    answer = TextRecorded(
        entries=tuple(entry for entry in recorded.entries if entry.id not in gone),
        unread=reading.unread,
        act=act,
        voided=tuple(done.entries),
        unmatched=tuple(done.unmatched),
        again=(*found.again, *((draft, None) for draft in done.again)),
        asked=tuple(asked),
        alike=tuple(
            (entry, found.alike[draft.line]) for draft, entry in written if draft.line in found.alike
        ),
        likely=tuple((entry.id, _likely_ids(catalogue, draft)) for draft, entry in written if draft.likely),
        learnt=frozenset(entry.id for draft, entry in written if _is_learnt(draft)),
    )
    return answer if message else _all_told(answer, found, reading, text)


def category_ids(catalogue: Catalogue, drafts: Iterable[Draft]) -> dict[str, int]:
    """Find the categories that drafts name, by the names they use."""
    found = {draft.category: catalogue.find_id(draft.category) for draft in drafts}
    return {reference: one for reference, one in found.items() if reference is not None and one is not None}


def _likely_ids(catalogue: Catalogue, draft: Draft) -> tuple[int, ...]:
    return tuple(filter(None, map(catalogue.find_id, draft.likely)))


def _is_learnt(draft: Draft) -> bool:
    return any(one.field == "category" and one.rule == "learnt" for one in draft.evidence)


def _all_told(answer: TextRecorded, found: SortedOut, reading: Reading, text: str) -> TextRecorded:
    """Where nobody can be asked or shown a note: all that was not recorded is told as unread."""
    left = [draft for draft, _ in answer.again] + [one.draft for one in found.asked] + list(answer.unmatched)
    alone = len(reading.drafts) == 1 and not reading.unread
    lines = [line_of(text, draft, alone=alone) for draft in sorted(left, key=lambda draft: draft.line)]
    return replace(answer, unread=(*answer.unread, *lines), asked=())


async def hold_back(
    session: AsyncSession,
    actor: Actor,
    asked: Sequence[Asked],
    catalogue: Catalogue,
    text: str,
    now: datetime,
    message: MessageRef | None,
) -> list[Asked]:
    """Keep what a person is to decide; without a chat there is nobody to ask, and nothing is kept."""
    if message is None:
        return []
    entries = {one.draft.line: new_entry(one.draft, catalogue, actor, text) for one in asked}
    return await hold(session, actor, asked, entries, now=now, message=message)


def new_entry(draft: Draft, catalogue: Catalogue, actor: Actor, text: str) -> NewEntry:
    """Say what a draft is to be recorded as."""
    return NewEntry(
        kind=draft.kind,
        amount=draft.amount,
        description=draft.description,
        occurred_on=draft.occurred_on,
        occurred_at=moment_of(draft, actor),
        category_id=catalogue.find_id(draft.category) or catalogue.other_id(draft.kind),
        choose_category=False,
        memo=draft.memo or "",
        payment_method=draft.payment_method or "",
        installments=draft.installments,
        text=text,
        line=draft.line,
        chosen=False,
    )


async def find_message_ledger(session: AsyncSession, message: MessageRef) -> int | None:
    """Tell which ledger a chat message is recorded in; the caller then acts in it as a member, or not."""
    return await queries.find_message_ledger(session, message)


async def entries_of_message(session: AsyncSession, actor: Actor, message: MessageRef) -> list[EntryView]:
    """Read the entries that a chat message holds."""
    return list((await queries.entries_of_message(session, actor.ledger_id, message)).values())

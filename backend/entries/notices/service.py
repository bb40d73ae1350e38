"""What becomes of a payment notice: recorded, known already, held until a person decides, or undoing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.service import new_act
from backend.categories.service import find_category
from backend.entries import queries as entry_queries
from backend.entries.notices import queries
from backend.entries.rules import (
    ASK_FOR,
    CANCEL_WITHIN,
    LONGEST,
    NEAR,
    Said,
    closest_payment,
    is_again,
    said_in,
    same_purchase,
    share_words,
    tidy,
)
from backend.entries.service import delete_entry, edit_entry, get_entry, record
from backend.entries.views import Changes, EntryView, MessageRef, NewEntry, Source
from backend.kit.errors import Missing
from backend.kit.money import Money
from backend.ledgers.access import Actor
from backend.ledgers.queries import serialise
from backend.models import PaymentNotice
from backend.parsing.drafts import Draft, Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice that is not recorded before a person says whether `entry`, typed by hand, is the same one.

    `id` is 0 where nobody can be asked.
    """

    id: int
    draft: Draft
    entry: EntryView


@dataclass(slots=True)
class SortedOut:
    """What is to become of the payments of a text.

    `again` are notices known already, with their entry, or None where it was cancelled meanwhile; `alike`
    are, by line, the entries from notices that what is typed now looks like.
    """

    new: list[Draft] = field(default_factory=list)
    again: list[tuple[Draft, EntryView | None]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    alike: dict[int, EntryView] = field(default_factory=dict)


@dataclass(slots=True)
class Voided:
    """What cancellations did: purchases taken away, cancellations that found none, and those done before."""

    entries: list[EntryView] = field(default_factory=list)
    unmatched: list[Draft] = field(default_factory=list)
    again: list[Draft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person's answer did: the entry before (None for a new one) and now, and the act to undo."""

    before: EntryView | None
    entry: EntryView
    act: str


def moment_of(draft: Draft, actor: Actor) -> datetime | None:
    """Say when a draft's payment was made, where it tells the time."""
    if draft.occurred_at is None:
        return None
    return datetime.combine(draft.occurred_on, draft.occurred_at, ZoneInfo(actor.timezone))


def _said(draft: Draft, actor: Actor) -> Said:
    return Said(
        draft.kind,
        draft.amount,
        draft.occurred_on,
        moment_of(draft, actor),
        tidy(draft.description, LONGEST["description"]),
        tidy(draft.payment_method or "", LONGEST["payment_method"]),
    )


def _known(notice: PaymentNotice) -> Said:
    return Said(
        Kind(notice.kind),
        Money(notice.amount_minor, notice.currency),
        notice.occurred_on,
        notice.occurred_at,
        notice.description,
        notice.payment_method,
    )


async def sort_out(
    session: AsyncSession, actor: Actor, drafts: Iterable[Draft], categories: Mapping[str, int]
) -> SortedOut:
    """Tell new payments from those that the ledger has; `categories` are the ids of what drafts name."""
    found = SortedOut()
    drafts = list(drafts)
    if any(draft.is_notice for draft in drafts):
        await serialise(session, actor.ledger_id)  # two copies at once must not both find nothing
    payments = [draft for draft in drafts if not draft.cancels]
    if not payments:
        return found
    notices = await queries.notices_about(
        session,
        actor.ledger_id,
        {draft.amount.minor for draft in payments},
        _shifted(min(draft.occurred_on for draft in payments), -NEAR),
        _shifted(max(draft.occurred_on for draft in payments), NEAR),
    )
    ids = {one for notice in notices for one in (notice.entry_id, notice.same_as) if one is not None}
    views = await entry_queries.find_views(session, actor.ledger_id, ids) if ids else {}
    for draft in payments:
        if draft.is_notice:
            await _sort_out_notice(session, actor, draft, categories, notices, views, found)
            continue
        found.new.append(draft)
        looks_like = _from_notice(_said(draft, actor), categories.get(draft.category or ""), notices, views)
        if looks_like is not None:
            found.alike[draft.line] = looks_like
    return found


def _shifted(day: date, span: timedelta) -> date:
    """Move a day, but not beyond the calendar."""
    ordinal = day.toordinal() + span.days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _from_notice(
    said: Said, category_id: int | None, notices: Sequence[PaymentNotice], views: Mapping[int, EntryView]
) -> EntryView | None:
    """Find the entry of a notice that what is typed by hand may repeat."""
    for notice in notices:
        entry = None if notice.cancels or notice.entry_id is None else views.get(notice.entry_id)
        known = _known(notice)
        if entry is None or (known.kind, known.amount) != (said.kind, said.amount):
            continue
        is_near = abs(known.occurred_on - said.occurred_on) <= NEAR
        same_category = entry.category is not None and entry.category.id == category_id
        if is_near and (same_category or share_words(said.description, known.description)):
            return entry
    return None


async def _sort_out_notice(
    session: AsyncSession,
    actor: Actor,
    draft: Draft,
    categories: Mapping[str, int],
    notices: Sequence[PaymentNotice],
    views: Mapping[int, EntryView],
    found: SortedOut,
) -> None:
    said = _said(draft, actor)
    if draft.occurred_at and any(is_again(said, _said(one, actor)) for one in found.new if one.is_notice):
        return  # twice in one message; two alike without a time may well be two purchases
    same = [notice for notice in notices if not notice.cancels and is_again(said, _known(notice))]
    became = [notice.entry_id for notice in same if notice.entry_id is not None]
    standing = next((views[entry_id] for entry_id in became if entry_id in views), None)
    if standing is not None:
        found.again.append((draft, standing))
        return
    cancelled = {notice.entry_id for notice in notices if notice.cancels} - views.keys()
    if cancelled.intersection(became):
        found.again.append((draft, None))
        return
    waiting = next((notice for notice in same if notice.entry_id is None), None)
    if waiting is not None:
        typed = views.get(waiting.same_as or 0)
        if typed is not None:
            found.asked.append(Asked(waiting.id, draft, typed))
            return
        await queries.delete_notices(session, actor.ledger_id, [waiting.id])
    await _meet_entries(session, actor, draft, categories.get(draft.category or ""), found)


async def _meet_entries(
    session: AsyncSession, actor: Actor, draft: Draft, category_id: int | None, found: SortedOut
) -> None:
    """Look for the purchase of a new notice among the entries."""
    said = _said(draft, actor)
    since, until = _shifted(draft.occurred_on, -NEAR), _shifted(draft.occurred_on, NEAR)
    entries = await entry_queries.same_amount(
        session, actor.ledger_id, draft.amount, draft.kind, since, until
    )
    if not entries:
        found.new.append(draft)
        return
    tells = [entry for entry in entries if entry.payment_method or entry.occurred_at]
    again = next((entry for entry in tells if is_again(said, said_in(entry))), None)
    if again is not None:
        found.again.append((draft, again))
        return
    noticed = await queries.noticed(session, actor.ledger_id, [entry.id for entry in entries])
    taken = noticed | {one.entry.id for one in found.asked}
    twin = same_purchase(said, category_id, [entry for entry in entries if entry.id not in taken])
    if twin is None:
        found.new.append(draft)
    else:
        found.asked.append(Asked(0, draft, twin))


def _row(
    actor: Actor, draft: Draft, act: str | None, now: datetime, message: MessageRef | None, **more: Any
) -> dict[str, Any]:
    said = _said(draft, actor)
    return {
        "ledger_id": actor.ledger_id,
        "kind": said.kind.value,
        "amount_minor": said.amount.minor,
        "currency": said.amount.currency,
        "occurred_on": said.occurred_on,
        "occurred_at": said.occurred_at,
        "description": said.description,
        "payment_method": said.payment_method,
        "cancels": draft.cancels,
        "entry_id": None,
        "same_as": None,
        "held": None,
        "act": act,
        "source_bot_id": message and message.bot_id,
        "source_chat_id": message and message.chat_id,
        "source_message_id": message and message.message_id,
        "source_line": draft.line if message else None,
        "created_at": now,
    } | more


async def remember(
    session: AsyncSession,
    actor: Actor,
    recorded: Iterable[tuple[Draft, int]],
    *,
    act: str,
    now: datetime,
    message: MessageRef | None,
) -> None:
    """Remember what notices said, and which entries they became."""
    rows = [
        _row(actor, draft, act, now, message, entry_id=entry_id)
        for draft, entry_id in recorded
        if draft.is_notice
    ]
    if rows:
        await _insert(session, actor, rows, message)


async def _insert(
    session: AsyncSession, actor: Actor, rows: Sequence[dict[str, Any]], message: MessageRef | None
) -> list[int]:
    """Add notices; what an edited message said before on the same lines is forgotten."""
    if message is not None:
        lines = [row["source_line"] for row in rows]
        await queries.delete_lines(session, actor.ledger_id, message, lines)
    return await queries.insert_notices(session, rows)


async def hold(
    session: AsyncSession,
    actor: Actor,
    asked: Sequence[Asked],
    entries: Mapping[int, NewEntry],
    *,
    now: datetime,
    message: MessageRef,
) -> list[Asked]:
    """Keep undecided notices until a person says; `entries` are what they would be, by line."""
    rows = [
        _row(
            actor,
            one.draft,
            None,
            now,
            message,
            same_as=one.entry.id,
            held=_as_json(entries[one.draft.line]),
        )
        for one in asked
        if not one.id
    ]
    ids = iter(await _insert(session, actor, rows, message) if rows else [])
    return [one if one.id else replace(one, id=next(ids)) for one in asked]


def _as_json(new: NewEntry) -> dict[str, Any]:
    return {
        "kind": new.kind.value,
        "amount_minor": new.amount.minor,
        "currency": new.amount.currency,
        "description": new.description,
        "occurred_on": new.occurred_on and new.occurred_on.isoformat(),
        "occurred_at": new.occurred_at and new.occurred_at.isoformat(),
        "category_id": new.category_id,
        "memo": new.memo,
        "payment_method": new.payment_method,
        "installments": new.installments,
        "text": new.text,
        "line": new.line,
    }


def _from_json(kept: Mapping[str, Any]) -> NewEntry:
    named = ("description", "category_id", "memo", "payment_method", "installments", "text", "line")
    return NewEntry(
        kind=Kind(kept["kind"]),
        amount=Money(kept["amount_minor"], kept["currency"]),
        occurred_on=kept["occurred_on"] and date.fromisoformat(kept["occurred_on"]),
        occurred_at=kept["occurred_at"] and datetime.fromisoformat(kept["occurred_at"]),
        chosen=False,
        **{name: kept[name] for name in named},
    )


async def find_ledger_of_notice(session: AsyncSession, user_id: int, notice_id: int) -> int | None:
    """Tell in which of a person's ledgers a notice is."""
    return await queries.find_ledger_of_notice(session, user_id, notice_id)


async def decide(
    session: AsyncSession, actor: Actor, notice_id: int, *, is_same: bool, now: datetime
) -> Decided:
    """Do what a person said of a held notice: it is the entry typed by hand, or another purchase.

    The entry typed by hand gets the way of paying and the time where it had none. Raises Missing
    `notice.decided`, `entry.not_found` where the entry typed by hand is gone, and what `record` raises.
    """
    actor.must_write()
    notice = await queries.find_undecided(session, actor.ledger_id, notice_id)
    if notice is None or notice.held is None:
        raise Missing("notice.decided")
    new, act, entry_id = _from_json(notice.held), new_act(), notice.same_as
    before = None
    if is_same:
        before = await get_entry(session, actor, entry_id or 0)
        entry = await edit_entry(session, actor, before.id, _filled(before, new), now=now, act=act)
    else:
        entry = await _record_held(session, actor, notice, new, act, now)
    await queries.settle(session, actor.ledger_id, notice_id, entry.id, act)
    return Decided(before, entry, act)


def _filled(entry: EntryView, new: NewEntry) -> Changes:
    """Say what a notice adds to an entry typed by hand."""
    changes = Changes()
    if not entry.payment_method and new.payment_method:
        changes = replace(changes, payment_method=new.payment_method)
    if entry.occurred_at is None and new.occurred_at is not None and entry.occurred_on == new.occurred_on:
        changes = replace(changes, occurred_at=new.occurred_at)
    return changes


async def _record_held(
    session: AsyncSession, actor: Actor, notice: PaymentNotice, new: NewEntry, act: str, now: datetime
) -> EntryView:
    if new.category_id is not None and await find_category(session, actor, new.category_id) is None:
        new = replace(new, category_id=None)
    message = None
    if notice.source_bot_id is not None:
        message = MessageRef(notice.source_bot_id, notice.source_chat_id or 0, notice.source_message_id or 0)
    recorded = await record(session, actor, [new], source=Source.TELEGRAM, now=now, message=message, act=act)
    return recorded.entries[0]


async def reopen(session: AsyncSession, actor: Actor, act: str) -> tuple[int, ...]:
    """Leave undecided again what an act had decided; answers the notices."""
    return tuple(await queries.reopen(session, actor.ledger_id, act))


async def undecided_of_message(
    session: AsyncSession, actor: Actor, message: MessageRef
) -> list[PaymentNotice]:
    """Read the notices of a chat message that wait for an answer."""
    return await queries.undecided_of_message(session, actor.ledger_id, message)


async def withdraw(session: AsyncSession, actor: Actor, notices: Iterable[PaymentNotice]) -> None:
    """Ask no longer."""
    await queries.delete_notices(session, actor.ledger_id, [notice.id for notice in notices])


async def void(
    session: AsyncSession,
    actor: Actor,
    drafts: Iterable[Draft],
    *,
    act: str,
    now: datetime,
    message: MessageRef | None,
) -> Voided:
    """Take away the purchases that cancellations mean; a cancellation is never an entry of its own."""
    done = Voided()
    for draft in drafts:
        if draft.cancels:
            await _void_one(session, actor, draft, done, act, now, message)
    return done


async def _void_one(
    session: AsyncSession,
    actor: Actor,
    draft: Draft,
    done: Voided,
    act: str,
    now: datetime,
    message: MessageRef | None,
) -> None:
    since, until = _shifted(draft.occurred_on, -CANCEL_WITHIN), _shifted(draft.occurred_on, NEAR)
    notices = await queries.notices_about(session, actor.ledger_id, {draft.amount.minor}, since, until)
    ids = {notice.entry_id for notice in notices if notice.entry_id is not None}
    views = await entry_queries.find_views(session, actor.ledger_id, ids) if ids else {}
    if _was_done(_said(draft, actor), notices, views, act):
        done.again.append(draft)
        return
    entries = await entry_queries.same_amount(
        session, actor.ledger_id, draft.amount, draft.kind, since, until
    )
    said = {
        notice.entry_id: _known(notice)
        for notice in notices
        if notice.entry_id in views
        and not notice.cancels
        and (notice.kind, notice.currency) == (draft.kind, draft.amount.currency)
    }
    corrected = [views[entry_id] for entry_id in said if entry_id not in {entry.id for entry in entries}]
    payment = closest_payment(draft, [*entries, *corrected], said)
    if payment is None:
        done.unmatched.append(draft)
        return
    await delete_entry(session, actor, payment.id, now=now, act=act)
    await _insert(session, actor, [_row(actor, draft, act, now, message, entry_id=payment.id)], message)
    done.entries.append(payment)


def _was_done(said: Said, notices: Iterable[PaymentNotice], views: Mapping[int, EntryView], act: str) -> bool:
    """Tell whether this cancellation took its purchase away before, and that was not undone.

    Two alike in one message that tell no time may well cancel two purchases.
    """
    return any(
        notice.cancels
        and notice.entry_id not in views
        and is_again(said, _known(notice))
        and not (notice.act == act and said.occurred_at is None)
        for notice in notices
    )


async def purge(session: AsyncSession, now: datetime, limit: int = 1000) -> int:
    """Delete some notices that have served; gives how many, so that a caller may go on until none is left.

    One that nobody answered goes after 30 days, the others when they cannot be cancelled any more.
    """
    return await queries.delete_old(session, now - ASK_FOR, now - CANCEL_WITHIN, limit)

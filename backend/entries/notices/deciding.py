"""Notices that may be the purchase somebody typed by hand: held until a person says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.service import new_act
from backend.categories.service import find_category
from backend.entries.notices import queries
from backend.entries.notices.sayings import as_json, from_json, keep, notice_row
from backend.entries.notices.sorting import Asked
from backend.entries.service import edit_entry, get_entry, record
from backend.entries.views import Changes, EntryView, MessageRef, NewEntry, Source
from backend.kit.errors import Missing
from backend.ledgers.access import Actor
from backend.models import PaymentNotice


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person's answer did: the entry before (None for a new one) and now, and the act to undo."""

    before: EntryView | None
    entry: EntryView
    act: str


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
        notice_row(
            actor,
            one.draft,
            None,
            now,
            message,
            same_as=one.entry.id,
            held=as_json(entries[one.draft.line]),
        )
        for one in asked
        if not one.id
    ]
    ids = iter(await keep(session, actor, rows, message) if rows else [])
    return [one if one.id else replace(one, id=next(ids)) for one in asked]


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
    new, act, entry_id = from_json(notice.held), new_act(), notice.same_as
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

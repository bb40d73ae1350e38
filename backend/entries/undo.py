"""Taking back an act: the last one, or the one a button names, for 30 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import insert_changes, mark_undone
from backend.acts.rules import UNDO_FOR
from backend.acts.service import change_row, changes_to_undo, new_act
from backend.categories import lessons
from backend.entries import queries
from backend.entries.history import queries as history_queries
from backend.entries.history.queries import LOG
from backend.entries.notices.deciding import reopen
from backend.entries.removal import put_back, restored_columns
from backend.entries.views import EntryView
from backend.kit.errors import Missing
from backend.ledgers.access import Actor
from backend.models import EntryChange


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back an act did: entries that are gone, back again, or as they were before.

    `reopened` are the notices that wait for an answer again.
    """

    removed: tuple[EntryView, ...]
    returned: tuple[EntryView, ...]
    reverted: tuple[EntryView, ...]
    reopened: tuple[int, ...] = ()


async def ledger_of_last_act(session: AsyncSession, user_id: int, *, now: datetime) -> int | None:
    """Tell in which of a person's ledgers the act is that `undo` would take back next."""
    return await history_queries.find_ledger_of_last_act(session, user_id, now - UNDO_FOR)


async def undo(session: AsyncSession, actor: Actor, act: str | None, *, now: datetime) -> Undone:
    """Take back an act, or the person's last one when None; all of it or nothing.

    Raises Missing `undo.nothing`, Conflict `undo.already_done`, Expired `undo.too_old`, Stale
    `undo.changed_since` when one of its entries was changed by a later act that still stands.
    """
    actor.must_write()
    if act is None:
        act = await history_queries.find_last_act(session, actor.ledger_id, actor.user_id, now - UNDO_FOR)
    if act is None:
        raise Missing("undo.nothing")
    changes = await changes_to_undo(session, LOG, actor, act, now=now)
    return await _take_back(session, actor, changes, now)


async def _take_back(
    session: AsyncSession, actor: Actor, changes: list[EntryChange], now: datetime
) -> Undone:
    ids = [change.entry_id for change in changes]
    before = await queries.find_views(session, actor.ledger_id, ids)
    undoing = new_act()
    for change in reversed(changes):
        await _revert(session, actor, change, undoing, now)
    await mark_undone(session, LOG, actor.ledger_id, changes)
    after = await queries.find_views(session, actor.ledger_id, ids)
    await lessons.take_back(session, actor, changes[0].act)
    for entry_id, view in before.items():
        was = after.get(entry_id)
        if was is not None and view.category is not None and was.category != view.category:
            await lessons.drop_restored(session, actor, view.kind, view.description, view.category.id)
    return Undone(
        removed=tuple(view for entry_id, view in before.items() if entry_id not in after),
        returned=tuple(view for entry_id, view in after.items() if entry_id not in before),
        reverted=tuple(view for entry_id, view in after.items() if entry_id in before),
        reopened=await reopen(session, actor, changes[0].act),
    )


async def _revert(
    session: AsyncSession, actor: Actor, change: EntryChange, undoing: str, now: datetime
) -> None:
    """Undo one change of one entry; what stands is kept in the history first."""
    standing = await queries.find_row(session, actor.ledger_id, change.entry_id)
    revision = (standing["revision"] if standing else change.revision) + 1
    if change.before is None:
        if standing is None:
            return
        await queries.delete_entry(session, actor.ledger_id, change.entry_id)
        action = "deleted"
    elif standing is None:
        await put_back(session, actor, change.before, revision, now)
        action = "restored"
    else:
        values = await restored_columns(session, actor, change.before)
        values |= {"revision": revision, "updated_at": now}
        await queries.update_entry(session, actor.ledger_id, change.entry_id, values)
        action = "edited"
    line = change_row(LOG, actor, change.entry_id, undoing, action, revision, standing, now, undone=True)
    await insert_changes(session, LOG, [line])

"""Taking entries out of the ledger, and bringing them back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import insert_changes, mark_undone
from backend.acts.rules import UNDO_FOR
from backend.acts.service import change_row, new_act
from backend.categories.service import find_category
from backend.entries import queries
from backend.entries.history import queries as history_queries
from backend.entries.history.queries import LOG
from backend.entries.rules import (
    from_snapshot,
)
from backend.entries.service import get_entry, get_row
from backend.entries.views import EntryView
from backend.kit.errors import Conflict, Missing
from backend.ledgers.access import Actor


async def delete_entry(
    session: AsyncSession,
    actor: Actor,
    entry_id: int,
    *,
    now: datetime,
    if_revision: int | None = None,
    act: str | None = None,
) -> str:
    """Move an entry to the history, from where it can be restored for 30 days; answers the act.

    Raises Missing `entry.not_found`, Stale `resource.changed`, Forbidden `ledger.read_only`.
    """
    actor.must_write()
    act = act or new_act()
    before = await get_row(session, actor, entry_id, if_revision)
    await queries.delete_entry(session, actor.ledger_id, entry_id)
    line = change_row(LOG, actor, entry_id, act, "deleted", before["revision"] + 1, before, now)
    await insert_changes(session, LOG, [line])
    return act


async def restore_entry(session: AsyncSession, actor: Actor, entry_id: int, *, now: datetime) -> EntryView:
    """Bring back an entry deleted within 30 days, under its old id.

    Raises Conflict `entry.not_deleted` for one that stands, Missing `entry.not_found`.
    """
    actor.must_write()
    if await queries.find_row(session, actor.ledger_id, entry_id) is not None:
        raise Conflict("entry.not_deleted")
    deletion = await history_queries.find_deletion(session, actor.ledger_id, entry_id, now - UNDO_FOR)
    if deletion is None or deletion.before is None:
        raise Missing("entry.not_found")
    await put_back(session, actor, deletion.before, deletion.revision + 1, now)
    await mark_undone(session, LOG, actor.ledger_id, [deletion])
    revision = deletion.revision + 1
    line = change_row(LOG, actor, entry_id, new_act(), "restored", revision, None, now, undone=True)
    await insert_changes(session, LOG, [line])
    return await get_entry(session, actor, entry_id)


async def put_back(
    session: AsyncSession, actor: Actor, kept: dict[str, Any], revision: int, now: datetime
) -> None:
    """Insert a deleted entry as it was kept."""
    row = await restored_columns(session, actor, kept)
    await queries.insert_entries(session, [row | {"revision": revision, "updated_at": now}])


async def restored_columns(session: AsyncSession, actor: Actor, kept: dict[str, Any]) -> dict[str, Any]:
    """Read a snapshot as columns; a category or an author who is gone meanwhile is left out."""
    row = from_snapshot(kept) | {"ledger_id": actor.ledger_id}
    category_id, author_id = row["category_id"], row["author_id"]
    if category_id is not None and await find_category(session, actor, category_id) is None:
        row["category_id"] = None
    if author_id is not None and not await queries.is_person(session, author_id):
        row["author_id"] = None
    return row

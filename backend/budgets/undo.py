"""Taking back what an act did to budgets, for 30 days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.budgets import queries
from backend.budgets.service import change_row, new_act
from backend.categories.service import find_category
from backend.entries.rules import UNDO_FOR
from backend.kit.errors import Conflict, Expired, Missing, Stale
from backend.ledgers import queries as ledger_queries
from backend.ledgers.access import Actor
from backend.models import BudgetChange

_DAYS = ("starts_on", "ends_on")
_MOMENTS = ("created_at", "updated_at")


async def undo_budgets(session: AsyncSession, actor: Actor, act: str, *, now: datetime) -> None:
    """Put every budget that an act changed back as it was before; all of them or none.

    Raises Missing `undo.nothing`, Conflict `undo.already_done`, `budget.overlaps` where another took the
    place, Expired `undo.too_old`, Stale `undo.changed_since`.
    """
    actor.must_write()
    await ledger_queries.serialise(session, actor.ledger_id)
    changes = await queries.changes_of_act(session, actor.ledger_id, act)
    if not changes:
        raise Missing("undo.nothing")
    changes = [change for change in changes if not change.undone]
    if not changes:
        raise Conflict("undo.already_done")
    if changes[0].changed_at < now - UNDO_FOR:
        raise Expired("undo.too_old")
    for change in changes:
        if await queries.changed_after(session, actor.ledger_id, change):
            raise Stale("undo.changed_since")
    undoing = new_act()
    for change in reversed(changes):
        await _revert(session, actor, change, undoing, now)
    await queries.mark_undone(session, actor.ledger_id, act)


async def _revert(
    session: AsyncSession, actor: Actor, change: BudgetChange, undoing: str, now: datetime
) -> None:
    standing = await queries.find_row(session, actor.ledger_id, change.budget_id)
    revision = (standing["revision"] if standing else change.revision) + 1
    if change.before is None:
        await queries.delete_budget(session, actor.ledger_id, change.budget_id)
        action = "deleted"
    else:
        row = _row_of(change.before) | {"revision": revision, "updated_at": now}
        if row["category_id"] is not None and await find_category(session, actor, row["category_id"]) is None:
            raise Stale("undo.changed_since")
        if await queries.overlaps(session, row):
            raise Conflict("budget.overlaps")
        action = "edited" if standing else "created"
        if standing:
            await queries.update_budget(session, actor.ledger_id, change.budget_id, row)
        else:
            await queries.insert_budget(session, row)
    line = change_row(actor, change.budget_id, undoing, action, revision, standing, now, undone=True)
    await queries.insert_change(session, line)


def _row_of(kept: dict[str, Any]) -> dict[str, Any]:
    """Read a snapshot as columns."""
    row = dict(kept)
    for name in _DAYS:
        row[name] = row[name] and date.fromisoformat(row[name])
    for name in _MOMENTS:
        row[name] = datetime.fromisoformat(row[name])
    return row

"""Taking back what an act did to budgets, for 30 days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import insert_changes, mark_undone
from backend.acts.rules import from_snapshot
from backend.acts.service import change_row, changes_to_undo, new_act
from backend.budgets import queries
from backend.budgets.queries import LOG
from backend.categories.service import find_category
from backend.kit.errors import Conflict, Stale
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
    changes = await changes_to_undo(session, LOG, actor, act, now=now)
    undoing = new_act()
    for change in reversed(changes):
        await _revert(session, actor, change, undoing, now)
    await mark_undone(session, LOG, actor.ledger_id, changes)


async def _revert(
    session: AsyncSession, actor: Actor, change: BudgetChange, undoing: str, now: datetime
) -> None:
    standing = await queries.find_row(session, actor.ledger_id, change.budget_id)
    revision = (standing["revision"] if standing else change.revision) + 1
    if change.before is None:
        await queries.delete_budget(session, actor.ledger_id, change.budget_id)
        action = "deleted"
    else:
        kept = from_snapshot(change.before, days=_DAYS, moments=_MOMENTS)
        row = kept | {"revision": revision, "updated_at": now}
        if row["category_id"] is not None and await find_category(session, actor, row["category_id"]) is None:
            raise Stale("undo.changed_since")
        if await queries.overlaps(session, row):
            raise Conflict("budget.overlaps")
        action = "edited" if standing else "created"
        if standing:
            await queries.update_budget(session, actor.ledger_id, change.budget_id, row)
        else:
            await queries.insert_budget(session, row)
    line = change_row(LOG, actor, change.budget_id, undoing, action, revision, standing, now, undone=True)
    await insert_changes(session, LOG, [line])

"""The verbs of acts: name one, keep a change of it, and say which changes of it can be taken back."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts import queries
from backend.acts.queries import Change, Log
from backend.acts.rules import UNDO_FOR, snapshot
from backend.kit.errors import Conflict, Expired, Missing, Stale
from backend.ledgers.access import Actor


def new_act() -> str:
    """Name one act of a person: all that it changes is undone together."""
    return secrets.token_hex(8)


def change_row(
    log: Log[Change],
    actor: Actor,
    row_id: int,
    act: str,
    action: str,
    revision: int,
    before: dict[str, Any] | None,
    now: datetime,
    *,
    undone: bool = False,
) -> dict[str, Any]:
    """Write one line of a history: `before` is the row as it was, `revision` the one after the change.

    `undone` marks what is itself an undoing: it is not undone again.
    """
    return {
        "ledger_id": actor.ledger_id,
        log.about.key: row_id,
        "act": act,
        "action": action,
        "revision": revision,
        "before": None if before is None else snapshot(before),
        "author_id": actor.user_id,
        "changed_at": now,
        "undone": undone,
    }


async def changes_to_undo(
    session: AsyncSession, log: Log[Change], actor: Actor, act: str, *, now: datetime
) -> list[Change]:
    """Read the changes of an act that can be taken back, in their order; all of them or none.

    Raises Missing `undo.nothing`, Conflict `undo.already_done`, Expired `undo.too_old`, Stale
    `undo.changed_since` when one of its rows was changed by a later act that still stands.
    """
    changes = await queries.changes_of_act(session, log, actor.ledger_id, act, lock=True)
    if not changes:
        raise Missing("undo.nothing")
    changes = [change for change in changes if not change.undone]
    if not changes:
        raise Conflict("undo.already_done")
    if changes[0].changed_at < now - UNDO_FOR:
        raise Expired("undo.too_old")
    for change in changes:
        if await queries.changed_after(session, log, actor.ledger_id, change):
            raise Stale("undo.changed_since")
    return changes

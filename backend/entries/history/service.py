"""What became of one entry: who changed what of it, and when; and changing many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import changes_of_act
from backend.acts.rules import UNDO_FOR, snapshot
from backend.acts.service import new_act
from backend.entries import queries as entry_queries
from backend.entries.history import queries
from backend.entries.history.queries import LOG
from backend.entries.rules import from_snapshot
from backend.entries.service import edit_entry
from backend.entries.views import Changes, Touched
from backend.kit.errors import Invalid, Missing
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind

TOLD = ("kind", "amount_minor", "currency", "category_id", "description", "memo", "payment_method",
        "occurred_on", "excluded")  # fmt: skip
"""The columns whose changes people are told; the others follow from them."""
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what was done, and the fields that differ, before and after it."""

    action: str
    author_id: int | None
    who: str | None
    when: datetime
    act: str
    undone: bool
    differences: tuple[tuple[str, Any, Any], ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class History:
    """Every change of an entry, newest first."""

    steps: tuple[Step, ...]
    deleted: bool

    @property
    def last(self) -> Mapping[str, Any]:
        """The entry's columns when it was last there."""
        return next((step.before for step in self.steps if step.before is not None), {})


async def history(session: AsyncSession, actor: Actor, entry_id: int) -> History:
    """Tell what became of an entry, one that is deleted too. Raises Missing `entry.not_found`."""
    changes = await queries.all_changes_of_entry(session, actor.ledger_id, entry_id)
    standing = await entry_queries.find_row(session, actor.ledger_id, entry_id, lock=False)
    if not changes:
        raise Missing("entry.not_found")
    # A row keeps the entry before the change; the one after it is what the next change found.
    after = None if standing is None else snapshot(standing)
    steps = []
    for change, who in reversed(changes):
        here = after if change.action != "deleted" else None
        steps.append(
            Step(
                change.action,
                change.author_id,
                who,
                change.changed_at,
                change.act,
                change.undone,
                _differences(change.before, here),
                change.before,
                here,
            )
        )
        after = change.before
    return History(tuple(steps), deleted=standing is None)


async def touched_by_act(session: AsyncSession, actor: Actor, act: str) -> list[Touched]:
    """Tell where the entries that an act changed counted before it, and where they count now."""
    changes = await changes_of_act(session, LOG, actor.ledger_id, act)
    now = await entry_queries.find_views(session, actor.ledger_id, {change.entry_id for change in changes})
    before = [_touched(change.before) for change in changes if change.before is not None]
    return [*before, *(view.touched for view in now.values())]


def _touched(kept: Mapping[str, Any]) -> Touched:
    row = from_snapshot(kept)
    return Touched(Kind(row["kind"]), row["occurred_on"], row["category_id"], row["excluded"])


def _differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[tuple[str, Any, Any], ...]:
    if before is None or after is None:
        return ()
    return tuple((name, before[name], after[name]) for name in TOLD if before[name] != after[name])


def restorable(found: History, now: datetime) -> bool:
    """Whether a deleted entry can still be brought back."""
    return found.deleted and bool(found.steps) and found.steps[0].when >= now - UNDO_FOR


async def move_entries(
    session: AsyncSession, actor: Actor, ids: Sequence[int], category_id: int, *, now: datetime
) -> tuple[int, str]:
    """File several entries under a category as one act; answers how many were changed, and the act.

    Raises Forbidden `ledger.read_only`, Missing `entry.not_found`, Invalid `category.not_found`,
    `category.wrong_kind`, `entry.none_chosen`, `entry.too_many_chosen`.
    """
    actor.must_write()
    if not ids:
        raise Invalid("entry.none_chosen", field="entry")
    if len(ids) > MOST_AT_ONCE:
        raise Invalid("entry.too_many_chosen", field="entry", most=MOST_AT_ONCE)
    act = new_act()
    for entry_id in sorted(set(ids)):  # one order for everybody: two such acts at once cannot deadlock
        await edit_entry(session, actor, entry_id, Changes(category_id=category_id), now=now, act=act)
    return len(set(ids)), act

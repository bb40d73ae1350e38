"""SQL of acts: the same for every table that keeps the changes of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from backend.db.sql import insert
from backend.models import BudgetChange, EntryChange, Member

Change = TypeVar("Change", EntryChange, BudgetChange)


@dataclass(frozen=True, slots=True)
class Log(Generic[Change]):
    """A table of changes, and its column that names the changed row."""

    table: type[Change]
    about: InstrumentedAttribute[int]

    def id_of(self, change: Change) -> int:
        """Name the row that a change is about."""
        found: int = getattr(change, self.about.key)
        return found


CHANGED = "changed_acts"


async def insert_changes(session: AsyncSession, log: Log[Change], rows: Sequence[dict[str, Any]]) -> None:
    """Add lines to a history; `changed_acts` tells of them until the session ends."""
    await session.execute(insert(session, log.table.__table__), list(rows))
    changed = session.info.setdefault(CHANGED, {})
    changed.update({(row["ledger_id"], row["act"], row["author_id"]): None for row in rows})


def changed_acts(session: AsyncSession) -> list[tuple[int, str, int]]:
    """Name the acts of this session (ledger, act, author), also what a savepoint took back."""
    return list(session.info.get(CHANGED, {}))


async def changes_of_act(
    session: AsyncSession, log: Log[Change], ledger_id: int, act: str, *, lock: bool = False
) -> list[Change]:
    """Read the changes that one act made, in their order; `lock` keeps others from undoing them meanwhile."""
    table = log.table
    query = select(table).where(table.ledger_id == ledger_id, table.act == act).order_by(table.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(await session.scalars(query))


async def changed_after(session: AsyncSession, log: Log[Change], ledger_id: int, change: Change) -> bool:
    """Tell whether something that still stands happened to the same row after this change."""
    table = log.table
    found = await session.execute(
        select(table.id)
        .where(
            table.ledger_id == ledger_id,
            log.about == log.id_of(change),
            table.id > change.id,
            table.act != change.act,
            table.undone.is_(False),
        )
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def mark_undone(
    session: AsyncSession, log: Log[Change], ledger_id: int, changes: Sequence[Change]
) -> None:
    """Note that these changes stand no longer."""
    table = log.table
    await session.execute(
        update(table)
        .where(table.ledger_id == ledger_id, table.id.in_([change.id for change in changes]))
        .values(undone=True)
        .execution_options(synchronize_session=False)
    )


async def find_ledger_of_act(session: AsyncSession, log: Log[Change], user_id: int, act: str) -> int | None:
    """Tell in which of a person's ledgers an act was done."""
    table = log.table
    found = await session.execute(
        select(table.ledger_id)
        .join(Member, Member.ledger_id == table.ledger_id)
        .where(Member.user_id == user_id, table.act == act)
        .limit(1)
    )
    return found.scalar_one_or_none()

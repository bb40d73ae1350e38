"""SQL of the history: which acts changed which entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from backend.models import EntryChange, Member, User


async def find_ledger_of_entry(session: AsyncSession, user_id: int, entry_id: int) -> int | None:
    """Tell in which of a person's ledgers an entry is, or was until it was deleted."""
    found = await session.execute(
        select(EntryChange.ledger_id)
        .join(Member, Member.ledger_id == EntryChange.ledger_id)
        .where(Member.user_id == user_id, EntryChange.entry_id == entry_id)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def find_ledger_of_act(session: AsyncSession, user_id: int, act: str) -> int | None:
    """Tell in which of a person's ledgers an act was done."""
    found = await session.execute(
        select(EntryChange.ledger_id)
        .join(Member, Member.ledger_id == EntryChange.ledger_id)
        .where(Member.user_id == user_id, EntryChange.act == act)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def changes_of_act(session: AsyncSession, ledger_id: int, act: str) -> list[EntryChange]:
    """Read the changes that one act made, in their order."""
    rows = await session.scalars(
        select(EntryChange)
        .where(EntryChange.ledger_id == ledger_id, EntryChange.act == act)
        .order_by(EntryChange.id)
    )
    return list(rows)


async def changes_of_entry(
    session: AsyncSession, ledger_id: int, entry_id: int
) -> list[tuple[EntryChange, str | None]]:
    """Read what happened to an entry and still stands, oldest first, with the names of who did it."""
    rows = await session.execute(
        select(EntryChange, User.display_name)
        .outerjoin(User, User.id == EntryChange.author_id)
        .where(
            EntryChange.ledger_id == ledger_id,
            EntryChange.entry_id == entry_id,
            EntryChange.undone.is_(False),
        )
        .order_by(EntryChange.id)
    )
    return [(change, name) for change, name in rows]


async def find_last_act(session: AsyncSession, ledger_id: int, author_id: int, since: datetime) -> str | None:
    """Name the person's newest act since then that is not undone."""
    found = await session.execute(
        select(EntryChange.act)
        .where(
            EntryChange.ledger_id == ledger_id,
            EntryChange.author_id == author_id,
            EntryChange.undone.is_(False),
            EntryChange.changed_at >= since,
        )
        .order_by(EntryChange.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def find_ledger_of_last_act(session: AsyncSession, user_id: int, since: datetime) -> int | None:
    """Tell in which of a person's ledgers their newest act is that is not undone."""
    found = await session.execute(
        select(EntryChange.ledger_id)
        .join(Member, Member.ledger_id == EntryChange.ledger_id)
        .where(
            Member.user_id == user_id,
            EntryChange.author_id == user_id,
            EntryChange.undone.is_(False),
            EntryChange.changed_at >= since,
        )
        .order_by(EntryChange.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def changed_after(session: AsyncSession, ledger_id: int, change: EntryChange) -> bool:
    """Tell whether something that still stands happened to the entry after this change."""
    found = await session.execute(
        select(EntryChange.id)
        .where(
            EntryChange.ledger_id == ledger_id,
            EntryChange.entry_id == change.entry_id,
            EntryChange.id > change.id,
            EntryChange.act != change.act,
            EntryChange.undone.is_(False),
        )
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def mark_undone(session: AsyncSession, ledger_id: int, changes: Sequence[EntryChange]) -> None:
    """Note that these changes stand no longer."""
    await session.execute(
        update(EntryChange)
        .where(EntryChange.ledger_id == ledger_id, EntryChange.id.in_([change.id for change in changes]))
        .values(undone=True)
    )


async def find_deletion(
    session: AsyncSession, ledger_id: int, entry_id: int, since: datetime
) -> EntryChange | None:
    """Read the newest change of an entry if it is a deletion since then."""
    found = (
        await session.scalars(
            select(EntryChange)
            .where(EntryChange.ledger_id == ledger_id, EntryChange.entry_id == entry_id)
            .order_by(EntryChange.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if found is None or found.action != "deleted" or found.changed_at < since:
        return None
    return found


async def all_changes_of_entry(
    session: AsyncSession, ledger_id: int, entry_id: int
) -> list[tuple[EntryChange, str | None]]:
    """Read every change of one entry, undone ones too, with the name of who made it, oldest first."""
    rows = await session.execute(
        select(EntryChange, User.display_name)
        .outerjoin(User, User.id == EntryChange.author_id)
        .where(EntryChange.ledger_id == ledger_id, EntryChange.entry_id == entry_id)
        .order_by(EntryChange.id)
    )
    return [(change, name) for change, name in rows]

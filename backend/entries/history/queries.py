"""SQL of the history: which acts changed which entries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import Log
from backend.models import EntryChange, Member, User

LOG = Log(EntryChange, EntryChange.entry_id)
"""The history of entries."""


async def find_ledger_of_entry(session: AsyncSession, user_id: int, entry_id: int) -> int | None:
    """Tell in which of a person's ledgers an entry is, or was until it was deleted."""
    found = await session.execute(
        select(EntryChange.ledger_id)
        .join(Member, Member.ledger_id == EntryChange.ledger_id)
        .where(Member.user_id == user_id, EntryChange.entry_id == entry_id)
        .limit(1)
    )
    return found.scalar_one_or_none()


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

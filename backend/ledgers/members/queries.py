"""All the SQL of who is in a ledger; every statement is scoped by the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.models import Member, User

_MEMBERS = select(
    Member.user_id,
    User.display_name,
    Member.role,
    Member.revision,
    Member.created_at,
).join(User, User.id == Member.user_id)


async def list_members(
    session: AsyncSession, ledger_id: int, *, after: int = 0, limit: int | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Read a ledger's members with their names, those after an id."""
    return (
        await session.execute(
            _MEMBERS.where(Member.ledger_id == ledger_id, Member.user_id > after)
            .order_by(Member.user_id)
            .limit(limit)
        )
    ).all()


async def find_member(session: AsyncSession, ledger_id: int, user_id: int) -> Row[*tuple[Any, ...]] | None:
    """Read one member with the name."""
    return (
        await session.execute(_MEMBERS.where(Member.ledger_id == ledger_id, Member.user_id == user_id))
    ).one_or_none()


async def insert_member(
    session: AsyncSession, ledger_id: int, user_id: int, role: str, now: datetime
) -> None:
    """Let a person in."""
    session.add(Member(ledger_id=ledger_id, user_id=user_id, role=role, is_default=False, created_at=now))
    await session.flush()


async def set_role(session: AsyncSession, ledger_id: int, user_id: int, role: str) -> None:
    """Give a member another role."""
    await session.execute(
        update(Member)
        .where(Member.ledger_id == ledger_id, Member.user_id == user_id)
        .values(role=role, revision=Member.revision + 1)
        .execution_options(synchronize_session=False)
    )


async def delete_member(session: AsyncSession, ledger_id: int, user_id: int) -> None:
    """Take a person out of a ledger; what they recorded stays."""
    await session.execute(
        delete(Member)
        .where(Member.ledger_id == ledger_id, Member.user_id == user_id)
        .execution_options(synchronize_session=False)
    )

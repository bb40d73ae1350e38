"""All SQL of digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert
from backend.models import Chat, Digest, User


async def find_digests(session: AsyncSession, bot_id: int, chat_id: int) -> Sequence[Digest]:
    """Read a chat's digests, on or off."""
    found = (
        select(Digest)
        .where(Digest.bot_id == bot_id, Digest.chat_id == chat_id)
        .order_by(Digest.period.desc())
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(found)).all()


async def insert_digests(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write digests down; those that are there stay as they are."""
    statement = insert(session, Digest).on_conflict_do_nothing(index_elements=["bot_id", "chat_id", "period"])
    await session.execute(statement, [dict(row) for row in rows])


async def update_digests(
    session: AsyncSession, bot_id: int, chat_id: int, values: Mapping[str, Any], period: str | None
) -> None:
    """Change a chat's digests, or the one of a period."""
    changed = update(Digest).where(Digest.bot_id == bot_id, Digest.chat_id == chat_id)
    if period is not None:
        changed = changed.where(Digest.period == period)
    await session.execute(changed.values(**values).execution_options(synchronize_session=False))


async def digests_on(session: AsyncSession) -> Sequence[Row[Digest, Chat | None, User]]:
    """Read every digest that is on, with its chat and its reader.

    A private chat's is read by the person whose chat it is, a group's by whoever set it. Chats that we cannot
    write to are left out.
    """
    is_reader = or_(
        and_(Digest.chat_id > 0, User.telegram_user_id == Digest.chat_id),
        and_(Digest.chat_id < 0, User.id == Digest.reader_id),
    )
    rows = await session.execute(
        select(Digest, Chat, User)
        .join(User, is_reader)
        .outerjoin(Chat, and_(Chat.bot_id == Digest.bot_id, Chat.chat_id == Digest.chat_id))
        .where(Digest.is_on.is_(True), or_(Chat.id.is_(None), Chat.state == "active"))
        .order_by(Digest.id)
    )
    return rows.all()


async def claim(session: AsyncSession, digest: Digest, told_until: date) -> bool:
    """Take a digest to tell it; False where somebody else did, or it was set otherwise meanwhile."""
    before = digest.told_until
    was = Digest.told_until.is_(None) if before is None else Digest.told_until == before
    claimed = await session.scalar(
        update(Digest)
        .where(
            Digest.id == digest.id,
            Digest.is_on.is_(True),
            Digest.hour == digest.hour,
            Digest.weekday == digest.weekday,
            was,
        )
        .values(told_until=told_until)
        .returning(Digest.id)
        .execution_options(synchronize_session=False)
    )
    return claimed is not None


async def move_digests(session: AsyncSession, bot_id: int, old: int, new: int) -> None:
    """Let a chat keep its digests under another id, where that has none of the period."""
    known = select(Digest.period).where(Digest.bot_id == bot_id, Digest.chat_id == new)
    await session.execute(
        update(Digest)
        .where(Digest.bot_id == bot_id, Digest.chat_id == old, Digest.period.not_in(known))
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )

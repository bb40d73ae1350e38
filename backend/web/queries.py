"""All the SQL of the web's own table: answers given to creating requests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert
from backend.models import IdempotencyKey

GOOD_FOR = timedelta(hours=24)


async def claim_key(
    session: AsyncSession, scope: str, key: str, request_digest: str, now: datetime
) -> int | None:
    """Take a key for a request; None when it was taken within 24 hours.

    A second request with the same key waits here until the first one's transaction ends.
    """
    values = {"request_digest": request_digest, "status": None, "answer": None, "created_at": now}
    claim = insert(session, IdempotencyKey).values(scope=scope, key=key, **values)
    claimed = await session.execute(
        claim.on_conflict_do_update(
            index_elements=["scope", "key"],
            set_=values,
            where=IdempotencyKey.created_at <= now - GOOD_FOR,
        ).returning(IdempotencyKey.id)
    )
    return claimed.scalar_one_or_none()


async def find_answer(session: AsyncSession, scope: str, key: str) -> Row[*tuple[Any, ...]] | None:
    """Read what a key was used for, and the answer."""
    return (
        await session.execute(
            select(IdempotencyKey.request_digest, IdempotencyKey.status, IdempotencyKey.answer).where(
                IdempotencyKey.scope == scope, IdempotencyKey.key == key
            )
        )
    ).one_or_none()


async def keep_answer(session: AsyncSession, row_id: int, status: int, answer: bytes) -> None:
    """Keep the answer to a request."""
    await session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.id == row_id)
        .values(status=status, answer=answer)
        .execution_options(synchronize_session=False)
    )


async def release_key(session: AsyncSession, row_id: int) -> None:
    """Give a key back that nothing was made by."""
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.id == row_id))

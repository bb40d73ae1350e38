"""SQL of the rates that a ledger's people gave."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    delete,
    func,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert
from backend.models import (
    ManualRate,
)

# Rates that people give


async def find_manual_rate(session: AsyncSession, ledger_id: int, currency: str, day: date) -> str | None:
    """Read the newest rate not after the day, else the earliest there is."""
    ours = select(ManualRate.rate).where(ManualRate.ledger_id == ledger_id, ManualRate.currency == currency)
    before = ours.where(ManualRate.day <= day).order_by(ManualRate.day.desc()).limit(1)
    found: str | None = await session.scalar(before)
    return found if found is not None else await session.scalar(ours.order_by(ManualRate.day).limit(1))


async def list_manual_rates(
    session: AsyncSession, ledger_id: int, after: tuple[date, int] | None, limit: int
) -> list[ManualRate]:
    """Read a ledger's own rates, the newest day first."""
    query = select(ManualRate).where(ManualRate.ledger_id == ledger_id)
    if after is not None:
        query = query.where(tuple_(ManualRate.day, ManualRate.id) < tuple_(*after))
    return list(
        await session.scalars(query.order_by(ManualRate.day.desc(), ManualRate.id.desc()).limit(limit))
    )


async def insert_manual_rate(session: AsyncSession, row: dict[str, Any]) -> int | None:
    """Add a rate; None when there is one of that currency and day."""
    added = await session.execute(
        insert(session, ManualRate)
        .values(row)
        .on_conflict_do_nothing(index_elements=["ledger_id", "currency", "day"])
        .returning(ManualRate.id)
    )
    return added.scalar_one_or_none()


async def count_manual_rates(session: AsyncSession, ledger_id: int) -> int:
    """Count a ledger's own rates."""
    return (await session.execute(select(func.count()).where(ManualRate.ledger_id == ledger_id))).scalar_one()


async def delete_manual_rate(session: AsyncSession, ledger_id: int, rate_id: int) -> bool:
    """Remove one; tells whether there was one."""
    gone = await session.execute(
        delete(ManualRate)
        .where(ManualRate.ledger_id == ledger_id, ManualRate.id == rate_id)
        .returning(ManualRate.id)
    )
    return gone.scalar_one_or_none() is not None

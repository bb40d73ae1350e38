"""A ledger's budgets moved into another one with its entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.budgets import queries
from backend.ledgers import queries as ledger_queries


async def move_budgets(
    session: AsyncSession,
    from_ledger: int,
    to_ledger: int,
    categories: Mapping[int | None, int | None],
    *,
    now: datetime,
) -> None:
    """Copy budgets to another ledger of the same currency, under the categories that stand for theirs there.

    Where one there covers the same time already, that one stands.
    """
    await ledger_queries.serialise(session, to_ledger)
    for row in await queries.rows_of(session, from_ledger):
        category_id = categories.get(row["category_id"])
        if row["category_id"] is not None and category_id is None:
            continue
        copy = row | {"ledger_id": to_ledger, "category_id": category_id, "revision": 1, "updated_at": now}
        del copy["id"]
        if not await queries.overlaps(session, copy):
            await queries.insert_budget(session, copy)

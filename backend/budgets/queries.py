"""All the SQL of budgets; every statement is scoped by the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Row, and_, bindparam, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import Log
from backend.budgets.views import BudgetView, Rollover
from backend.db.sql import insert
from backend.entries.views import CategoryView
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from backend.models import Budget, BudgetAlert, BudgetChange, Category, Member

LOG = Log(BudgetChange, BudgetChange.budget_id)
"""The history of budgets."""

AlertKey = tuple[int, int, date]
"""A budget, a threshold, and the first day of a period."""


_CATEGORIES = Category.__table__

_BUDGETS = (
    select(
        Budget.__table__,
        _CATEGORIES.c.key.label("category_key"),
        _CATEGORIES.c.name.label("category_name"),
        _CATEGORIES.c.emoji.label("category_emoji"),
    )
    .outerjoin(
        _CATEGORIES,
        and_(_CATEGORIES.c.ledger_id == Budget.ledger_id, _CATEGORIES.c.id == Budget.category_id),
    )
    .where(Budget.ledger_id == bindparam("ledger_id"))
    .order_by(Budget.id)
)
"""Budgets of one ledger with what their views show, in the order they were made."""

_BEGUN = _BUDGETS.where(Budget.starts_on <= bindparam("on", type_=Date))
_BEGUN_LOCKED = _BEGUN.with_for_update(of=Budget, key_share=True)


def _view(row: Row[Any], currency: str) -> BudgetView:
    category = None
    if row.category_id is not None:
        category = CategoryView(row.category_id, row.category_key, row.category_name, row.category_emoji)
    return BudgetView(
        id=row.id,
        category=category,
        amount=Money(row.amount_minor, currency),
        period=PeriodKind(row.period),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        rollover=Rollover(row.rollover),
        alert_at=tuple(row.alert_at),
        chain=row.chain,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def list_budgets(
    session: AsyncSession, ledger_id: int, currency: str, *, after: int = 0, limit: int | None = None
) -> list[BudgetView]:
    """Read a ledger's budgets in the order they were made, those after an id."""
    rows = await session.execute(_BUDGETS.where(Budget.id > after).limit(limit), {"ledger_id": ledger_id})
    return [_view(row, currency) for row in rows]


async def begun_by(
    session: AsyncSession, ledger_id: int, currency: str, on: date, *, lock: bool = False
) -> list[BudgetView]:
    """Read the budgets that began on a day or before; `lock` makes others who ask for it wait."""
    query = _BEGUN_LOCKED if lock else _BEGUN
    rows = await session.execute(query, {"ledger_id": ledger_id, "on": on})
    return [_view(row, currency) for row in rows]


async def find_budget(
    session: AsyncSession, ledger_id: int, currency: str, budget_id: int
) -> BudgetView | None:
    """Read one budget."""
    query = _BUDGETS.where(Budget.id == budget_id)
    row = (await session.execute(query, {"ledger_id": ledger_id})).one_or_none()
    return None if row is None else _view(row, currency)


async def find_row(session: AsyncSession, ledger_id: int, budget_id: int) -> dict[str, Any] | None:
    """Read a budget's columns and lock the row until the transaction ends."""
    row = (
        await session.execute(
            select(Budget.__table__)
            .where(Budget.ledger_id == ledger_id, Budget.id == budget_id)
            .with_for_update()
        )
    ).one_or_none()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


async def rows_of(session: AsyncSession, ledger_id: int) -> list[dict[str, Any]]:
    """Read every budget's columns, in the order they were made."""
    rows = await session.execute(
        select(Budget.__table__).where(Budget.ledger_id == ledger_id).order_by(Budget.id)
    )
    return [dict(row) for row in rows.mappings()]


async def count_budgets(session: AsyncSession, ledger_id: int) -> int:
    """Count a ledger's budgets, those that ended too."""
    return (await session.execute(select(func.count()).where(Budget.ledger_id == ledger_id))).scalar_one()


async def overlaps(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Tell whether another budget of the same category and period is in effect on a day of this one."""
    same_category = (
        Budget.category_id.is_(None)
        if row["category_id"] is None
        else Budget.category_id == row["category_id"]
    )
    query = select(Budget.id).where(
        Budget.ledger_id == row["ledger_id"],
        same_category,
        Budget.period == row["period"],
        or_(Budget.ends_on.is_(None), Budget.ends_on >= row["starts_on"]),
    )
    if row.get("id") is not None:
        query = query.where(Budget.id != row["id"])
    if row["ends_on"] is not None:
        query = query.where(Budget.starts_on <= row["ends_on"])
    return (await session.execute(query.limit(1))).scalar_one_or_none() is not None


async def insert_budget(session: AsyncSession, row: dict[str, Any]) -> int:
    """Add a budget; answers its id."""
    added = await session.execute(insert(session, Budget).values(row).returning(Budget.id))
    return added.scalar_one()


async def update_budget(
    session: AsyncSession, ledger_id: int, budget_id: int, values: dict[str, Any]
) -> None:
    """Change columns of one budget."""
    await session.execute(
        update(Budget)
        .where(Budget.ledger_id == ledger_id, Budget.id == budget_id)
        .values(values)
        .execution_options(synchronize_session=False)
    )


async def delete_budget(session: AsyncSession, ledger_id: int, budget_id: int) -> None:
    """Remove one budget, and what was told of it."""
    await session.execute(delete(Budget).where(Budget.ledger_id == ledger_id, Budget.id == budget_id))


# What was told


async def reach(
    session: AsyncSession, ledger_id: int, keys: Sequence[AlertKey], now: datetime
) -> set[AlertKey]:
    """Note thresholds as reached; answers those that were not yet."""
    if not keys:
        return set()
    added = await session.execute(
        insert(session, BudgetAlert)
        .values(
            [
                {
                    "ledger_id": ledger_id,
                    "budget_id": budget_id,
                    "threshold": threshold,
                    "period_start": period_start,
                    "reached_at": now,
                }
                for budget_id, threshold, period_start in keys
            ]
        )
        .on_conflict_do_nothing(index_elements=["ledger_id", "budget_id", "threshold", "period_start"])
        .returning(BudgetAlert.budget_id, BudgetAlert.threshold, BudgetAlert.period_start)
    )
    return {(row.budget_id, row.threshold, row.period_start) for row in added}


async def fall_below(session: AsyncSession, ledger_id: int, keys: Sequence[AlertKey]) -> None:
    """Forget that thresholds were reached: to reach them again is news."""
    if not keys:
        return
    key = tuple_(BudgetAlert.budget_id, BudgetAlert.threshold, BudgetAlert.period_start)
    await session.execute(
        delete(BudgetAlert)
        .where(BudgetAlert.ledger_id == ledger_id, key.in_(list(keys)))
        .execution_options(synchronize_session=False)
    )


# Whose


async def find_ledger_of_budget(session: AsyncSession, user_id: int, budget_id: int) -> int | None:
    """Find the ledger of a budget among a person's own."""
    found = await session.execute(
        select(Budget.ledger_id)
        .join(Member, Member.ledger_id == Budget.ledger_id)
        .where(Member.user_id == user_id, Budget.id == budget_id)
    )
    return found.scalar_one_or_none()

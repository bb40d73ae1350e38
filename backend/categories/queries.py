"""All the SQL of categories; every statement is scoped by the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.models import Category, Entry


async def insert_categories(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add many categories in one statement."""
    await session.execute(insert(Category), list(rows))


async def list_categories(
    session: AsyncSession,
    ledger_id: int,
    *,
    include_archived: bool,
    after: tuple[int, int] | None = None,
    limit: int | None = None,
) -> list[Category]:
    """Read a ledger's categories in the household's order, those after a place in it."""
    query = select(Category).where(Category.ledger_id == ledger_id)
    if not include_archived:
        query = query.where(Category.archived.is_(False))
    if after is not None:
        query = query.where(tuple_(Category.position, Category.id) > tuple_(*after))
    return list(await session.scalars(query.order_by(Category.position, Category.id).limit(limit)))


async def find_category(
    session: AsyncSession, ledger_id: int, category_id: int, *, lock: bool = False
) -> Category | None:
    """Read one category; `lock` keeps others from changing it until the transaction ends."""
    query = select(Category).where(Category.ledger_id == ledger_id, Category.id == category_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def find_by_key(session: AsyncSession, ledger_id: int, key: str) -> Category | None:
    """Read the category that has this key of the default set."""
    found = await session.scalars(
        select(Category).where(Category.ledger_id == ledger_id, Category.key == key)
    )
    return found.one_or_none()


async def count_categories(session: AsyncSession, ledger_id: int) -> int:
    """Count a ledger's categories, the archived ones too."""
    return (await session.execute(select(func.count()).where(Category.ledger_id == ledger_id))).scalar_one()


async def last_position(session: AsyncSession, ledger_id: int) -> int:
    """Tell the highest position in use; -1 in an empty ledger."""
    return (
        await session.execute(
            select(func.coalesce(func.max(Category.position), -1)).where(Category.ledger_id == ledger_id)
        )
    ).scalar_one()


async def has_children(session: AsyncSession, ledger_id: int, category_id: int) -> bool:
    """Tell whether other categories stand under this one."""
    found = await session.execute(
        select(Category.id).where(Category.ledger_id == ledger_id, Category.parent_id == category_id).limit(1)
    )
    return found.scalar_one_or_none() is not None


async def is_used(session: AsyncSession, ledger_id: int, category_id: int) -> bool:
    """Tell whether entries or other categories stand under this one."""
    found = await session.execute(
        select(
            or_(
                select(Entry.id)
                .where(Entry.ledger_id == ledger_id, Entry.category_id == category_id)
                .exists(),
                select(Category.id)
                .where(Category.ledger_id == ledger_id, Category.parent_id == category_id)
                .exists(),
            )
        )
    )
    return bool(found.scalar_one())


async def move_contents(
    session: AsyncSession, ledger_id: int, category_id: int, move_to: int, parent_id: int, now: datetime
) -> None:
    """File a category's entries under another one, and put what stood under it under `parent_id`."""
    await session.execute(
        update(Entry)
        .where(Entry.ledger_id == ledger_id, Entry.category_id == category_id)
        .values(category_id=move_to, revision=Entry.revision + 1, updated_at=now)
    )
    await session.execute(
        update(Category)
        .where(Category.ledger_id == ledger_id, Category.parent_id == category_id, Category.id != move_to)
        .values(parent_id=parent_id, revision=Category.revision + 1, updated_at=now)
    )


async def delete_category(session: AsyncSession, ledger_id: int, category_id: int) -> None:
    """Remove one category."""
    await session.execute(delete(Category).where(Category.ledger_id == ledger_id, Category.id == category_id))

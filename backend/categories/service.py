"""The verbs of categories: list, add, change, remove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.rules import UNDO_FOR
from backend.categories import queries
from backend.categories.defaults import DEFAULTS, default_name, display_name
from backend.kit.errors import Conflict, Invalid, Missing, Stale
from backend.kit.pages import Page, decode_cursor, page_of
from backend.ledgers import queries as ledger_queries
from backend.ledgers.access import Actor
from backend.models import Category
from backend.parsing.drafts import Kind

__all__ = [
    "MAX_CATEGORIES",
    "NewCategory",
    "add_defaults",
    "create_category",
    "default_name",
    "delete_category",
    "display_name",
    "edit_category",
    "find_by_key",
    "find_category",
    "get_category",
    "list_categories",
    "page_of_categories",
]

MAX_CATEGORIES = 300
"""More than a household can tell apart; it keeps the list a page, and parsing quick."""


@dataclass(frozen=True, slots=True)
class NewCategory:
    """A category that a person adds; without a position it goes last."""

    kind: Kind
    name: str
    emoji: str
    parent_id: int | None = None
    position: int | None = None
    archived: bool = False


async def add_defaults(session: AsyncSession, ledger_id: int, now: datetime) -> None:
    """Give a new ledger the default set."""
    await queries.insert_categories(
        session,
        [
            {
                "ledger_id": ledger_id,
                "key": default.key,
                "emoji": default.emoji,
                "kind": default.kind.value,
                "position": position,
                "archived": False,
                "revision": 1,
                "created_at": now,
                "updated_at": now,
            }
            for position, default in enumerate(DEFAULTS)
        ],
    )


async def list_categories(
    session: AsyncSession, actor: Actor, *, include_archived: bool = False
) -> list[Category]:
    """Read the ledger's categories in the household's order."""
    return await queries.list_categories(session, actor.ledger_id, include_archived=include_archived)


async def page_of_categories(
    session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int
) -> Page[Category]:
    """Read the ledger's categories page by page, the archived ones too. Raises Invalid `cursor.invalid`."""
    after = None
    if cursor is not None:
        position, category_id = decode_cursor(cursor, (int, int))
        after = (int(position), int(category_id))
    rows = await queries.list_categories(
        session, actor.ledger_id, include_archived=True, after=after, limit=limit + 1
    )
    return page_of(rows, limit, lambda row: (row.position, row.id))


async def find_category(session: AsyncSession, actor: Actor, category_id: int) -> Category | None:
    """Read one category of the ledger."""
    return await queries.find_category(session, actor.ledger_id, category_id)


async def find_by_key(session: AsyncSession, actor: Actor, key: str) -> Category | None:
    """Read the ledger's category of the default set with this key."""
    return await queries.find_by_key(session, actor.ledger_id, key)


async def get_category(session: AsyncSession, actor: Actor, category_id: int) -> Category:
    """Read one category of the ledger. Raises Missing `category.not_found`."""
    found = await find_category(session, actor, category_id)
    if found is None:
        raise Missing("category.not_found")
    return found


async def create_category(
    session: AsyncSession, actor: Actor, new: NewCategory, *, now: datetime
) -> Category:
    """Add a category of the household's own.

    Raises Forbidden `ledger.read_only`, Conflict `category.too_many`, Invalid `category.parent_not_found`,
    `category.wrong_kind`, `category.too_deep`.
    """
    actor.must_write()
    if await queries.count_categories(session, actor.ledger_id) >= MAX_CATEGORIES:
        raise Conflict("category.too_many", most=MAX_CATEGORIES)
    if new.parent_id is not None:
        await _check_parent(session, actor, new.parent_id, new.kind)
    position = new.position
    if position is None:
        position = await queries.last_position(session, actor.ledger_id) + 1
    category = Category(
        ledger_id=actor.ledger_id,
        key=None,
        name=new.name,
        emoji=new.emoji,
        kind=new.kind.value,
        parent_id=new.parent_id,
        position=position,
        archived=new.archived,
        revision=1,
        created_at=now,
        updated_at=now,
    )
    session.add(category)
    await session.flush()
    return category


async def _check_parent(session: AsyncSession, actor: Actor, parent_id: int, kind: str) -> None:
    """Two levels at most; the parent stays locked, so that two changes at once cannot make a third."""
    parent = await queries.find_category(session, actor.ledger_id, parent_id, lock=True)
    if parent is None:
        raise Invalid("category.parent_not_found", field="parent_id")
    if parent.kind != kind:
        raise Invalid("category.wrong_kind", field="parent_id")
    if parent.parent_id is not None:
        raise Invalid("category.too_deep", field="parent_id")


async def edit_category(
    session: AsyncSession,
    actor: Actor,
    category_id: int,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    if_revision: int | None = None,
) -> Category:
    """Change `name`, `emoji`, `parent_id`, `position` or `archived`, those that `changes` names.

    The name None gives a default category back its own. Raises what `create_category` raises, Missing
    `category.not_found`, Stale `resource.changed`, Invalid `category.name_required`.
    """
    actor.must_write()
    category = await _get_locked(session, actor, category_id, changes.get("parent_id"))
    if if_revision is not None and category.revision != if_revision:
        raise Stale("resource.changed")
    wanted = {name: value for name, value in changes.items() if getattr(category, name) != value}
    if wanted.get("name", "") is None and category.key is None:
        raise Invalid("category.name_required", field="name")
    if wanted.get("parent_id") is not None:
        if wanted["parent_id"] == category.id or await queries.has_children(
            session, actor.ledger_id, category.id
        ):
            raise Invalid("category.too_deep", field="parent_id")
        await _check_parent(session, actor, wanted["parent_id"], category.kind)
    if wanted:
        for name, value in wanted.items():
            setattr(category, name, value)
        category.revision += 1
        category.updated_at = now
        await session.flush()
    return category


async def _get_locked(
    session: AsyncSession, actor: Actor, category_id: int, other_id: int | None
) -> Category:
    """Lock a category and the one it shall stand under or move to, lower id first: no two can deadlock."""
    for one in sorted({category_id, other_id or category_id}):
        await queries.find_category(session, actor.ledger_id, one, lock=True)
    return await get_category(session, actor, category_id)


async def delete_category(
    session: AsyncSession,
    actor: Actor,
    category_id: int,
    *,
    move_to: int | None,
    now: datetime,
    if_revision: int | None = None,
) -> None:
    """Remove a category; what it held goes to `move_to`, its children too (two levels at most stay).

    What can still be brought back or undone moves along, and lessons that name it; where there is nowhere to
    move these are forgotten.

    Raises Missing `category.not_found`, Stale `resource.changed`, Conflict `category.in_use`,
    `budget.overlaps` where budgets of both would, Invalid `category.move_to_not_found`,
    `category.move_to_itself`, `category.wrong_kind`.
    """
    actor.must_write()
    await ledger_queries.serialise(session, actor.ledger_id)  # before the categories, as budgets do
    category = await _get_locked(session, actor, category_id, move_to)
    if if_revision is not None and category.revision != if_revision:
        raise Stale("resource.changed")
    if move_to is not None:
        await _move_contents(session, actor, category, move_to, now)
    elif await queries.is_used(session, actor.ledger_id, category_id):
        raise Conflict("category.in_use")
    await queries.move_lessons(session, actor.ledger_id, category_id, move_to)
    await queries.delete_category(session, actor.ledger_id, category_id)


async def _move_contents(
    session: AsyncSession, actor: Actor, category: Category, move_to: int, now: datetime
) -> None:
    if move_to == category.id:
        raise Invalid("category.move_to_itself", field="move_to")
    target = await find_category(session, actor, move_to)
    if target is None:
        raise Invalid("category.move_to_not_found", field="move_to")
    if target.kind != category.kind:
        raise Invalid("category.wrong_kind", field="move_to")
    if await queries.budgets_clash(session, actor.ledger_id, category.id, target.id):
        raise Conflict("budget.overlaps")
    if target.parent_id == category.id:
        target.parent_id = None
        target.revision += 1
        target.updated_at = now
        await session.flush()
    await queries.move_contents(
        session, actor.ledger_id, category.id, target.id, target.parent_id or target.id, now
    )
    await queries.move_remembered(session, actor.ledger_id, category.id, target.id, now - UNDO_FOR)

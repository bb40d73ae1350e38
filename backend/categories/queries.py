"""All the SQL of categories; every statement is scoped by the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    Integer,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.db import sql
from backend.models import Budget, Category, Entry, EntryChange, Lesson, Member, User

# Read for every message and entry, so built once and read as plain rows: making 28 objects that can be
# changed takes longer than reading them.
_FILED_UNDER = (
    select(Category.id, Category.key, Category.name, Category.emoji, Category.kind)
    .where(Category.ledger_id == bindparam("ledger_id"), Category.archived.is_(False))
    .order_by(Category.position, Category.id)
)
_NEWEST_LESSONS = (
    select(Lesson.kind, Lesson.words, Lesson.category_id)
    .where(Lesson.ledger_id == bindparam("ledger_id"))
    .order_by(Lesson.taught_at.desc(), Lesson.id.desc())
    .limit(bindparam("most", type_=Integer))
)


async def filed_under(session: AsyncSession, ledger_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Read what entries may be filed under, in the household's order: id, key, name, emoji, kind."""
    return (await session.execute(_FILED_UNDER, {"ledger_id": ledger_id})).all()


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
    """Tell whether entries, budgets or other categories stand under this one."""
    found = await session.execute(
        select(
            or_(
                select(Entry.id)
                .where(Entry.ledger_id == ledger_id, Entry.category_id == category_id)
                .exists(),
                select(Budget.id)
                .where(Budget.ledger_id == ledger_id, Budget.category_id == category_id)
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
    """File a category's entries and budgets under another, and put what stood under it under `parent_id`."""
    await session.execute(
        update(Budget)
        .where(Budget.ledger_id == ledger_id, Budget.category_id == category_id)
        .values(category_id=move_to, revision=Budget.revision + 1, updated_at=now)
    )
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


async def move_remembered(
    session: AsyncSession, ledger_id: int, category_id: int, move_to: int, since: datetime
) -> None:
    """File what the history remembers under another category: what is brought back finds its place."""
    changes = await session.execute(
        select(EntryChange.id, EntryChange.before).where(
            EntryChange.ledger_id == ledger_id,
            EntryChange.changed_at >= since,
            EntryChange.before["category_id"].as_integer() == category_id,
        )
    )
    moved = [{"change": row.id, "kept": row.before | {"category_id": move_to}} for row in changes]
    if moved:
        table = cast("Table", EntryChange.__table__)
        there = and_(table.c.ledger_id == ledger_id, table.c.id == bindparam("change"))
        statement = update(table).where(there).values(before=bindparam("kept", type_=table.c.before.type))
        await session.execute(statement, moved)


async def budgets_clash(session: AsyncSession, ledger_id: int, category_id: int, move_to: int) -> bool:
    """Tell whether budgets of the two categories would overlap as those of one."""
    here, there = aliased(Budget), aliased(Budget)
    found = await session.execute(
        select(here.id)
        .join(
            there,
            and_(
                there.ledger_id == ledger_id,
                there.category_id == move_to,
                there.period == here.period,
                or_(here.ends_on.is_(None), there.starts_on <= here.ends_on),
                or_(there.ends_on.is_(None), here.starts_on <= there.ends_on),
            ),
        )
        .where(here.ledger_id == ledger_id, here.category_id == category_id)
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def delete_category(session: AsyncSession, ledger_id: int, category_id: int) -> None:
    """Remove one category."""
    await session.execute(delete(Category).where(Category.ledger_id == ledger_id, Category.id == category_id))


# Lessons


async def newest_lessons(session: AsyncSession, ledger_id: int, limit: int) -> list[tuple[str, str, int]]:
    """Read the kind, the words and the category of the lessons taught last, newest first."""
    rows = await session.execute(_NEWEST_LESSONS, {"ledger_id": ledger_id, "most": limit})
    return [(kind, words, category_id) for kind, words, category_id in rows]


async def upsert_lesson(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep a lesson; one that says otherwise is beaten and remembered, the same one stays as it is."""
    added = sql.insert(session, Lesson).values(row)
    await session.execute(
        added.on_conflict_do_update(
            index_elements=["ledger_id", "kind", "words"],
            set_={
                "phrase": added.excluded.phrase,
                "replaced_category_id": Lesson.category_id,
                "category_id": added.excluded.category_id,
                "act": added.excluded.act,
                "taught_by": added.excluded.taught_by,
                "taught_at": added.excluded.taught_at,
            },
            where=Lesson.category_id != added.excluded.category_id,
        )
    )


LessonRow = tuple[Lesson, Category, Category | None, str | None]
"""A lesson, its category, the one it beat, and the name of who taught it."""


def _lessons(ledger_id: int) -> Select[Lesson, Category, Category | None, str | None]:
    """Lessons of one ledger with the categories and the person they name."""
    replaced = aliased(Category)
    return (
        select(Lesson, Category, replaced, User.display_name)
        .join(Category, and_(Category.ledger_id == Lesson.ledger_id, Category.id == Lesson.category_id))
        .outerjoin(
            replaced,
            and_(replaced.ledger_id == Lesson.ledger_id, replaced.id == Lesson.replaced_category_id),
        )
        .outerjoin(User, User.id == Lesson.taught_by)
        .where(Lesson.ledger_id == ledger_id)
        .execution_options(populate_existing=True)
    )


async def list_lessons(
    session: AsyncSession, ledger_id: int, before: int | None, limit: int
) -> list[LessonRow]:
    """Read lessons, those with the newest words first, from below an id on."""
    query = _lessons(ledger_id)
    if before is not None:
        query = query.where(Lesson.id < before)
    rows = await session.execute(query.order_by(Lesson.id.desc()).limit(limit))
    return [(lesson, category, replaced, name) for lesson, category, replaced, name in rows]


async def find_lesson(session: AsyncSession, ledger_id: int, kind: str, words: str) -> LessonRow | None:
    """Read the lesson for exactly these words."""
    found = await session.execute(_lessons(ledger_id).where(Lesson.kind == kind, Lesson.words == words))
    row = found.one_or_none()
    return None if row is None else (row[0], row[1], row[2], row[3])


async def delete_lesson(session: AsyncSession, ledger_id: int, lesson_id: int) -> str | None:
    """Remove one lesson; answers what it was about."""
    gone = await session.execute(
        delete(Lesson).where(Lesson.ledger_id == ledger_id, Lesson.id == lesson_id).returning(Lesson.phrase)
    )
    return gone.scalar_one_or_none()


async def find_ledger_of_lesson(session: AsyncSession, user_id: int, lesson_id: int) -> int | None:
    """Tell in which of a person's ledgers a lesson is."""
    found = await session.execute(
        select(Lesson.ledger_id)
        .join(Member, Member.ledger_id == Lesson.ledger_id)
        .where(Member.user_id == user_id, Lesson.id == lesson_id)
    )
    return found.scalar_one_or_none()


async def take_back_lessons(session: AsyncSession, ledger_id: int, act: str) -> None:
    """Drop what an act taught; where it beat another lesson, that one stands again."""
    taught = (Lesson.ledger_id == ledger_id, Lesson.act == act)
    await session.execute(delete(Lesson).where(*taught, Lesson.replaced_category_id.is_(None)))
    await session.execute(
        update(Lesson)
        .where(*taught)
        .values(category_id=Lesson.replaced_category_id, replaced_category_id=None, act=None)
        .execution_options(synchronize_session=False)
    )


async def drop_restored_lesson(
    session: AsyncSession, ledger_id: int, kind: str, words: str, category_id: int
) -> None:
    """Drop a lesson that stands again only because the one that beat it was taken back."""
    await session.execute(
        delete(Lesson).where(
            Lesson.ledger_id == ledger_id,
            Lesson.kind == kind,
            Lesson.words == words,
            Lesson.category_id == category_id,
            Lesson.act.is_(None),
        )
    )


async def move_lessons(session: AsyncSession, ledger_id: int, category_id: int, move_to: int | None) -> None:
    """Have lessons name another category instead of one that goes; without another they go too."""
    mine = (Lesson.ledger_id == ledger_id, Lesson.category_id == category_id)
    if move_to is None:
        await session.execute(delete(Lesson).where(*mine))
    else:
        await session.execute(update(Lesson).where(*mine).values(category_id=move_to))
    await session.execute(
        update(Lesson)
        .where(Lesson.ledger_id == ledger_id, Lesson.replaced_category_id == category_id)
        .values(replaced_category_id=move_to)
    )

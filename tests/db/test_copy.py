"""Moving a household from SQLite to Postgres, and back."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from backend.db.base import Base
from backend.db.copy import CopyRefused, copy_database
from backend.db.files import SchemaRefused
from backend.db.session import Database, read_session, unit_of_work
from backend.models import Category, Entry, InboxUpdate, Ledger
from tests.db.support import category, entry, ledger

ODD = "탭\t줄\n\\N \\ \"따옴표\" 'é' 🍚"


@pytest.fixture
def source_url(dialect, request):
    """Where it comes from: SQLite for Postgres, Postgres for SQLite."""
    return request.getfixturevalue("sqlite_url" if dialect == "postgres" else "postgres_url")


async def fill(url, now):
    database = Database.open(url, role="tool")
    async with unit_of_work(database) as session:
        session.add_all([ledger(now, id=1, name=ODD), ledger(now, id=2)])
        await session.flush()
        session.add(category(now, id=7, name="parent"))
        await session.flush()
        session.add(category(now, id=3, name="child", parent_id=7))
        session.add(category(now, id=9, ledger_id=2))
        await session.flush()
        session.add_all([entry(now, category_id=3, amount_minor=2**40 + n) for n in range(5003)])
        await session.flush()
        session.add(entry(now, description="gone"))
        session.add(
            InboxUpdate(bot_id=1, update_id=2, chat_id=3, payload={"text": ODD}, received_at=now, due_at=now)
        )
        session.add(InboxUpdate(bot_id=1, update_id=3, chat_id=3, payload=None, received_at=now, due_at=now))
        await session.flush()
        await session.execute(delete(Entry).where(Entry.description == "gone"))
    await database.close()


async def test_everything_arrives_and_numbers_go_on(source_url, fresh_database_url, now):
    await fill(source_url, now)
    report = await copy_database(source_url, fresh_database_url, Base.metadata)
    assert report.rows["entries"] == 5003
    assert report.sums["entries"]["amount_minor"] == 5003 * 2**40 + 5003 * 5002 // 2
    database = Database.open(fresh_database_url, role="test")
    try:
        async with read_session(database) as session:
            assert await session.scalar(select(Ledger.name).where(Ledger.id == 1)) == ODD
            assert await session.scalar(select(Ledger.created_at).where(Ledger.id == 1)) == now
            assert await session.scalar(select(Category.parent_id).where(Category.id == 3)) == 7
            payloads = list(
                await session.scalars(select(InboxUpdate.payload).order_by(InboxUpdate.update_id))
            )
            assert payloads == [{"text": ODD}, None]
        async with unit_of_work(database) as session:
            added = entry(now)
            session.add(added)
            await session.flush()
            assert added.id == 5005
    finally:
        await database.close()
    with pytest.raises(CopyRefused, match="not empty: it has rows in"):
        await copy_database(source_url, fresh_database_url, Base.metadata)


async def test_a_target_without_our_tables_is_refused(source_url, empty_database_url):
    with pytest.raises(CopyRefused, match=r"revision|no database"):
        await copy_database(source_url, empty_database_url, Base.metadata)


async def test_a_missing_source_is_refused_and_not_made(folder, fresh_database_url):
    with pytest.raises(CopyRefused, match="no database"):
        await copy_database(f"sqlite:///{folder}/none.db", fresh_database_url, Base.metadata)
    assert list(folder.iterdir()) == []


async def test_somebody_elses_source_is_refused(folder, fresh_database_url):
    (folder / "note.txt").write_text("hello")
    with pytest.raises(SchemaRefused, match="cannot be read"):
        await copy_database(f"sqlite:///{folder}/note.txt", fresh_database_url, Base.metadata)

"""One commit per event, and reading that cannot write."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.session import Database, read_session, unit_of_work
from backend.models import Attempt, Ledger
from tests.db.support import ledger


async def names(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Ledger.name).order_by(Ledger.id)))


async def test_a_unit_of_work_commits_when_the_block_ends(database, check, now):
    async with unit_of_work(database) as session:
        session.add(ledger(now, name="집"))
    assert await names(check) == ["집"]


async def test_a_unit_of_work_leaves_nothing_when_the_block_raises(database, check, now):
    async def fail() -> None:
        async with unit_of_work(database) as session:
            session.add(ledger(now))
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await names(check) == []


async def test_a_refused_row_leaves_the_database_usable(database, check, now):
    async def fail() -> None:
        async with unit_of_work(database) as session:
            session.add(ledger(now, currency="EURO"))

    with pytest.raises(Exception, match=r"ck_ledgers_currency_length|value too long"):
        await fail()
    async with unit_of_work(database) as session:
        session.add(ledger(now, name="next"))
    assert await names(check) == ["next"]


async def test_a_clash_inside_a_savepoint_keeps_the_work_around_it(database, check, now):
    async with unit_of_work(database) as session:
        session.add(ledger(now, id=1, name="kept"))
        await session.flush()
        with pytest.raises(IntegrityError):
            async with session.begin_nested():
                await session.execute(text("INSERT INTO ledgers SELECT * FROM ledgers"))
    assert await names(check) == ["kept"]


@pytest.mark.parametrize("attempt", [1, 2])
async def test_every_test_begins_with_nothing(database, check, now, attempt):
    async with unit_of_work(database) as session:
        session.add(ledger(now))
    assert await check.scalar(select(func.count()).select_from(Ledger)) == 1


async def test_the_second_session_reads_anew(database, check, now):
    async with unit_of_work(database) as session:
        session.add(ledger(now, id=1, name="before"))
    row = await check.get_one(Ledger, 1)
    async with unit_of_work(database) as session:
        (await session.get_one(Ledger, 1)).name = "after"
    await check.refresh(row)
    assert row.name == "after"


class TestReading:
    async def test_it_sees_what_was_committed(self, database, now):
        async with unit_of_work(database) as session:
            session.add(ledger(now, name="집"))
        async with read_session(database) as session:
            assert await names(session) == ["집"]

    async def test_a_pending_change_is_a_bug(self, database, now):
        async with read_session(database) as session:
            session.add(ledger(now))
            with pytest.raises(RuntimeError, match="unit_of_work"):
                await session.flush()

    async def test_a_writing_statement_is_a_bug(self, database):
        async with read_session(database) as session:
            with pytest.raises(RuntimeError, match="unit_of_work"):
                await session.execute(Attempt.__table__.delete())

    async def test_a_commit_is_a_bug(self, database):
        async with read_session(database) as session:
            with pytest.raises(RuntimeError, match="never commits"):
                await session.commit()


async def test_a_real_database_keeps_what_a_unit_of_work_committed(fresh_database_url, now):
    for name in ("first", "second"):
        database = Database.open(fresh_database_url, role="test")
        try:
            async with unit_of_work(database) as session:
                session.add(ledger(now, name=name))
            async with read_session(database) as session:
                found = await names(session)
        finally:
            await database.close()
    assert found == ["first", "second"]

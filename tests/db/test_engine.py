"""What the two engines promise alike: isolation, references, moments, and nothing lost between processes."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from backend.db.engine import make_engine
from backend.db.session import Database, read_session, unit_of_work
from backend.db.sql import trouble_of
from backend.models import BotState, Category, Ledger
from backend.schema import prepare
from backend.settings import PoolSettings
from tests.db import jobs
from tests.db.support import category, entry, ledger


@pytest.fixture
async def real(fresh_database_url):
    """A database whose commits are real."""
    database = Database.open(fresh_database_url, role="test")
    yield database
    await database.close()


async def count(database: Database) -> int:
    async with read_session(database) as session:
        return await session.scalar(select(func.count()).select_from(Ledger))


class TestMoments:
    async def test_they_come_back_aware_and_in_utc(self, database, check, now):
        seoul = datetime(2026, 11, 21, 19, 30, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
        async with unit_of_work(database) as session:
            session.add(ledger(now, created_at=seoul))
        found = await check.scalar(select(Ledger.created_at))
        assert found == seoul
        assert found.tzinfo is UTC

    async def test_a_naive_one_is_refused(self, database):
        with pytest.raises(StatementError, match="timezone"):
            async with unit_of_work(database) as session:
                session.add(ledger(datetime(2026, 11, 21)))  # noqa: DTZ001

    async def test_they_compare_in_the_database(self, database, now):
        async with unit_of_work(database) as session:
            session.add(ledger(now))
            await session.flush()
            earlier = (now - timedelta(seconds=1)).astimezone(timezone(timedelta(hours=9)))
            assert await session.scalar(select(Ledger.id).where(Ledger.created_at > earlier))


class TestReferences:
    async def test_an_entry_cannot_name_another_ledgers_category(self, database, now):
        async with unit_of_work(database) as session:
            session.add_all([ledger(now, id=1), ledger(now, id=2)])
            await session.flush()
            session.add(category(now, id=5, ledger_id=2))
            await session.flush()
            with pytest.raises(IntegrityError):
                async with session.begin_nested():
                    session.add(entry(now, ledger_id=1, category_id=5))
            session.add(entry(now, ledger_id=2, category_id=5))
            session.add(entry(now, ledger_id=1, category_id=None))

    async def test_a_ledger_takes_everything_along(self, database, check, now):
        async with unit_of_work(database) as session:
            session.add(ledger(now, id=1))
            await session.flush()
            session.add(category(now))
            await session.flush()
            await session.execute(delete(Ledger))
        assert await check.scalar(select(func.count()).select_from(Category)) == 0

    async def test_an_id_is_never_given_twice(self, database, now):
        ids = []
        for _ in range(2):
            async with unit_of_work(database) as session:
                row = ledger(now)
                session.add(row)
                await session.flush()
                ids.append(row.id)
                await session.execute(delete(Ledger))
        assert ids[0] < ids[1]


class TestTogether:
    def test_two_processes_lose_no_update_and_none_is_refused(self, fresh_database_url):
        async def prepare_counter() -> None:
            database = Database.open(fresh_database_url, role="test")
            async with unit_of_work(database) as session:
                session.add(BotState(bot_id=1, commands_digest="0"))
            await database.close()

        async def total() -> int:
            database = Database.open(fresh_database_url, role="test")
            async with read_session(database) as session:
                found = await session.scalar(select(BotState.commands_digest))
            await database.close()
            return int(found)

        asyncio.run(prepare_counter())
        results = jobs.together(jobs.count_up, [(fresh_database_url, 4, 40)] * 2)
        assert results == [{"committed": 160, "busy": 0}] * 2
        assert asyncio.run(total()) == 320

    async def test_a_reader_waits_for_no_writer(self, real, now):
        async with unit_of_work(real) as session:
            session.add(ledger(now))
            await session.flush()
            async with asyncio.timeout(1):
                assert await count(real) == 0
        assert await count(real) == 1

    async def test_cancelled_work_is_whole_or_absent(self, real, now):
        async def two_rows() -> None:
            async with unit_of_work(real) as session:
                session.add(ledger(now))
                await session.flush()
                session.add(ledger(now))

        chance = random.Random(11)
        tasks = [asyncio.ensure_future(two_rows()) for _ in range(60)]
        for task in chance.sample(tasks, 40):
            await asyncio.sleep(chance.random() / 200)
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        done = sum(end is None for end in ended)
        rows = await count(real)
        assert rows % 2 == 0
        assert rows // 2 >= done
        assert real.engine.pool.checkedout() == 0
        async with asyncio.timeout(5), unit_of_work(real) as session:
            session.add(ledger(now))


class TestSqlite:
    async def test_each_connection_is_safe(self, sqlite_url):
        engine = make_engine(sqlite_url, role="api")
        async with engine.connect() as connection:
            found = {
                name: await connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        await engine.dispose()
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}

    async def test_a_broken_off_statement_holds_no_lock(self, sqlite_url):
        database = Database.open(sqlite_url, role="test")
        async with database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
            raw = await connection.get_raw_connection()
            unread = await raw.driver_connection.execute(
                "INSERT INTO bot_state (bot_id) VALUES (1), (2) RETURNING bot_id"
            )
            await connection.invalidate()
        async with asyncio.timeout(2), unit_of_work(database) as session:
            session.add(BotState(bot_id=1))
        del unread
        await database.close()

    async def test_a_reader_sees_one_moment(self, sqlite_url, now):
        database = Database.open(sqlite_url, role="test")
        async with read_session(database) as reader:
            counted = select(func.count()).select_from(Ledger)
            assert await reader.scalar(counted) == 0
            async with unit_of_work(database) as session:
                session.add(ledger(now))
            assert await reader.scalar(counted) == 0
        await database.close()


class TestPostgres:
    async def settings(self, url, *names, **options):
        engine = make_engine(url, **options)
        try:
            async with engine.connect() as connection:
                return [await connection.scalar(text(f"SHOW {name}")) for name in names]
        finally:
            await engine.dispose()

    async def test_each_role_has_its_time_limits(self, postgres_url):
        names = ("application_name", "statement_timeout", "lock_timeout", "jit")
        pool = PoolSettings(statement_timeout_ms=7000)
        assert await self.settings(postgres_url, *names, role="api", pool=pool) == [
            "podo-api",
            "7s",
            "5s",
            "off",
        ]
        assert await self.settings(postgres_url, *names, role="migrate") == [
            "podo-migrate",
            "1min",
            "3s",
            "off",
        ]

    async def test_behind_a_pooler_nothing_is_set_at_the_start(self, postgres_url):
        pool = PoolSettings(pgbouncer=True)
        names = ("application_name", "statement_timeout")
        assert await self.settings(postgres_url, *names, role="bot", pool=pool) == ["podo-bot", "0"]

    async def test_a_url_may_name_the_application(self, postgres_url):
        url = f"{postgres_url}&application_name=mine"
        assert await self.settings(url, "application_name", role="api") == ["mine"]

    async def test_reading_refuses_to_write_by_itself(self, postgres_url):
        database = Database.open(postgres_url, role="test")
        try:
            async with read_session(database) as session:
                with pytest.raises(DBAPIError, match="read-only transaction"):
                    await session.execute(text("INSERT INTO bot_state (bot_id) VALUES (1)"))
            async with unit_of_work(database) as session:
                await session.execute(text("INSERT INTO bot_state (bot_id) VALUES (1)"))
        finally:
            await database.close()


async def test_a_file_that_is_gone_is_trouble_and_back_again_it_is_served(folder):
    path, away = folder / "here.db", folder / "away.db"
    url = f"sqlite:///{path}"
    await prepare(url)
    database = Database.open(url, role="api")
    try:
        async with unit_of_work(database) as session:
            await session.execute(text("SELECT count(*) FROM users"))
        async with read_session(database) as session:
            await session.execute(text("SELECT count(*) FROM users"))
        path.rename(away)
        for opened in (unit_of_work, read_session):
            with pytest.raises(DBAPIError) as missed:
                async with opened(database) as session:
                    await session.execute(text("SELECT count(*) FROM users"))
            assert trouble_of(missed.value) is not None
        assert not path.exists()
        away.rename(path)
        async with unit_of_work(database) as session:
            await session.execute(text("SELECT count(*) FROM users"))
    finally:
        await database.close()

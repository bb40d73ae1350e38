"""The pieces of SQL that the two engines spell differently, and what their failures mean."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from sqlalchemy import exc, select, text

from backend.db.session import Database, unit_of_work
from backend.db.sql import Trouble, beyond, insert, reason_of, sum_minor, trouble_of
from backend.models import Entry, Ledger
from tests.db.support import entry, ledger


async def test_a_row_that_is_there_is_not_inserted_again(database, now):
    values = {"id": 7, "name": "a", "currency": "KRW", "timezone": "UTC", "month_start_day": 1}
    values |= {"month_start_shift": "none", "week_start": "monday", "revision": 1}
    values |= {"created_at": now, "updated_at": now}
    async with unit_of_work(database) as session:
        once = insert(session, Ledger).values(values).on_conflict_do_nothing(index_elements=["id"])
        assert await session.scalar(once.returning(Ledger.id)) == 7
        assert await session.scalar(once.returning(Ledger.id)) is None
        again = insert(session, Ledger).values(values)
        again = again.on_conflict_do_update(index_elements=["id"], set_={"name": "b"})
        assert await session.scalar(again.returning(Ledger.name)) == "b"


async def test_sums_are_whole_numbers(database, now):
    async with unit_of_work(database) as session:
        session.add(ledger(now, id=1))
        await session.flush()
        nothing = await session.scalar(select(sum_minor(Entry.amount_minor)))
        session.add_all([entry(now, amount_minor=2**53), entry(now, amount_minor=1)])
        total = await session.scalar(select(sum_minor(Entry.amount_minor)))
    assert (nothing, total) == (0, 2**53 + 1)
    assert type(total) is int


async def test_pages_follow_one_another_without_gap_or_overlap(database, now):
    first = date(2026, 11, 1)
    async with unit_of_work(database) as session:
        session.add(ledger(now, id=1))
        await session.flush()
        session.add_all([entry(now, occurred_on=first + timedelta(days=n // 3)) for n in range(10)])
        await session.flush()
        columns = (Entry.occurred_on, Entry.id)
        newest_first = select(*columns).order_by(*(column.desc() for column in columns))
        everything = (await session.execute(newest_first)).all()
        found = list((await session.execute(newest_first.limit(4))).all())
        while page := (await session.execute(newest_first.where(beyond(columns, found[-1])).limit(4))).all():
            found += page
        oldest = select(*columns).where(beyond(columns, everything[-1], descending=False))
        assert len((await session.execute(oldest)).all()) == 9
    assert found == everything


class TestTrouble:
    @pytest.mark.parametrize(
        ("error", "meaning"),
        [
            (exc.TimeoutError(), Trouble.BUSY),
            (ConnectionRefusedError(), Trouble.LOST),
            (FileNotFoundError(2, "no such socket"), Trouble.LOST),
            (FileNotFoundError(2, "no such file", "x.txt"), None),
            (TimeoutError(), Trouble.SLOW),
            (ValueError(), None),
            (exc.IntegrityError("", {}, sqlite3.IntegrityError("unique")), None),
        ],
    )
    def test_what_an_error_means(self, error, meaning):
        assert trouble_of(error) is meaning

    async def test_a_cause_counts_too(self):
        error = RuntimeError()
        error.__cause__ = ConnectionResetError()
        assert trouble_of(error) is Trouble.LOST

    def test_a_locked_sqlite_file_is_busy(self, tmp_path):
        holder = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None, timeout=0)
        with closing(holder), closing(other):
            holder.execute("BEGIN IMMEDIATE")
            with pytest.raises(sqlite3.OperationalError) as locked:
                other.execute("BEGIN IMMEDIATE")
        assert trouble_of(exc.OperationalError("", {}, locked.value)) is Trouble.BUSY

    @pytest.mark.parametrize(
        ("settings", "meaning"),
        [({"statement_timeout": "20"}, Trouble.SLOW), ({"lock_timeout": "20"}, Trouble.BUSY)],
    )
    async def test_postgres_timeouts(self, postgres_url, settings, meaning):
        database = Database.open(postgres_url, role="test")
        try:
            async with unit_of_work(database) as holder:
                await holder.execute(text("LOCK TABLE ledgers"))
                async with unit_of_work(database) as session:
                    for name, value in settings.items():
                        await session.execute(text(f"SET LOCAL {name} = {value}"))
                    with pytest.raises(exc.DBAPIError) as failed:
                        await session.execute(text("LOCK TABLE ledgers"))
                    await session.rollback()
        finally:
            await database.close()
        assert trouble_of(failed.value) is meaning
        assert "\n" not in reason_of(failed.value)

    async def test_a_connection_that_the_server_ends_is_lost(self, postgres_url):
        database = Database.open(postgres_url, role="test")
        try:
            async with unit_of_work(database) as session:
                me = await session.scalar(text("SELECT pg_backend_pid()"))
                async with unit_of_work(database) as other:
                    await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": me})
                await asyncio.sleep(0.05)
                with pytest.raises(exc.DBAPIError) as failed:
                    await session.execute(text("SELECT 1"))
                await session.rollback()
            async with unit_of_work(database) as session:
                assert await session.scalar(text("SELECT 1")) == 1
        finally:
            await database.close()
        assert trouble_of(failed.value) is Trouble.LOST


def test_failures_side_by_side_mean_what_each_of_them_means():
    lost, bug = ConnectionResetError(), ValueError()
    assert trouble_of(ExceptionGroup("tasks", [lost, ExceptionGroup("more", [lost])])) is Trouble.LOST
    assert trouble_of(ExceptionGroup("tasks", [lost, bug])) is None
    assert trouble_of(ExceptionGroup("tasks", [bug])) is None

"""Sums come from their index alone, in as many statements for one budget as for many."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert, text

from backend.budgets.service import create_budget
from backend.budgets.status import statuses
from backend.budgets.views import NewBudget, Rollover
from backend.categories.service import list_categories
from backend.db.session import Database, read_session, unit_of_work
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from backend.models import Entry
from backend.parsing.drafts import Kind
from backend.reports.service import compare, completeness, note_quiet_day, summary_of, trend
from tests.people import make_actor

TODAY = date(2026, 11, 21)


def row(actor, day, category_id, minor, now):
    return {
        "ledger_id": actor.ledger_id, "kind": "expense", "amount_minor": minor, "currency": "KRW",
        "ledger_amount_minor": minor, "category_id": category_id, "description": "x", "occurred_on": day,
        "author_id": actor.user_id, "source": "api", "excluded": False, "created_at": now, "updated_at": now,
    }  # fmt: skip


@contextmanager
def recorded_statements(engine):
    """Write down what is asked of the database, with what."""
    seen = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine.sync_engine, "before_cursor_execute", note)


@pytest.fixture
async def household(fresh_database_url, now):
    database = Database.open(fresh_database_url, role="test")
    async with unit_of_work(database) as session:
        actor = await make_actor(session, now)
        categories = [one.id for one in await list_categories(session, actor) if one.kind == "expense"]
        rows = [
            row(
                actor, TODAY - timedelta(days=number * 7919 % 1501), categories[number % 9], 100 + number, now
            )
            for number in range(9000)
        ]
        await session.execute(insert(Entry), rows)
    yield database, actor, categories
    await database.close()


READS = {
    "status": lambda session, actor: statuses(session, actor, TODAY),
    "summary": lambda session, actor: summary_of(session, actor, PeriodKind.MONTHLY, TODAY),
    "trend": lambda session, actor: trend(session, actor, PeriodKind.MONTHLY, TODAY, 24),
    "comparison": lambda session, actor: compare(session, actor, PeriodKind.MONTHLY, TODAY),
}


@pytest.mark.parametrize("read", READS)
async def test_few_statements_however_many_budgets(household, read, now):
    database, actor, categories = household
    counts = []
    for some in (categories[:1], categories[1:]):
        async with unit_of_work(database) as session:
            for category_id in some:
                for kind in PeriodKind:
                    new = NewBudget(Money(1000, "KRW"), category_id, kind, date(2022, 1, 1),
                                    rollover=Rollover.SURPLUS)  # fmt: skip
                    await create_budget(session, actor, new, now=now)
        with recorded_statements(database.engine) as seen:
            async with read_session(database) as session:
                await READS[read](session, actor)
        counts.append(len(seen))
    # The request itself asks once more who calls: at most three.
    assert counts[0] == counts[1] <= 2


async def plan_of(database, dialect, statement, parameters):
    async with database.engine.connect() as connection:
        if dialect == "postgres":
            await connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        prefix = "EXPLAIN " if dialect == "postgres" else "EXPLAIN QUERY PLAN "
        found = await connection.exec_driver_sql(prefix + statement, parameters)
        lines = [str(line[-1]) for line in found]
        await connection.rollback()
    return lines


async def fill_like_a_city(database, dialect):
    """Many more entries, of many ledgers, as they come in: in small tables any plan is as good."""
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 7)"
    names = [column.name for column in Entry.__table__.columns if column.name not in {"id", "ledger_id"}]
    copied = ", ".join(names)
    async with database.engine.begin() as connection:
        found = f"SELECT ledger_id, {copied} FROM entries, numbers"  # noqa: S608
        await connection.exec_driver_sql(f"INSERT INTO entries (ledger_id, {copied}) {numbers} {found}")
    async with database.engine.connect() as connection:
        own = await connection.execution_options(isolation_level="AUTOCOMMIT")
        if dialect == "postgres":
            # Commits are not waited for here, and only what is on disk can be marked as seen by all.
            await own.exec_driver_sql("CHECKPOINT")
            await own.exec_driver_sql("VACUUM ANALYZE entries")


async def test_sums_are_read_from_their_index_alone(household, dialect, now):
    database, actor, categories = household
    await fill_like_a_city(database, dialect)
    async with unit_of_work(database) as session:
        for rollover, category_id in zip(Rollover, categories, strict=False):
            new = NewBudget(Money(1000, "KRW"), category_id, starts_on=date(2022, 1, 1), rollover=rollover)
            await create_budget(session, actor, new, now=now)
    for read in READS.values():
        with recorded_statements(database.engine) as seen:
            async with read_session(database) as session:
                await read(session, actor)
        (sums,) = [one for one in seen if "sum(entries.ledger_amount_minor)" in one[0]]
        plan = await plan_of(database, dialect, *sums)
        if dialect == "postgres":
            wanted, unwanted = "Index Only Scan using ix_entries_sums on entries  (", "Scan on entries  ("
        else:
            wanted = "COVERING INDEX ix_entries_sums (ledger_id=? AND kind=? AND occurred_on>? AND"
            unwanted = "SCAN entries"
        assert any(wanted in line for line in plan), "\n".join(plan)
        assert not any(unwanted in line for line in plan), "\n".join(plan)


async def test_the_period_before_is_compared_up_to_the_same_point(household):
    database, actor, _ = household
    async with read_session(database) as session:
        found = await compare(session, actor, PeriodKind.MONTHLY, TODAY)
        now_, before = [
            sum(one.expense for one in await trend(session, actor, PeriodKind.DAILY, day, 21))
            for day in (TODAY, date(2026, 10, 21))
        ]
    assert (found.spent, found.spent_before) == (now_, before)
    assert str(found.previous.start) == "2026-10-01"


async def test_quiet_days_count_as_recorded(database, now):
    async with unit_of_work(database) as session:
        actor = await make_actor(session, now)
        month = actor.month_of(TODAY)
        session.add(Entry(**row(actor, date(2026, 11, 3), None, 5, now)))
        for day in (3, 4, 4):
            await note_quiet_day(session, actor, date(2026, 11, day), now=now)
        known = await completeness(session, actor, month, TODAY)
        assert (known.recorded, known.quiet) == ({date(2026, 11, 3)}, {date(2026, 11, 3), date(2026, 11, 4)})
        assert (known.days_known, known.days_gone, known.unrecorded[:2]) == (
            2,
            TODAY.day,
            [TODAY, date(2026, 11, 20)],
        )
        yet_to_come = actor.month_of(date(2027, 1, 1))
        assert (await completeness(session, actor, yet_to_come, TODAY)).gone is None


def test_kinds_are_the_two_there_are():
    assert set(Kind) == {Kind.EXPENSE, Kind.INCOME}

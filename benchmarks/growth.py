"""Budget status and summary as a ledger's history grows, and what five years of rollover cost; as ratios.

The period asked for has the same entries in every ledger, so its cost should not depend on the history.
`python -m benchmarks.growth [sqlite|postgres …]`; GROWTH_SIZES=1000,100000 and GROWTH_OTHERS=500000 bound it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

from backend.accounts.service import create_person
from backend.budgets.service import create_budget
from backend.budgets.status import statuses
from backend.budgets.views import NewBudget, Rollover
from backend.categories.service import list_categories
from backend.db.engine import make_engine
from backend.db.session import Database, read_session, unit_of_work
from backend.kit.logs import set_up_logs
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor
from backend.ledgers.service import NewLedger, get_actor, get_default_actor
from backend.main import create_app
from backend.onboarding.service import start_ledger
from backend.reports.service import summary_of, trend
from backend.settings import Settings
from benchmarks.databases import ENGINES
from tests.web.client import Someone, join

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
TODAY = date(2026, 11, 21)
SIZES = [int(size) for size in os.environ.get("GROWTH_SIZES", "1000,100000,1000000").split(",")]
OTHERS = int(os.environ.get("GROWTH_OTHERS", "5000000"))
PERIOD_ENTRIES = 300
"""What the month asked for holds, whatever came before."""
YEARS = 20
"""How far back a long history goes."""
FIVE_YEARS = date(2021, 11, 1)
ROUNDS = 60
BATCH = 50_000

Read = Callable[[Database, Actor], Awaitable[object]]


async def read_status(database: Database, actor: Actor) -> object:
    async with read_session(database) as session:
        return await statuses(session, actor, TODAY)


async def read_summary(database: Database, actor: Actor) -> object:
    async with read_session(database) as session:
        return await summary_of(session, actor, PeriodKind.MONTHLY, TODAY)


async def read_trend(database: Database, actor: Actor) -> object:
    async with read_session(database) as session:
        return await trend(session, actor, PeriodKind.DAILY, TODAY, 30)


READS: dict[str, Read] = {"status": read_status, "summary": read_summary, "trend": read_trend}

NUMBERS = {
    "postgres": "SELECT n FROM generate_series(CAST({first} AS bigint), {last}) AS numbers(n)",
    "sqlite": """
        WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})
        SELECT n FROM numbers""",
}
DAYS_BEFORE = {
    "postgres": "DATE '{until}' - CAST({days} AS integer)",
    "sqlite": "date('{until}', '-' || ({days}) || ' days')",
}
COLUMNS = """ledger_id, kind, amount_minor, currency, ledger_amount_minor, category_id, description, memo,
    payment_method, occurred_on, excluded, author_id, source, search_text, revision, created_at, updated_at"""


async def fill(
    database: Database,
    engine: str,
    count: int,
    days: str,
    until: date,
    ledger_id: int,
    *,
    category_id: int = 0,
    ledgers: int = 1,
) -> None:
    """Add entries in batches, each its own transaction: `days` (of `n`) before a day, in nine categories."""
    category = f"{category_id} + (n % 9)" if category_id else "NULL"
    for first in range(0, count, BATCH):
        numbers = NUMBERS[engine].format(first=first, last=min(count, first + BATCH) - 1)
        occurred_on = DAYS_BEFORE[engine].format(until=until, days=days)
        moment = "'2026-11-21 03:00:00.000000'"
        values = f"""{ledger_id} + (n % {ledgers}), 'expense', 1000 + n % 977, 'KRW', 1000 + n % 977,
            {category}, '김치찌개', '', '', {occurred_on}, n < 0, NULL, 'api', '김치찌개', 1,
            {moment}, {moment}"""
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(
                f"INSERT INTO entries ({COLUMNS}) SELECT {values} FROM ({numbers}) AS given"
            )


async def make_ledger(database: Database, engine: str, size: int) -> Actor:
    """Make a ledger with a month of the same entries, and `size` of them in all, over twenty years."""
    async with unit_of_work(database) as session:
        user = await create_person(
            session, email=f"growth{time.monotonic_ns()}@example.com", password_hash="x", display_name="x",
            locale=None, timezone="Asia/Seoul", now=NOW,
        )  # fmt: skip
        ledger = await start_ledger(session, user.id, NewLedger("집", "KRW", "Asia/Seoul"), now=NOW)
        actor = await get_actor(session, user.id, ledger.id)
    place = await place_of(database, actor)
    await fill(database, engine, PERIOD_ENTRIES, "n % 20", TODAY, **place)
    await fill(database, engine, PERIOD_ENTRIES, "n % 30", date(2026, 10, 31), **place)
    older = size - 2 * PERIOD_ENTRIES
    spread = min(365 * YEARS, max(older, 1))
    await fill(database, engine, older, f"(n * 7919) % {spread}", date(2026, 9, 30), **place)
    return actor


async def place_of(database: Database, actor: Actor) -> dict[str, int]:
    """Where a ledger's entries go: it, and the first of its categories."""
    async with read_session(database) as session:
        categories = await list_categories(session, actor)
    return {"ledger_id": actor.ledger_id, "category_id": categories[0].id}


async def budgets(database: Database, actor: Actor, rollover: Rollover, count: int = 12) -> None:
    """Give a ledger budgets of all its spending and of its categories, five years old."""
    async with unit_of_work(database) as session:
        ids = [None, *(one.id for one in await list_categories(session, actor) if one.kind == "expense")]
        for category_id in ids[:count]:
            new = NewBudget(Money(400_000, "KRW"), category_id, starts_on=FIVE_YEARS, rollover=rollover)
            await create_budget(session, actor, new, now=NOW)


async def settle(database: Database, engine: str) -> None:
    """Bring statistics and the map of what all can see up to date, as in a database that has lived."""
    async with database.engine.connect() as connection:
        own = (
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if engine == "postgres"
            else connection
        )
        if engine == "postgres":
            # A page is seen by all once its commits are on disk, for which a test cluster does not wait.
            await own.exec_driver_sql("CHECKPOINT")
        await own.exec_driver_sql("VACUUM ANALYZE" if engine == "postgres" else "ANALYZE")
        if engine == "sqlite":
            await connection.commit()


async def measure(database: Database, actors: dict[str, Actor], read: Read) -> dict[str, float]:
    """Take turns, so that what else the machine does falls on all alike; the median in milliseconds."""
    taken: dict[str, list[float]] = {name: [] for name in actors}
    for turn in range(ROUNDS + 8):
        for name, actor in actors.items():
            began = time.perf_counter()
            await read(database, actor)
            if turn >= 8:
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) * 1000 for name, times in taken.items()}


def show(title: str, found: dict[str, float]) -> None:
    first = next(iter(found.values()))
    cells = "  ".join(f"{name}: {ms:6.2f} ms ×{ms / first:4.2f}" for name, ms in found.items())
    print(f"{title:34} {cells}", flush=True)


async def run(engine: str, url: str) -> None:
    database = Database.on(make_engine(url, role="api"))
    by_size = {}
    for size in SIZES:
        actor = await make_ledger(database, engine, size)
        await budgets(database, actor, Rollover.NONE)
        by_size[f"{size:,}"] = actor
    for name, read in READS.items():
        show(f"{engine}: {name}, by history", await measure(database, by_size, read))
    for count in (1, 12):
        await measure_rollover(database, engine, count)
    if OTHERS:
        await beside_others(database, engine, by_size)
    await database.close()


async def measure_rollover(database: Database, engine: str, count: int) -> None:
    """Ask, as a client does, households that spent five times a day for five years, with so many budgets."""
    app = create_app(Settings(), database=database, clock=lambda: NOW)
    homes: dict[str, Actor] = {}
    people: dict[int, Someone] = {}
    for rollover in Rollover:
        person = await join(app)
        async with read_session(database) as session:
            actor = await get_default_actor(session, int(person.me["id"]))
        days = f"(n * 7919) % {5 * 365}"
        await fill(database, engine, 5 * 365 * 5, days, TODAY, **await place_of(database, actor))
        await budgets(database, actor, rollover, count)
        homes[rollover.value], people[actor.ledger_id] = actor, person
    await settle(database, engine)

    async def ask(_database: Database, actor: Actor) -> None:
        person = people[actor.ledger_id]
        answer = await person.get(f"{person.ledger}/budgets/status")
        assert len(answer.json()["items"]) == count

    show(f"{engine}: {count} budgets, rollover, HTTP", await measure(database, homes, ask))
    show(f"{engine}: {count} budgets, rollover", await measure(database, homes, read_status))


async def beside_others(database: Database, engine: str, by_size: dict[str, Actor]) -> None:
    """Measure again with the rows of many other ledgers in the same tables."""
    began = time.perf_counter()
    others = [await make_ledger(database, engine, 3 * PERIOD_ENTRIES) for _ in range(50)]
    first = min(actor.ledger_id for actor in others)
    days = f"(n * 7919) % {365 * 5}"
    await fill(database, engine, OTHERS, days, TODAY, first, ledgers=len(others))
    await settle(database, engine)
    print(f"({OTHERS:,} rows of other ledgers in {time.perf_counter() - began:.0f} s)", flush=True)
    for name, read in READS.items():
        show(f"{engine}: {name}, beside others", await measure(database, by_size, read))


def main() -> None:
    """Measure on the engines named, or on both."""
    set_up_logs(style="json", level="WARNING")
    for engine in sys.argv[1:] or list(ENGINES):
        with ENGINES[engine]() as url:
            asyncio.run(run(engine, url))


if __name__ == "__main__":
    main()

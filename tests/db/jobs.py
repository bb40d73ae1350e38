"""What other processes do in tests; each job takes plain values and gives a plain value back."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update

from backend.db.session import Database, read_session, unit_of_work
from backend.db.sql import trouble_of
from backend.models import BotState, Ledger
from backend.schema import prepare

WAIT_SECONDS = 60
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.db.jobs"])


def together(job: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Run a job in several processes that begin at once; tell what each gave, or the error it ended with."""
    barrier, answers = processes.Barrier(len(calls)), processes.Queue()
    running = [processes.Process(target=_one, args=(barrier, answers, job, call)) for call in calls]
    for process in running:
        process.start()
    given = [answers.get(timeout=WAIT_SECONDS) for _ in running]
    for process in running:
        process.join(WAIT_SECONDS)
        process.close()
    answers.close()
    answers.join_thread()
    return given


def _one(barrier: Any, answers: Any, job: Callable[..., Any], call: tuple[Any, ...]) -> None:
    barrier.wait(WAIT_SECONDS)
    try:
        answers.put(job(*call))
    except Exception as error:  # noqa: BLE001 - the test looks at it
        answers.put(f"{type(error).__name__}: {error}")


def start(url: str) -> str:
    """Bring a database up to date, as every process does first."""
    return asyncio.run(prepare(url)).value


def start_and_write(url: str, told: Any, count: int) -> None:
    """Say "begun", start, then commit rows one by one, telling each only after its commit."""

    async def work() -> None:
        told.send("begun")
        await prepare(url)
        database = Database.open(url, role="test")
        told.send(0)
        for number in range(1, count + 1):
            now = datetime(2026, 11, 21, tzinfo=UTC)
            async with unit_of_work(database) as session:
                session.add(
                    Ledger(name=f"{number}", currency="KRW", timezone="UTC", created_at=now, updated_at=now)
                )
            told.send(number)
        await database.close()

    asyncio.run(work())


def count_up(url: str, tasks: int, times: int) -> dict[str, int]:
    """Read a number, think, write it back plus one, in several tasks; tell what was committed and refused."""
    result = {"committed": 0, "busy": 0}

    async def one(database: Database) -> None:
        for _ in range(times):
            try:
                async with unit_of_work(database) as session:
                    number = await session.scalar(
                        select(BotState.commands_digest).where(BotState.bot_id == 1).with_for_update()
                    )
                    await asyncio.sleep(0)
                    await session.execute(
                        update(BotState)
                        .where(BotState.bot_id == 1)
                        .values(commands_digest=str(int(number) + 1))
                    )
            except Exception as error:
                if trouble_of(error) is None:
                    raise
                result["busy"] += 1
            else:
                result["committed"] += 1

    async def work() -> None:
        database = Database.open(url, role="test")
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(tasks):
                    group.create_task(one(database))
            async with read_session(database) as session:
                assert await session.scalar(select(func.count()).select_from(BotState)) == 1
        finally:
            await database.close()

    asyncio.run(work())
    return result

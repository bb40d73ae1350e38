"""One poller a bot on Postgres: the others stand by, and take over when its connection is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.db.session import Database

log = structlog.get_logger(__name__)

FAMILY = 0x706F646F
"""The first half of the lock's key, "podo": keeps it apart from the locks of others on the server."""

STAND_BY_SECONDS = 2.0
CHECK_SECONDS = 10.0

# A poller whose machine died is to be noticed by the server within a minute, not after the usual two hours.
KEEPALIVE = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"


async def while_leading(database: Database, bot_id: int, run: Callable[[], Awaitable[None]]) -> None:
    """Run while holding the bot's lock; wait for it as long as another process does.

    The lock is the connection's: the server releases it when this process dies, however it dies.
    """
    async with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for setting in KEEPALIVE.split("; "):
            await connection.execute(text(setting))
        told = False
        while not await _try(connection, bot_id):
            if not told:
                log.info("polling_stands_by", reason="another process polls for this bot")
                told = True
            await asyncio.sleep(STAND_BY_SECONDS)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_hold(connection))
            await run()


async def _try(connection: AsyncConnection, bot_id: int) -> bool:
    question = text("SELECT pg_try_advisory_lock(:family, hashint8(:bot_id))")
    got = await connection.execute(question, {"family": FAMILY, "bot_id": bot_id})
    return bool(got.scalar_one())


async def _hold(connection: AsyncConnection) -> None:
    """Notice that the connection is lost, and with it the lock: raises, which ends the polling."""
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        await connection.execute(text("SELECT 1"))

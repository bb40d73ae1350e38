"""Waking at once whoever has work: bells in this process, announcements of Postgres from the others."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

from backend.db.session import Database
from backend.messaging.service import INBOX_CHANNEL

log = structlog.get_logger(__name__)

CHECK_SECONDS = 20.0
"""How often the listening connection is tried: a firewall may have dropped it in silence."""


class Bell:
    """Wakes everybody who waits; rung while nobody waits, it wakes the next at once."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Say that there is work."""
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for the bell, at most so long; whether it rang."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Bells:
    """The bells of one process, and the sign that it is to end."""

    def __init__(self) -> None:
        self.inbox = Bell()
        self.outbox = Bell()
        self.cards = Bell()
        self.stopped = asyncio.Event()

    @property
    def stopping(self) -> bool:
        """Whether every loop is to end after what it is at."""
        return self.stopped.is_set()

    def stop(self) -> None:
        """Ask every loop to end after what it is at."""
        self.stopped.set()
        self.inbox.ring()
        self.outbox.ring()
        self.cards.ring()

    async def sleep(self, seconds: float) -> None:
        """Sleep, unless the process is to end."""
        try:
            async with asyncio.timeout(seconds):
                await self.stopped.wait()
        except TimeoutError:
            pass


async def listen(database: Database, bells: Bells) -> None:
    """Ring the bell for updates that another process wrote down. Postgres alone; ends with its connection.

    `database` must lead to the server itself: behind a transaction pooler nothing is ever announced, and the
    short polling of the worker is what remains.
    """

    def heard(*_: object) -> None:
        bells.inbox.ring()

    async with database.engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        await raw.add_listener(INBOX_CHANNEL, heard)
        try:
            bells.inbox.ring()  # what came before we listened
            while not bells.stopping:
                await asyncio.sleep(CHECK_SECONDS)
                await raw.execute("SELECT 1")
        finally:
            if not raw.is_closed():
                await raw.remove_listener(INBOX_CHANNEL, heard)

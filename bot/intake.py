"""The intake: fetches updates as raw JSON and writes them down before Telegram is told that they arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram.error import Conflict, TelegramError

from backend.db.session import Database, unit_of_work
from backend.db.sql import trouble_of
from backend.kit.clock import Clock
from backend.messaging import bots
from backend.messaging import service as messaging
from bot.api import READ_SECONDS, ApiBot
from bot.application import ALLOWED_UPDATES
from bot.wake import Bells

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
"""How long Telegram holds an empty answer back."""

LONGEST_PAUSE = 3.0
"""Between tries while something is wrong: the next bot is to poll within 10 s after one was killed."""

WATCH_SECONDS = 90.0

Pause = Callable[[float], Awaitable[None]]


class PollingStuckError(RuntimeError):
    """The poll loop has not come round for longer than any single poll may take."""


class Poller:
    """Polls for one bot. One may poll at a time; a second one is told 409 by Telegram and waits."""

    def __init__(
        self,
        database: Database,
        bot: ApiBot,
        bot_id: int,
        bells: Bells,
        clock: Clock,
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._database = database
        self._bot = bot
        self._bot_id = bot_id
        self._bells = bells
        self._clock = clock
        self._pause = pause
        self._offset: int | None = None
        self._troubles = 0
        self._last_turn = 0.0

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            self._last_turn = asyncio.get_running_loop().time()
            await self.turn()

    async def watch(self) -> None:
        """Raise PollingStuckError when the loop hangs, so that whoever runs the process starts anew."""
        loop = asyncio.get_running_loop()
        self._last_turn = loop.time()
        left = WATCH_SECONDS
        while left > 0:
            await asyncio.sleep(left)
            left = self._last_turn + WATCH_SECONDS - loop.time()
        raise PollingStuckError

    async def turn(self) -> None:
        """Poll once: fetch, write down, only then move on; on trouble wait and ask for the same again."""
        try:
            updates = await self._fetch()
            await self._store(updates)
        except Conflict:
            self._troubles += 1
            log.warning("polling_conflict", hint="another bot polls with this token, or a webhook is set")
            await self._pause(min(2.0 * self._troubles, LONGEST_PAUSE))
        except (TelegramError, TimeoutError) as error:
            await self._wait_after(error)
        except Exception as error:
            if trouble_of(error) is None:
                log.exception("polling_failed")
            await self._wait_after(error)
        else:
            self._troubles = 0
            if updates and not self._move_on(updates):
                await self._pause(LONGEST_PAUSE)  # nothing with an id in it: the same would come at once

    async def _fetch(self) -> Sequence[Any]:
        # The read timeout must outlast the long poll, or every quiet poll would be an error; the outer one is
        # for connections that neither answer nor fail.
        async with asyncio.timeout(POLL_SECONDS + 2 * READ_SECONDS):
            updates = await self._bot.call(
                "getUpdates",
                {
                    "offset": self._offset,
                    "timeout": POLL_SECONDS,
                    "limit": 100,
                    "allowed_updates": list(ALLOWED_UPDATES),
                },
                read_timeout=POLL_SECONDS + READ_SECONDS,
            )
        return updates if isinstance(updates, list) else []

    async def _store(self, updates: Sequence[Any]) -> None:
        now = self._clock()
        async with unit_of_work(self._database) as session:
            if updates:
                await messaging.store_updates(session, self._bot_id, updates, now=now)
            await bots.note_poll(session, self._bot_id, now)
        if updates:
            self._bells.inbox.ring()
        else:
            # Everything before the offset is confirmed now. After a week without updates Telegram goes on
            # with a random, maybe lower id, which an old offset would confirm unseen.
            self._offset = None

    def _move_on(self, updates: Sequence[Any]) -> bool:
        ids = [update.get("update_id") for update in updates if isinstance(update, dict)]
        known = [update_id for update_id in ids if type(update_id) is int]
        before = self._offset
        if known:
            self._offset = max(known) + 1
        return self._offset != before

    async def _wait_after(self, error: BaseException) -> None:
        self._troubles += 1
        log.warning("polling_trouble", error=type(error).__name__, times=self._troubles)
        await self._pause(min(0.5 * 2 ** min(self._troubles, 10), LONGEST_PAUSE))

"""The bot's process: intake, worker lanes, sender and jobs side by side, until it is asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import structlog

from backend.db.session import Database
from backend.db.sql import trouble_of
from backend.jobs.catalog import Job
from backend.kit.clock import Clock, system_clock
from backend.settings import Settings
from bot.announcer import Announcer
from bot.api import ApiBot, make_bot
from bot.application import BotApplication, build_application
from bot.cards import Cards
from bot.handlers import HANDLERS
from bot.intake import Poller, PollingStuckError
from bot.jobs import JOBS
from bot.leading import while_leading
from bot.painter import Painter
from bot.sender import Sender
from bot.starting import (
    introduce,
    offer_commands,
    offer_mini_app,
    receive_by_polling,
    receive_by_webhook,
)
from bot.wake import Bells, listen
from bot.worker import Worker

log = structlog.get_logger(__name__)

LANES = {"sqlite": 1, "postgresql": 3}
"""Updates handled at once. SQLite has one writer, for which more lanes would only queue."""

IDLE_SECONDS = {"sqlite": 0.2, "postgresql": 1.0}
"""How long a lane sleeps before it looks for itself: what no bell tells of is found then."""

STOP_SECONDS = 6.0
"""For what is under way when the process is to end; whatever is left is in the tables."""

LONGEST_PAUSE = 8.0
JOBS_AFTER_SECONDS = 30.0

Run = Callable[[], Awaitable[None]]


async def run_bot(settings: Settings, bells: Bells, clock: Clock = system_clock) -> None:
    """Run the bot until the bells say stop. The schema was looked at before: this calls Telegram at once.

    Raises TokenRefusedError, PollingStuckError, both in groups.
    """
    async with AsyncExitStack() as stack:
        database = Database.open(settings.database_url, role="bot", pool=settings.pool)
        stack.push_async_callback(database.close)
        direct = _direct(settings, database)
        if direct is not None:
            stack.push_async_callback(direct.close)
        painter = Painter()
        stack.push_async_callback(painter.close)
        process = BotProcess(settings, database, direct, bells, clock, painter)
        stack.push_async_callback(process.application.shutdown)
        if await _unless_stopped(bells, process.introduce()):
            await process.run()


def _direct(settings: Settings, database: Database) -> Database | None:
    """Make connections that stay with one session of the server, for locks and announcements, if any."""
    if database.engine.dialect.name != "postgresql":
        return None
    if settings.db_pgbouncer and settings.migration_database_url is None:
        return None
    return Database.open(settings.migration_database_url or settings.database_url, role="tool")


class BotProcess:
    """One running bot."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        direct: Database | None,
        bells: Bells,
        clock: Clock,
        painter: Painter,
    ) -> None:
        if settings.telegram_bot_token is None or settings.bot_id is None:
            raise ValueError("no bot without a token")
        self._settings = settings
        self._database = database
        self._direct = direct
        self._bells = bells
        self._clock = clock
        self._painter = painter
        self._bot_id = settings.bot_id
        self._bot: ApiBot = make_bot(
            settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url
        )
        self.application: BotApplication = build_application(self._bot, HANDLERS)

    async def introduce(self) -> None:
        """Get to know Telegram, which may not answer for a while."""
        await introduce(self.application, self._database, self._bot_id)
        if self._settings.telegram_mode == "webhook":
            secret = self._settings.telegram_webhook_secret
            await receive_by_webhook(
                self._bot, self._settings.public_url, secret.get_secret_value() if secret else ""
            )

    async def run(self) -> None:
        """Work until told to stop: then nothing new is fetched, and what is under way ends."""
        log.info("bot_started", bot_id=self._bot_id, mode=self._settings.telegram_mode)
        async with asyncio.TaskGroup() as tasks:
            at_once = [tasks.create_task(self._forever(name, run)) for name, run in self._cut_short()]
            in_peace = [tasks.create_task(self._forever(name, run)) for name, run in self._finished()]
            await self._bells.stopped.wait()
            for task in at_once:
                task.cancel()
            _, late = await asyncio.wait(in_peace, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
        log.info("bot_stopped", unfinished=len(late))

    def _cut_short(self) -> list[tuple[str, Run]]:
        """List what may be cancelled at any moment."""
        found: list[tuple[str, Run]] = [
            ("commands", lambda: offer_commands(self._bot, self._database, self._bot_id)),
            ("menu button", lambda: offer_mini_app(self._bot, self._settings.public_url)),
        ]
        found += [(f"job {job.name}", lambda job=job: self._repeat(job)) for job in JOBS]  # type: ignore[misc]
        if self._settings.telegram_mode == "polling":
            found.append(("polling", self._poll_alone))
        direct = self._direct
        if direct is not None:
            found.append(("listening", lambda: listen(direct, self._bells)))
        return found

    def _finished(self) -> list[tuple[str, Run]]:
        """List what ends by itself after the update or the call that it is at."""
        dialect = self._database.engine.dialect.name
        idle = IDLE_SECONDS[dialect]
        worker = Worker(
            self._database,
            self.application,
            self._bot_id,
            self._bells,
            self._clock,
            secret_key=self._settings.secret_key.get_secret_value(),
            public_url=self._settings.told_url,
        )
        sender = Sender(
            self._database, self._bot, self._bot_id, self._bells, self._clock, draw=self._painter.draw
        )
        lanes: list[tuple[str, Run]] = [
            (f"lane {number}", lambda: worker.run(idle)) for number in range(LANES[dialect])
        ]
        announcer = Announcer(
            self._database,
            self._bot_id,
            self._bells,
            self._clock,
            secret_key=self._settings.secret_key.get_secret_value(),
        )
        cards = Cards(self._database, self._bot_id, self._bells, self._clock)
        return [
            *lanes,
            ("sender", lambda: sender.run(idle)),
            ("announcer", announcer.run),
            ("cards", cards.run),
        ]

    async def _poll_alone(self) -> None:
        if self._direct is None:
            await self._poll()
        else:
            await while_leading(self._direct, self._bot_id, self._poll)

    async def _poll(self) -> None:
        await receive_by_polling(self._bot)
        poller = Poller(self._database, self._bot, self._bot_id, self._bells, self._clock)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(poller.watch())
            await poller.run()

    async def _repeat(self, job: Job) -> None:
        await asyncio.sleep(JOBS_AFTER_SECONDS)
        while True:
            dealt_with = await job.run(self._database, self._clock())
            (log.info if dealt_with else log.debug)("job_done", job=job.name, items=dealt_with)
            if dealt_with:
                self._bells.outbox.ring()
            await asyncio.sleep(job.every.total_seconds())

    async def _forever(self, name: str, run: Run) -> None:
        """Run something that is to outlive any failure; it ends by returning."""
        pause = 0.5
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await run()
            except Exception as error:
                if _holds(error, PollingStuckError):
                    raise
                if asyncio.get_running_loop().time() - began > 10 * LONGEST_PAUSE:
                    pause = 0.5  # it went well for a while: this is a new trouble
                self._log_failure(name, error, pause)
            else:
                return
            await self._bells.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _log_failure(self, name: str, error: Exception, pause: float) -> None:
        trouble = trouble_of(error)
        if trouble is None:
            log.error("loop_failed", loop=name, again_in=pause, exc_info=error)
        else:
            log.warning("database_trouble", loop=name, trouble=trouble.value, again_in=pause)


def _holds(error: BaseException, kind: type[BaseException]) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return error.subgroup(kind) is not None
    return isinstance(error, kind)


async def _unless_stopped(bells: Bells, act: Coroutine[Any, Any, None]) -> bool:
    """Do something that may take long; False when told to stop before it was done."""
    async with asyncio.TaskGroup() as tasks:
        acting = tasks.create_task(act)
        told = tasks.create_task(bells.stopped.wait())
        await asyncio.wait({acting, told}, return_when=asyncio.FIRST_COMPLETED)
        acting.cancel()
        told.cancel()
    return not acting.cancelled()

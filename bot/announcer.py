"""Tells the chats what entries made over the API or on a page did to budgets, and who came into a ledger."""

from __future__ import annotations

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend.announcements import service as announcements
from backend.announcements.service import Untold
from backend.budgets.status import after_change
from backend.db.session import Database, read_session, unit_of_work
from backend.db.sql import trouble_of
from backend.kit.clock import Clock
from bot.alerting import highest, tell_arrival, tell_everybody
from bot.wake import Bells
from bot.work import Work

log = structlog.get_logger(__name__)

IDLE_SECONDS = 2.0
"""How late a chat may hear of what happened elsewhere."""


class Announcer:
    """One of these a process; several processes take turns."""

    def __init__(
        self, database: Database, bot_id: int, bells: Bells, clock: Clock, *, secret_key: str
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self._bells = bells
        self._clock = clock
        self._secret_key = secret_key

    async def run(self) -> None:
        """Tell what there is to tell until the process is to end."""
        while not self._bells.stopping:
            if not await self.step():
                await self._bells.sleep(IDLE_SECONDS)

    async def step(self) -> bool:
        """Tell of the oldest act; False when none waits.

        A failure of the database leaves it where it was; one of the act itself is given up, or nobody would
        hear of any other.
        """
        # Looked for without a lock: on SQLite taking one means being the only writer.
        async with read_session(self._database) as session:
            if not await announcements.is_any_waiting(session):
                return False
        untold: Untold | None = None
        try:
            async with unit_of_work(self._database) as session:
                untold = await announcements.take(session)
                if untold is None:
                    return False
                await self._tell(self._work(session, untold), untold)
        except Exception as error:
            if untold is None or trouble_of(error) is not None:
                raise
            log.exception("announcement_failed", act_id=untold.id)
            async with unit_of_work(self._database) as session:
                await announcements.give_up(session, untold)
        self._bells.outbox.ring()
        return True

    def _work(self, session: AsyncSession, untold: Untold) -> Work:
        return Work(session, self._clock(), self._bot_id, untold.id, 0, self._secret_key, prefix="act")

    async def _tell(self, work: Work, untold: Untold) -> None:
        if untold.joined:
            await tell_arrival(work, untold.actor)
            return
        found = await after_change(work.session, untold.actor, untold.touched, now=work.now)
        news = highest(found.alerts)
        if news:
            await tell_everybody(work, untold.actor, news)

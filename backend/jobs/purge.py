"""Deletes what has served: old updates, calls and notices, and with them people's words; ended tokens."""

from __future__ import annotations

from datetime import datetime

from backend.db.session import Database, unit_of_work
from backend.entries.notices import service as notices
from backend.jobs.queries import delete_expired
from backend.messaging import service as messaging


async def run(database: Database, now: datetime) -> int:
    """Delete it, a thousand rows of the road a transaction; gives how many rows went."""
    async with unit_of_work(database) as session:
        total = await delete_expired(session, now)
    while True:
        async with unit_of_work(database) as session:
            gone = await messaging.purge(session, now) + await notices.purge(session, now)
        total += gone
        if not gone:
            return total

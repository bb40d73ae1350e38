"""Tells the digests that are due, each in a transaction of its own: claimed and written, or neither."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.session import Database, read_session, unit_of_work
from backend.messaging.digests import service as digests
from backend.messaging.digests.service import DueDigest

log = structlog.get_logger(__name__)

Write = Callable[[AsyncSession, DueDigest, datetime], Awaitable[None]]
"""Puts a digest into words and owes it to its chat; whoever speaks to people knows how."""


async def run(database: Database, now: datetime, *, write: Write) -> int:
    """Tell them; gives how many were told. One that fails is tried again next time, and stops no other."""
    async with read_session(database) as session:
        due = await digests.due_digests(session, now)
    told = 0
    for one in due:
        try:
            async with unit_of_work(database) as session:
                if await digests.claim(session, one):
                    await write(session, one, now)
                    told += 1
        except Exception:
            log.exception("digest_failed", chat_id=one.digest.chat_id, period=one.kind.value)
    return told

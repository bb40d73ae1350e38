"""What is kept of payment notices: what they said and which entries they became, as long as it serves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries.notices import queries
from backend.entries.notices.sayings import keep, notice_row
from backend.entries.rules import (
    ASK_FOR,
    CANCEL_WITHIN,
)
from backend.entries.views import MessageRef
from backend.ledgers.access import Actor
from backend.parsing.drafts import Draft


async def remember(
    session: AsyncSession,
    actor: Actor,
    recorded: Iterable[tuple[Draft, int]],
    *,
    act: str,
    now: datetime,
    message: MessageRef | None,
) -> None:
    """Remember what notices said, and which entries they became."""
    rows = [
        notice_row(actor, draft, act, now, message, entry_id=entry_id)
        for draft, entry_id in recorded
        if draft.is_notice
    ]
    if rows:
        await keep(session, actor, rows, message)


async def purge(session: AsyncSession, now: datetime, limit: int = 1000) -> int:
    """Delete some notices that have served; gives how many, so that a caller may go on until none is left.

    One that nobody answered goes after 30 days, the others when they cannot be cancelled any more.
    """
    return await queries.delete_old(session, now - ASK_FOR, now - CANCEL_WITHIN, limit)

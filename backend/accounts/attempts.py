"""Wrong tries at what may be guessed, counted per guesser and in all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import queries


async def count_attempts(session: AsyncSession, kind: str, subject: str | None, since: datetime) -> int:
    """Count the wrong tries of this kind since then: one subject's, or everybody's when None."""
    return await queries.count_attempts(session, kind, subject, since)


async def note_attempt(session: AsyncSession, kind: str, subject: str, now: datetime) -> None:
    """Count one try. `subject` is a digest of who tried; the caller sees to it that this is committed."""
    await queries.insert_attempts(session, kind, [subject], now)

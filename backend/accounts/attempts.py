"""Wrong tries at what may be guessed, counted per guesser and in all."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import queries
from backend.kit.errors import TooMany
from backend.kit.ids import keyed_digest

REGISTRATION_WINDOW = timedelta(hours=1)
REGISTRATIONS_EACH = 30
"""Accounts made from one address in the window: a school may sit behind it, a flood too."""


async def count_attempts(session: AsyncSession, kind: str, subject: str | None, since: datetime) -> int:
    """Count the wrong tries of this kind since then: one subject's, or everybody's when None."""
    return await queries.count_attempts(session, kind, subject, since)


async def note_attempt(session: AsyncSession, kind: str, subject: str, now: datetime) -> None:
    """Count one try. `subject` is a digest of who tried; the caller sees to it that this is committed."""
    await queries.insert_attempts(session, kind, [subject], now)


async def limit_registrations(session: AsyncSession, address: str, secret_key: str, now: datetime) -> None:
    """Count an account that is being made. Raises TooMany `account.too_many_registrations`."""
    subject = keyed_digest(secret_key, "register", address)
    made = await count_attempts(session, "register", subject, now - REGISTRATION_WINDOW)
    if made >= REGISTRATIONS_EACH:
        wait = int(REGISTRATION_WINDOW.total_seconds())
        raise TooMany("account.too_many_registrations", retry_after=wait)
    await note_attempt(session, "register", subject, now)

"""People and households for tests, made without the slow parts (no password is digested)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.service import create_person
from backend.ledgers.access import Actor
from backend.ledgers.service import NewLedger, get_default_actor
from backend.models import Entry, User
from backend.onboarding.service import start_ledger


async def make_person(
    session: AsyncSession,
    now: datetime,
    *,
    email: str = "ann@example.com",
    currency: str = "KRW",
    timezone: str = "Asia/Seoul",
) -> User:
    """A person of the web with a ledger and its default categories."""
    user = await create_person(
        session,
        email=email,
        password_hash="not-a-digest",
        display_name=email.partition("@")[0],
        locale=None,
        timezone=timezone,
        now=now,
    )
    await start_ledger(session, user.id, NewLedger("우리집", currency, timezone), now=now)
    return user


async def make_actor(session: AsyncSession, now: datetime, **person: str) -> Actor:
    """A person acting in their own ledger."""
    return await get_default_actor(session, (await make_person(session, now, **person)).id)


async def make_uncountable(session: AsyncSession, ledger_id: int) -> None:
    """Let the entries of a ledger, two or more, add up to more than the engines count to."""
    await session.execute(
        update(Entry).where(Entry.ledger_id == ledger_id).values(ledger_amount_minor=9 * 10**18)
    )

"""The verbs of digests: which a chat gets and when, which are due, and taking one to tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.service import get_person
from backend.kit.errors import Conflict, Missing
from backend.kit.periods import Period, PeriodKind
from backend.ledgers.access import Actor
from backend.ledgers.service import find_actor, get_default_actor
from backend.messaging.digests import queries
from backend.messaging.digests.rules import HOUR, KINDS, MONDAY, Schedule, due_period, may_be_due
from backend.models import Chat, Digest, User

HOURS = range(24)
WEEKDAYS = range(7)


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """What a chat gets: which digests, at which hour, the week's on which weekday (0 is Monday)."""

    weekly: bool = False
    monthly: bool = False
    hour: int = HOUR
    weekday: int = MONDAY


async def get_settings(session: AsyncSession, bot_id: int, chat_id: int) -> DigestSettings:
    """Tell what a chat gets; unless somebody chose, nothing."""
    rows = {row.period: row for row in await queries.find_digests(session, bot_id, chat_id)}
    if not rows:
        return DigestSettings()
    weekly, monthly = rows[PeriodKind.WEEKLY.value], rows[PeriodKind.MONTHLY.value]
    return DigestSettings(weekly.is_on, monthly.is_on, weekly.hour, weekly.weekday)


async def switch(
    session: AsyncSession, bot_id: int, chat_id: int, reader_id: int, kind: PeriodKind, now: datetime
) -> None:
    """Turn a chat's digest of a kind on or off."""
    settings = await _begun(session, bot_id, chat_id, reader_id, now)
    is_on = settings.weekly if kind is PeriodKind.WEEKLY else settings.monthly
    changes = {"is_on": not is_on, "set_at": now, "reader_id": reader_id}
    await queries.update_digests(session, bot_id, chat_id, changes, kind.value)


async def set_time(
    session: AsyncSession,
    bot_id: int,
    chat_id: int,
    reader_id: int,
    now: datetime,
    *,
    hour: int | None = None,
    weekday: int | None = None,
) -> None:
    """Choose the hour of both digests, or the weekday of the week's."""
    await _begun(session, bot_id, chat_id, reader_id, now)
    chosen: dict[str, Any] = {"hour": hour, "weekday": weekday}
    changes = {name: value for name, value in chosen.items() if value is not None}
    changes |= {"set_at": now, "reader_id": reader_id}
    await queries.update_digests(session, bot_id, chat_id, changes, None)


async def get_own_settings(session: AsyncSession, bot_id: int | None, user_id: int) -> DigestSettings:
    """Tell what a person gets in their private chat. Raises Conflict `digest.no_chat`."""
    bot_id, chat_id = await _private_chat(session, bot_id, user_id)
    return await get_settings(session, bot_id, chat_id)


async def set_own_settings(
    session: AsyncSession, bot_id: int | None, user_id: int, chosen: DigestSettings, *, now: datetime
) -> None:
    """Choose what a person gets in their private chat, all at once. Raises Conflict `digest.no_chat`."""
    bot_id, chat_id = await _private_chat(session, bot_id, user_id)
    if await _begun(session, bot_id, chat_id, user_id, now) == chosen:
        return
    changes = {"hour": chosen.hour, "weekday": chosen.weekday, "set_at": now, "reader_id": user_id}
    for kind, is_on in ((PeriodKind.WEEKLY, chosen.weekly), (PeriodKind.MONTHLY, chosen.monthly)):
        await queries.update_digests(session, bot_id, chat_id, changes | {"is_on": is_on}, kind.value)


async def _private_chat(session: AsyncSession, bot_id: int | None, user_id: int) -> tuple[int, int]:
    """Name a person's own chat with the bot: Telegram gives it the person's id."""
    person = await get_person(session, user_id)
    if bot_id is None or person.telegram_user_id is None:
        raise Conflict("digest.no_chat")
    return bot_id, person.telegram_user_id


async def _begun(
    session: AsyncSession, bot_id: int, chat_id: int, reader_id: int, now: datetime
) -> DigestSettings:
    row = {"bot_id": bot_id, "chat_id": chat_id, "reader_id": reader_id, "set_at": now}
    row |= {"is_on": False, "hour": HOUR, "weekday": MONDAY}
    await queries.insert_digests(session, [row | {"period": kind.value} for kind in KINDS])
    return await get_settings(session, bot_id, chat_id)


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest that is to be told now: to which chat, of which period, in whose name and language."""

    digest: Digest
    kind: PeriodKind
    period: Period
    actor: Actor
    languages: tuple[str | None, ...]
    theme: str | None

    @property
    def name(self) -> str:
        """What it is called in the outbox: one of a kind and period for a chat."""
        return f"digest{self.digest.chat_id}.{self.kind.value}.{self.period.start:%Y%m%d}"


async def due_digests(session: AsyncSession, now: datetime) -> list[DueDigest]:
    """Find the digests that are due; claim each before it is told."""
    found = []
    for digest, chat, reader in await queries.digests_on(session):
        kind = PeriodKind(digest.period)
        schedule = Schedule(kind, digest.hour, digest.weekday, digest.set_at, digest.told_until)
        if not may_be_due(schedule, now):
            continue
        actor = await _actor(session, digest, chat, reader)
        if actor is None:
            continue
        is_private = digest.chat_id > 0
        zone = reader.timezone if is_private else actor.timezone
        period = due_period(schedule, actor.calendar, zone, actor.timezone, now)
        if period is not None:
            of_chat = chat.language if chat is not None else None
            languages = (reader.locale, of_chat) if is_private else (of_chat, reader.locale)
            theme = chat.picture_theme if chat is not None else None
            found.append(DueDigest(digest, kind, period, actor, languages, theme))
    return found


async def _actor(session: AsyncSession, digest: Digest, chat: Chat | None, reader: User) -> Actor | None:
    """Say in which ledger a chat's digest is: the chat's, in a private one else the person's default one."""
    chosen = chat.ledger_id if chat is not None else None
    actor = await find_actor(session, reader.id, chosen) if chosen is not None else None
    if actor is not None or digest.chat_id < 0:
        return actor
    try:
        return await get_default_actor(session, reader.id)
    except Missing:
        return None


async def claim(session: AsyncSession, due: DueDigest) -> bool:
    """Take a due digest, in the transaction that tells it; False where another worker did."""
    return await queries.claim(session, due.digest, due.period.end)

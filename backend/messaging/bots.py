"""What is known of our bots: their names, their last poll, the commands that Telegram shows for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.messaging import queries


async def note_poll(session: AsyncSession, bot_id: int, now: datetime) -> None:
    """Note that Telegram was just asked for updates and answered."""
    await queries.upsert_bot_state(session, bot_id, {"last_poll_at": now})


async def introduce_bot(
    session: AsyncSession, bot_id: int, *, username: str | None = None, commands_digest: str | None = None
) -> None:
    """Note the bot's name, or which commands Telegram shows for it."""
    known = {"username": username, "commands_digest": commands_digest}
    changes = {name: value for name, value in known.items() if value is not None}
    if changes:
        await queries.upsert_bot_state(session, bot_id, changes)


@dataclass(frozen=True, slots=True)
class KnownBot:
    """What is known of a bot."""

    username: str | None = None
    commands_digest: str | None = None
    last_poll_at: datetime | None = None


async def get_bot(session: AsyncSession, bot_id: int) -> KnownBot:
    """Tell what is known of a bot; nothing is, before it first ran."""
    state = await queries.find_bot_state(session, bot_id)
    return (
        KnownBot() if state is None else KnownBot(state.username, state.commands_digest, state.last_poll_at)
    )

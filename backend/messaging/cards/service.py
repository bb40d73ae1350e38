"""The verbs of cards: which message is a chat's card, which cards are due, what an edit of one costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.kit.periods import local_day
from backend.messaging import service as messaging
from backend.messaging.cards import queries
from backend.models import Card


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to be kept: of a message that is there, or of the call (its dedupe key) that will send it."""

    ledger_id: int
    reader_id: int
    language: str
    text: str
    key: str | None = None
    message_id: int | None = None
    pinned: bool = False


async def find_card(session: AsyncSession, bot_id: int, chat_id: int) -> Card | None:
    """Find a chat's card."""
    return await queries.find_card(session, bot_id, chat_id)


async def set_card(session: AsyncSession, bot_id: int, chat_id: int, new: NewCard, now: datetime) -> None:
    """Keep this card up to date from now on, in the place of the one the chat had."""
    values = {
        "bot_id": bot_id,
        "chat_id": chat_id,
        "ledger_id": new.ledger_id,
        "reader_id": new.reader_id,
        "language": new.language,
        "shown": _digest(new.text),
        "key": new.key,
        "message_id": new.message_id,
        "pinned": new.pinned,
        "checked_at": now,
    }
    await queries.upsert_card(session, values)


async def take_card(session: AsyncSession, bot_id: int, chat_id: int) -> Card | None:
    """Take a chat's card to write it anew; until then nobody else does.

    None where there is none, and while the message that it is has not been sent: `is_unsent` tells.
    """
    card = await queries.find_card(session, bot_id, chat_id, lock=True)
    if card is None or card.message_id is not None:
        return card
    message_id = await _sent_as(session, card)
    if message_id is None:
        return None
    await queries.update_card(session, card.id, {"message_id": message_id})
    return await queries.find_card(session, bot_id, chat_id)


async def is_unsent(session: AsyncSession, bot_id: int, chat_id: int) -> bool:
    """Tell whether a chat's card waits to be sent."""
    card = await queries.find_card(session, bot_id, chat_id)
    return card is not None and card.message_id is None and await _sent_as(session, card) is None


async def _sent_as(session: AsyncSession, card: Card) -> int | None:
    return None if card.key is None else await queries.find_sent_message(session, card.key)


async def show(
    session: AsyncSession, card: Card, text: str, payload: Mapping[str, Any], now: datetime
) -> bool:
    """Have a card say this; False when it says so already.

    An edit that still waits is given the new text, so that however much is recorded at once, one is made.
    """
    shown = _digest(text)
    changed = shown != card.shown
    await queries.update_card(session, card.id, {"shown": shown, "checked_at": now})
    if not changed or card.message_id is None:
        return False
    whole = {"message_id": card.message_id, **payload}
    waiting = await queries.replace_waiting_edit(session, card.bot_id, card.chat_id, card.message_id, whole)
    if not waiting:
        await messaging.enqueue(
            session,
            bot_id=card.bot_id,
            chat_id=card.chat_id,
            method="editMessageText",
            payload=whole,
            now=now,
        )
    return True


async def write_anew(session: AsyncSession, bot_id: int, chat_id: int, message_id: int) -> None:
    """Have a card that could not be edited be edited again, within a minute or so."""
    card = await queries.find_card(session, bot_id, chat_id, lock=True)
    if card is not None and card.message_id == message_id:
        long_ago = card.checked_at - timedelta(days=2)
        await queries.update_card(session, card.id, {"shown": "", "checked_at": long_ago})


def says(card: Card, text: str) -> bool:
    """Tell whether a card says this already."""
    return card.shown == _digest(text)


async def forget_card(
    session: AsyncSession, bot_id: int, chat_id: int, message_id: int | None = None
) -> None:
    """Keep a chat's card up to date no longer; with a message, only if that is it."""
    await queries.delete_card(session, bot_id, chat_id, message_id)


async def changed_since(session: AsyncSession, bot_id: int, since: datetime) -> list[int]:
    """Tell the chats whose card may say what is no longer so, for what was recorded since a moment."""
    return list(await queries.chats_of_changed(session, bot_id, since))


async def all_chats(session: AsyncSession, bot_id: int) -> list[int]:
    """Tell every chat that has a card."""
    return [row[0] for row in await queries.cards_by_day(session, bot_id)]


async def of_another_day(session: AsyncSession, bot_id: int, now: datetime) -> list[int]:
    """Tell the chats whose card was last written on another day of its ledger."""
    return [
        chat_id
        for chat_id, checked_at, timezone in await queries.cards_by_day(session, bot_id)
        if local_day(checked_at, timezone) != local_day(now, timezone)
    ]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()

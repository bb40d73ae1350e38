"""All SQL of cards, and of the edits that they wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert
from backend.models import BudgetChange, Card, EntryChange, Ledger, OutboxMessage


async def find_card(session: AsyncSession, bot_id: int, chat_id: int, *, lock: bool = False) -> Card | None:
    """Find a chat's card; locked, others who would write it anew wait."""
    found = (
        select(Card)
        .where(Card.bot_id == bot_id, Card.chat_id == chat_id)
        .execution_options(populate_existing=True)
    )
    return await session.scalar(found.with_for_update() if lock else found)


async def upsert_card(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write a chat's card down in the place of the one it had."""
    changes = {name: value for name, value in values.items() if name not in {"bot_id", "chat_id"}}
    await session.execute(
        insert(session, Card)
        .values(**values)
        .on_conflict_do_update(index_elements=["bot_id", "chat_id"], set_=changes)
    )


async def update_card(session: AsyncSession, card_id: int, values: Mapping[str, Any]) -> None:
    """Note what a card says now, or which message it is."""
    await session.execute(
        update(Card).where(Card.id == card_id).values(**values).execution_options(synchronize_session=False)
    )


async def delete_card(session: AsyncSession, bot_id: int, chat_id: int, message_id: int | None) -> None:
    """Forget a chat's card; with a message, only if that is it."""
    gone = delete(Card).where(Card.bot_id == bot_id, Card.chat_id == chat_id)
    if message_id is not None:
        gone = gone.where(Card.message_id == message_id)
    await session.execute(gone.execution_options(synchronize_session=False))


async def find_sent_message(session: AsyncSession, dedupe_key: str) -> int | None:
    """Find which message a call made; None before it was made."""
    return await session.scalar(
        select(OutboxMessage.sent_message_id).where(
            OutboxMessage.dedupe_key == dedupe_key, OutboxMessage.state == "sent"
        )
    )


async def chats_of_changed(session: AsyncSession, bot_id: int, since: datetime) -> Sequence[int]:
    """Tell the chats whose card is of a ledger in which entries or budgets changed since a moment."""
    changed = union(
        select(EntryChange.ledger_id).where(EntryChange.changed_at >= since),
        select(BudgetChange.ledger_id).where(BudgetChange.changed_at >= since),
    )
    chats = select(Card.chat_id).where(Card.bot_id == bot_id, Card.ledger_id.in_(changed))
    return (await session.scalars(chats.order_by(Card.chat_id))).all()


async def cards_by_day(session: AsyncSession, bot_id: int) -> Sequence[Row[int, datetime, str]]:
    """Read of each card when it was last written, and in which timezone its ledger's days begin."""
    rows = await session.execute(
        select(Card.chat_id, Card.checked_at, Ledger.timezone)
        .join(Ledger, Ledger.id == Card.ledger_id)
        .where(Card.bot_id == bot_id)
        .order_by(Card.chat_id)
    )
    return rows.all()


async def replace_waiting_edit(
    session: AsyncSession, bot_id: int, chat_id: int, message_id: int, payload: Mapping[str, Any]
) -> bool:
    """Give an edit of a message that still waits another text; False where none waits."""
    replaced = await session.scalar(
        update(OutboxMessage)
        .where(
            OutboxMessage.bot_id == bot_id,
            OutboxMessage.chat_id == chat_id,
            OutboxMessage.method == "editMessageText",
            OutboxMessage.sent_message_id == message_id,
            OutboxMessage.state == "new",
        )
        .values(payload=dict(payload))
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return replaced is not None

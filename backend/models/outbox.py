"""Calls to the Bot API that are owed, written in the transaction that makes them necessary."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, Json, UtcDateTime


class OutboxMessage(Base):
    """One call. `payload` is emptied once it is sent; `entry_ids` stay, so that a reply finds its entries."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'sending', 'sent', 'dead')", name="state"),
        Index("uq_outbox_dedupe_key", "dedupe_key", unique=True),
        Index("ix_outbox_state_bot_id_chat_id_id", "state", "bot_id", "chat_id", "id"),
        Index("ix_outbox_bot_id_chat_id_sent_message_id", "bot_id", "chat_id", "sent_message_id"),
        Index("ix_outbox_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    dedupe_key: Mapped[str | None] = mapped_column(String(120))
    entry_ids: Mapped[list[int] | None] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(8), default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_message_id: Mapped[int | None] = mapped_column(BigInteger)

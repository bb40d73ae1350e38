"""Updates received from Telegram, written down before Telegram is told that they arrived."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, Json, UtcDateTime


class InboxUpdate(Base):
    """One update. `payload` is emptied once it is handled: the entry holds what is worth keeping."""

    __tablename__ = "inbox"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'done', 'dead')", name="state"),
        Index("uq_inbox_bot_id_update_id", "bot_id", "update_id", unique=True),
        Index("ix_inbox_state_bot_id_chat_id_id", "state", "bot_id", "chat_id", "id"),
        Index("ix_inbox_received_at", "received_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(8), default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(300))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

"""What is known of each Telegram chat, and which of its messages are in which ledger."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class Chat(Base):
    """A chat's settings. `ledger_id` is the one a group is bound to, or a person chose for a private chat."""

    __tablename__ = "chats"
    __table_args__ = (
        CheckConstraint("kind IN ('private', 'group')", name="kind"),
        CheckConstraint("state IN ('active', 'gone')", name="state"),
        Index("uq_chats_bot_id_chat_id", "bot_id", "chat_id", unique=True),
        Index("ix_chats_ledger_id", "ledger_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default="active")
    language: Mapped[str | None] = mapped_column(String(8))
    ledger_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="SET NULL"))
    pending_link_code: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChatMessage(Base):
    """A message that was recorded: told twice it adds nothing, edited it corrects its own entries."""

    __tablename__ = "chat_messages"
    __table_args__ = (
        Index("uq_chat_messages_bot_id_chat_id_message_id", "bot_id", "chat_id", "message_id", unique=True),
        Index("ix_chat_messages_ledger_id", "ledger_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

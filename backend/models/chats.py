"""What is known of each Telegram chat, what is recorded of its messages, and what it is kept told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    String,
)
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
    picture_theme: Mapped[str | None] = mapped_column(String(8))
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


class Card(Base):
    """The message of a chat that shows today's number of a ledger, kept up to date; at most one a chat.

    `key` is the dedupe key of the call that sends it: its `message_id` is known after that. `shown` is the
    digest of what it says. `reader_id` is who asked for it: as a group's card it shows what they may see.
    """

    __tablename__ = "cards"
    __table_args__ = (
        Index("uq_cards_bot_id_chat_id", "bot_id", "chat_id", unique=True),
        Index("ix_cards_ledger_id", "ledger_id"),
        Index("ix_cards_reader_id", "reader_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    reader_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str | None] = mapped_column(String(100))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    pinned: Mapped[bool] = mapped_column(Boolean, default=False)
    language: Mapped[str] = mapped_column(String(8))
    shown: Mapped[str] = mapped_column(String(64))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Digest(Base):
    """A report that a chat gets by itself, a week or a month at a time, at an hour of the reader's timezone.

    `told_until` is the end of the last period told (the first day after it), `set_at` when the person last
    chose: what was due before then is not made up for. `weekday` counts from Monday, 0.
    """

    __tablename__ = "digests"
    __table_args__ = (
        CheckConstraint("period IN ('weekly', 'monthly')", name="period"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        Index("uq_digests_bot_id_chat_id_period", "bot_id", "chat_id", "period", unique=True),
        Index("ix_digests_reader_id", "reader_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str] = mapped_column(String(8))
    is_on: Mapped[bool] = mapped_column(Boolean)
    hour: Mapped[int] = mapped_column(SmallInteger)
    weekday: Mapped[int] = mapped_column(SmallInteger)
    reader_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_until: Mapped[date | None] = mapped_column(Date)

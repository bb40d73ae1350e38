"""Money out and money in, and every change made to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, Json, UtcDateTime


class Entry(Base):
    """An expense or an income. A deleted entry is not here: its last state is in `entry_history`.

    `search_text` is description, memo and payment method as Python casefolds them: the two databases' own
    case folding differ beyond ASCII.
    """

    __tablename__ = "entries"
    __table_args__ = (
        CheckConstraint("kind IN ('expense', 'income')", name="kind"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("ledger_amount_minor >= 0", name="ledger_amount_not_negative"),
        CheckConstraint("length(currency) = 3", name="currency_length"),
        CheckConstraint("length(description) <= 200", name="description_length"),
        CheckConstraint("length(memo) <= 1000", name="memo_length"),
        CheckConstraint("length(payment_method) <= 80", name="payment_method_length"),
        CheckConstraint("source IN ('telegram', 'web', 'api', 'import', 'recurring')", name="source"),
        ForeignKeyConstraint(["ledger_id", "category_id"], ["categories.ledger_id", "categories.id"]),
        Index(
            "ix_entries_sums",
            "ledger_id",
            "kind",
            "occurred_on",
            "category_id",
            "excluded",
            "ledger_amount_minor",
        ),
        Index("ix_entries_ledger_id_occurred_on_id", "ledger_id", "occurred_on", "id"),
        Index("ix_entries_ledger_id_category_id", "ledger_id", "category_id"),
        Index("ix_entries_author_id", "author_id"),
        Index(
            "uq_entries_source",
            "ledger_id",
            "source_bot_id",
            "source_chat_id",
            "source_message_id",
            "source_line",
            unique=True,
        ),
        {
            "sqlite_autoincrement": True,
            "postgresql_with": {
                "autovacuum_vacuum_insert_scale_factor": 0.01,
                "autovacuum_vacuum_scale_factor": 0.02,
            },
        },
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    ledger_amount_minor: Mapped[int] = mapped_column(BigInteger)
    rate: Mapped[str | None] = mapped_column(String(32))
    category_id: Mapped[int | None] = mapped_column(BigId)
    description: Mapped[str] = mapped_column(String(200))
    memo: Mapped[str] = mapped_column(String(1000), default="")
    payment_method: Mapped[str] = mapped_column(String(80), default="")
    installments: Mapped[int | None] = mapped_column(SmallInteger)
    occurred_on: Mapped[date] = mapped_column(Date)
    occurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    excluded: Mapped[bool] = mapped_column(Boolean, default=False)
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(String(16))
    source_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    source_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    source_message_id: Mapped[int | None] = mapped_column(BigInteger)
    source_line: Mapped[int | None] = mapped_column(SmallInteger)
    text: Mapped[str | None] = mapped_column(String(4096))
    search_text: Mapped[str] = mapped_column(String(1300), default="")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryChange(Base):
    """One change of one entry: who, when, and the whole row before it, from which it can be undone.

    Changes made by one act (a message with three entries) share `act`. `revision` is the entry's revision
    after the change. `entry_id` outlives the entry, so it references nothing.
    """

    __tablename__ = "entry_history"
    __table_args__ = (
        CheckConstraint("action IN ('created', 'edited', 'deleted', 'restored')", name="action"),
        Index("ix_entry_history_ledger_id_entry_id_id", "ledger_id", "entry_id", "id"),
        Index("ix_entry_history_ledger_id_author_id_id", "ledger_id", "author_id", "id"),
        Index("ix_entry_history_ledger_id_act", "ledger_id", "act"),
        Index("ix_entry_history_changed_at", "changed_at"),
        Index("ix_entry_history_author_id", "author_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(BigId)
    act: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(8))
    revision: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)

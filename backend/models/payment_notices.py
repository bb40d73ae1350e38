"""Card and bank messages that people pasted: what each said, and the entry it became."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

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
from backend.db.types import BigId, Json, UtcDateTime


class PaymentNotice(Base):
    """One payment, or one cancellation, as a notice said it; its entry may have been corrected since.

    While `entry_id` is empty the notice is undecided: `held` is the entry it would be, `same_as` the one
    typed by hand that it may be. Ids of entries outlive them, so they reference nothing. `act` is the act
    that settled the notice.
    """

    __tablename__ = "payment_notices"
    __table_args__ = (
        CheckConstraint("kind IN ('expense', 'income')", name="kind"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("length(currency) = 3", name="currency_length"),
        CheckConstraint("length(description) <= 200", name="description_length"),
        CheckConstraint("length(payment_method) <= 80", name="payment_method_length"),
        CheckConstraint("entry_id IS NOT NULL OR held IS NOT NULL", name="settled_or_held"),
        Index(
            "ix_payment_notices_ledger_id_amount_minor_occurred_on",
            "ledger_id",
            "amount_minor",
            "occurred_on",
        ),
        Index("ix_payment_notices_ledger_id_entry_id", "ledger_id", "entry_id"),
        Index("ix_payment_notices_ledger_id_act", "ledger_id", "act"),
        Index(
            "uq_payment_notices_source",
            "ledger_id",
            "source_bot_id",
            "source_chat_id",
            "source_message_id",
            "source_line",
            unique=True,
        ),
        Index("ix_payment_notices_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    occurred_on: Mapped[date] = mapped_column(Date)
    occurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    description: Mapped[str] = mapped_column(String(200))
    payment_method: Mapped[str] = mapped_column(String(80))
    cancels: Mapped[bool] = mapped_column(Boolean, default=False)
    entry_id: Mapped[int | None] = mapped_column(BigId)
    same_as: Mapped[int | None] = mapped_column(BigId)
    held: Mapped[dict[str, Any] | None] = mapped_column(Json)
    act: Mapped[str | None] = mapped_column(String(32))
    source_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    source_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    source_message_id: Mapped[int | None] = mapped_column(BigInteger)
    source_line: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""Exchange rates that people give for currencies the packaged table lacks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class ManualRate(Base):
    """What one unit of a currency is worth in the ledger's own, from a day on until the next such rate."""

    __tablename__ = "manual_rates"
    __table_args__ = (
        CheckConstraint("length(currency) = 3", name="currency_length"),
        CheckConstraint("length(rate) <= 32", name="rate_length"),
        Index("uq_manual_rates_ledger_id_currency_day", "ledger_id", "currency", "day", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    currency: Mapped[str] = mapped_column(String(3))
    day: Mapped[date] = mapped_column(Date)
    rate: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""Days of which somebody said that nothing was spent, so that a report can say how complete it is."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class QuietDay(Base):
    """One day without entries that is nonetheless recorded."""

    __tablename__ = "quiet_days"
    __table_args__ = (
        Index("uq_quiet_days_ledger_id_day", "ledger_id", "day", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)

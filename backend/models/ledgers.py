"""Households' books, and who is in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class Ledger(Base):
    """A household's books: the scope of everything else."""

    __tablename__ = "ledgers"
    __table_args__ = (
        CheckConstraint("length(name) <= 80", name="name_length"),
        CheckConstraint("length(currency) = 3", name="currency_length"),
        CheckConstraint("month_start_day BETWEEN 1 AND 31", name="month_start_day"),
        CheckConstraint(
            "month_start_shift IN ('none', 'previous_business_day', 'next_business_day')",
            name="month_start_shift",
        ),
        CheckConstraint("week_start IN ('monday', 'sunday')", name="week_start"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    currency: Mapped[str] = mapped_column(String(3))
    timezone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str | None] = mapped_column(String(2))
    month_start_day: Mapped[int] = mapped_column(SmallInteger, default=1)
    month_start_shift: Mapped[str] = mapped_column(String(24), default="none")
    week_start: Mapped[str] = mapped_column(String(8), default="monday")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Member(Base):
    """A user in a ledger, with a role. `is_default` marks the one ledger where the user's entries go."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'member', 'viewer')", name="role"),
        Index("ix_members_user_id", "user_id"),
    )

    ledger_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("ledgers.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(8))
    is_default: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

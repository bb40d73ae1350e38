"""How much may be spent, what was said when it nearly was, and every change made to it."""

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


class Budget(Base):
    """An amount per period, for one category with its children, or for all spending.

    Budgets that follow each other because the amount changed share `chain`: what is carried runs on from
    one to the next. Amounts are in the ledger's currency.
    """

    __tablename__ = "budgets"
    __table_args__ = (
        CheckConstraint("period IN ('monthly', 'weekly', 'yearly', 'daily')", name="period"),
        CheckConstraint("rollover IN ('none', 'surplus', 'balance')", name="rollover"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        ForeignKeyConstraint(["ledger_id", "category_id"], ["categories.ledger_id", "categories.id"]),
        Index("uq_budgets_ledger_id_id", "ledger_id", "id", unique=True),
        Index("ix_budgets_ledger_id_category_id", "ledger_id", "category_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    category_id: Mapped[int | None] = mapped_column(BigId)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str] = mapped_column(String(8))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    rollover: Mapped[str] = mapped_column(String(8))
    alert_at: Mapped[list[int]] = mapped_column(Json)
    chain: Mapped[str] = mapped_column(String(32))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BudgetAlert(Base):
    """A threshold that is reached in a period: told once, and forgotten when use falls below it again."""

    __tablename__ = "budget_alerts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ledger_id", "budget_id"], ["budgets.ledger_id", "budgets.id"], ondelete="CASCADE"
        ),
        Index(
            "uq_budget_alerts_ledger_id_budget_id_threshold_period_start",
            "ledger_id",
            "budget_id",
            "threshold",
            "period_start",
            unique=True,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    budget_id: Mapped[int] = mapped_column(BigId)
    threshold: Mapped[int] = mapped_column(SmallInteger)
    period_start: Mapped[date] = mapped_column(Date)
    reached_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BudgetChange(Base):
    """One change of one budget: who, when, and the whole row before it, from which it can be undone.

    Changes made by one act (one budget closed, another opened) share `act`. `budget_id` outlives the
    budget, so it references nothing. `revision` is the budget's revision after the change.
    """

    __tablename__ = "budget_history"
    __table_args__ = (
        CheckConstraint("action IN ('created', 'edited', 'deleted')", name="action"),
        Index("ix_budget_history_ledger_id_act", "ledger_id", "act"),
        Index("ix_budget_history_ledger_id_budget_id_id", "ledger_id", "budget_id", "id"),
        Index("ix_budget_history_author_id", "author_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    budget_id: Mapped[int] = mapped_column(BigId)
    act: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(8))
    revision: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)

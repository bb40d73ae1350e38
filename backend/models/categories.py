"""What entries are filed under."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class Category(Base):
    """A category of one ledger.

    One of the default set has a `key` and, until somebody renames it, no name of its own: it is shown in the
    reader's language.
    """

    __tablename__ = "categories"
    __table_args__ = (
        CheckConstraint("kind IN ('expense', 'income')", name="kind"),
        CheckConstraint("length(name) <= 40", name="name_length"),
        CheckConstraint("key IS NOT NULL OR name IS NOT NULL", name="named"),
        ForeignKeyConstraint(["ledger_id", "parent_id"], ["categories.ledger_id", "categories.id"]),
        Index("uq_categories_ledger_id_id", "ledger_id", "id", unique=True),
        Index("uq_categories_ledger_id_key", "ledger_id", "key", unique=True),
        Index("ix_categories_ledger_id_parent_id", "ledger_id", "parent_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    key: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str | None] = mapped_column(String(40))
    emoji: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(8))
    parent_id: Mapped[int | None] = mapped_column(BigId)
    position: Mapped[int]
    archived: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

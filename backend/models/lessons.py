"""What a household taught by its own choices: words, and the category they belong in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class Lesson(Base):
    """One lesson. `words` is the key that parsing looks up, `phrase` the same words as a person reads them.

    `act` is the act that taught it: undoing that puts `replaced_category_id` back, or drops the lesson.
    Before one category goes, its lessons are moved or dropped; the cascades are for a ledger that goes whole.
    """

    __tablename__ = "lessons"
    __table_args__ = (
        CheckConstraint("kind IN ('expense', 'income')", name="kind"),
        CheckConstraint("length(words) BETWEEN 1 AND 200", name="words_length"),
        CheckConstraint("length(phrase) <= 200", name="phrase_length"),
        ForeignKeyConstraint(
            ["ledger_id", "category_id"], ["categories.ledger_id", "categories.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["ledger_id", "replaced_category_id"],
            ["categories.ledger_id", "categories.id"],
            ondelete="CASCADE",
        ),
        Index("uq_lessons_ledger_id_kind_words", "ledger_id", "kind", "words", unique=True),
        Index("ix_lessons_ledger_id_taught_at", "ledger_id", "taught_at"),
        Index("ix_lessons_ledger_id_category_id", "ledger_id", "category_id"),
        Index("ix_lessons_ledger_id_replaced_category_id", "ledger_id", "replaced_category_id"),
        Index("ix_lessons_ledger_id_act", "ledger_id", "act"),
        Index("ix_lessons_taught_by", "taught_by"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(200))
    phrase: Mapped[str] = mapped_column(String(200))
    category_id: Mapped[int] = mapped_column(BigId)
    replaced_category_id: Mapped[int | None] = mapped_column(BigId)
    act: Mapped[str | None] = mapped_column(String(32))
    taught_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="SET NULL"))
    taught_at: Mapped[datetime] = mapped_column(UtcDateTime)

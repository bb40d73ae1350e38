"""Tries at something that may be guessed: sign-ins and link codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class Attempt(Base):
    """One wrong try. `subject` is a digest of who tried (an address, an e-mail, a Telegram user)."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_kind_subject_tried_at", "kind", "subject", "tried_at"),
        Index("ix_attempts_kind_tried_at", "kind", "tried_at"),
        Index("ix_attempts_tried_at", "tried_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)

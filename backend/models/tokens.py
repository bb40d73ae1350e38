"""What proves who is calling: web sessions, bearer tokens and personal access tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class AccessToken(Base):
    """A random token, kept as its digest only: one table, so that one look-up answers who calls."""

    __tablename__ = "access_tokens"
    __table_args__ = (
        CheckConstraint("kind IN ('session', 'bearer', 'personal')", name="kind"),
        Index("uq_access_tokens_digest", "digest", unique=True),
        Index("ix_access_tokens_user_id", "user_id"),
        Index("ix_access_tokens_expires_at", "expires_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str | None] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

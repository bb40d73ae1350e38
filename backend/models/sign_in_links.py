"""Links that sign a person in with one tap, given out by the bot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class SignInLink(Base):
    """The one link a person may be signed in by, kept as its digest; a newer one takes its place."""

    __tablename__ = "sign_in_links"
    __table_args__ = (
        Index("uq_sign_in_links_digest", "digest", unique=True),
        Index("ix_sign_in_links_expires_at", "expires_at"),
    )

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

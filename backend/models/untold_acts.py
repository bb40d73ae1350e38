"""What people did that others are to hear of in their chats, until they have."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Identity, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import BigId, UtcDateTime


class UntoldAct(Base):
    """One act of a person; the bot takes it away when it has told of it.

    It is an act on entries over the API or on a page; or, where `joined`, the coming of `author_id` into the
    ledger, wherever that was.
    """

    __tablename__ = "untold_acts"
    __table_args__ = (
        Index("uq_untold_acts_ledger_id_act", "ledger_id", "act", unique=True),
        Index("ix_untold_acts_author_id", "author_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledgers.id", ondelete="CASCADE"))
    act: Mapped[str] = mapped_column(String(32))
    joined: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)

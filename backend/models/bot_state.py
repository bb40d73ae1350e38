"""What is known of each bot of ours: how it is called, and when it was last heard from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base
from backend.db.types import UtcDateTime


class BotState(Base):
    """One bot. The web reads `username` for its deep links, the metrics `last_poll_at` for their alarm.

    `commands_digest` tells whether the commands that Telegram shows are still those of this version.
    """

    __tablename__ = "bot_state"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    username: Mapped[str | None] = mapped_column(String(64))
    last_poll_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commands_digest: Mapped[str | None] = mapped_column(String(64))

"""The unit of work of one update: its session, its moment, and the calls it owes to Telegram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import InlineKeyboardMarkup

from backend.messaging import service as messaging
from bot.pieces import pieces

CARD = "card"
"""Under this name a call's payload says that it brings a card up to date: nobody waits for that."""

LONGEST_ALERT = 200
"""Characters that the answer to a pressed button may have."""

Keyboard = InlineKeyboardMarkup | Mapping[str, Any]


@dataclass(slots=True)
class Work:
    """The unit of work of one event: an update, or what `prefix` says it is the id of."""

    session: AsyncSession
    now: datetime
    bot_id: int
    event_id: int
    chat_id: int
    secret_key: str
    public_url: str | None = None
    calls: int = 0
    prefix: str = "u"
    answered: bool = False

    async def owe(
        self,
        method: str,
        payload: Mapping[str, Any],
        *,
        chat_id: int | None = None,
        entry_ids: Sequence[int] | None = None,
        dedupe: str | None = None,
    ) -> None:
        """Owe Telegram a call. The key names this event's n-th call, unless `dedupe` says what it is."""
        key = f"{self.prefix}{self.event_id}.{self.calls}" if dedupe is None else dedupe
        self.calls += 1
        await messaging.enqueue(
            self.session,
            bot_id=self.bot_id,
            chat_id=self.chat_id if chat_id is None else chat_id,
            method=method,
            payload={name: value for name, value in payload.items() if value is not None},
            dedupe_key=f"{self.bot_id}:{key}",
            entry_ids=entry_ids,
            now=self.now,
        )

    async def say(
        self,
        text: str,
        *,
        keyboard: Keyboard | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        entry_ids: Sequence[int] | None = None,
        chat_id: int | None = None,
        dedupe: str | None = None,
    ) -> None:
        """Owe a message in HTML; one too long is sent in pieces, with the keyboard under the last."""
        parts = pieces(text)
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            await self.owe(
                "sendMessage",
                {
                    **html(part),
                    "message_thread_id": thread,
                    "reply_parameters": _reply(reply_to) if number == 0 else None,
                    "reply_markup": markup(keyboard) if is_last else None,
                },
                chat_id=chat_id,
                entry_ids=entry_ids,
                dedupe=dedupe if dedupe is None or number == 0 else f"{dedupe}.{number}",
            )

    async def answer(self, query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """Owe the answer to a pressed button, once."""
        if self.answered:
            return
        self.answered = True
        await self.owe(
            "answerCallbackQuery",
            {
                "callback_query_id": query_id,
                "text": text[:LONGEST_ALERT] if text else None,
                "show_alert": alert or None,
            },
        )


WORK: ContextVar[Work] = ContextVar("work")
"""The unit of work of the update at hand: set by the worker around `Application.process_update`."""


def html(text: str) -> dict[str, Any]:
    """Say how every text of ours is to be read."""
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _reply(message_id: int | None) -> dict[str, Any] | None:
    # The person may have deleted the message meanwhile; the answer is worth sending all the same.
    return None if message_id is None else {"message_id": message_id, "allow_sending_without_reply": True}


def markup(keyboard: Keyboard | None) -> dict[str, Any] | None:
    """Write a keyboard as the Bot API takes it."""
    if isinstance(keyboard, InlineKeyboardMarkup):
        return keyboard.to_dict()
    return None if keyboard is None else dict(keyboard)

"""The sender: makes the calls that the outbox owes, a chat's in order, and notes what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import InputFile, InputMediaPhoto
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from backend.db.session import Database, read_session, unit_of_work
from backend.kit.clock import Clock
from backend.messaging import service as messaging
from backend.messaging.cards.service import forget_card, write_anew
from backend.models import OutboxMessage
from bot.api import ApiBot
from bot.pace import Pace
from bot.painter import Draw, DrawingError
from bot.pictures import PICTURE
from bot.wake import Bells
from bot.work import CARD

log = structlog.get_logger(__name__)

PARALLEL = 16
"""Calls under way at once, each of another chat."""

CALL_SECONDS = 8.0
"""How long a call may take. With the longest turn to wait for (3 s) it ends before its lease does (12 s)."""

DRAWING_TRIES = 4
"""How often a picture is tried: the first one starts the process that draws, which may be slow."""

FILE_NAME = "report.png"

AS_GOOD_AS_DONE = (
    "message is not modified",
    "query is too old",
    "message to delete not found",
    "message to unpin not found",
)
"""What Telegram refuses because it is so already, or does not matter any more."""

GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
"""What a message that is no longer there, or too old, is told by: if it was a card, the chat has none now."""

NO_ALARM = (*GONE, "message to be replied not found", "message to pin not found")
"""What people cause by deleting messages."""

Note = Callable[[AsyncSession], Awaitable[object]]
"""Writes down what became of a call."""


class Sender:
    """Makes calls after the commit that owes them. Nothing here holds a transaction while it waits."""

    def __init__(
        self,
        database: Database,
        bot: ApiBot,
        bot_id: int,
        bells: Bells,
        clock: Clock,
        *,
        draw: Draw,
        pace: Pace | None = None,
    ) -> None:
        self._database = database
        self._bot = bot
        self._bot_id = bot_id
        self._bells = bells
        self._clock = clock
        self._draw = draw
        self._pace = pace or Pace()
        self._under_way = 0

    async def run(self, idle_seconds: float) -> None:
        """Send until the process is to end, then finish what is under way."""
        async with asyncio.TaskGroup() as tasks:
            while not self._bells.stopping:
                claimed = await self._claim(PARALLEL - self._under_way)
                for call in claimed:
                    self._under_way += 1
                    tasks.create_task(self._send_aside(call))
                if not claimed:
                    await self._wait(idle_seconds)

    async def step(self) -> int:
        """Make the calls that are due, one after another; gives how many."""
        claimed = await self._claim(PARALLEL)
        for call in claimed:
            await self._send(call)
        return len(claimed)

    async def _claim(self, room: int) -> list[OutboxMessage]:
        if room <= 0:
            return []
        async with unit_of_work(self._database) as session:
            return await messaging.claim_due(session, self._bot_id, self._clock(), room)

    async def _wait(self, idle_seconds: float) -> None:
        # As in the worker: no lock is taken before there is something to claim.
        while not await self._bells.outbox.wait(idle_seconds):
            if self._under_way >= PARALLEL:
                continue
            async with read_session(self._database) as session:
                due_at = await messaging.next_call_due(session, self._bot_id)
            if due_at is not None and due_at <= self._clock():
                return

    async def _send_aside(self, call: OutboxMessage) -> None:
        """Make one call of several; whatever happens to it, the others go on."""
        try:
            await self._send(call)
        except Exception:
            # What became of it could not be noted: its lease ends, and it is made once more.
            log.exception("call_not_noted", outbox_id=call.id)
        finally:
            self._under_way -= 1
            self._bells.outbox.ring()

    async def _send(self, call: OutboxMessage) -> None:
        await asyncio.sleep(self._pace.wait_for(call.chat_id, call.method, asyncio.get_running_loop().time()))
        note = await self._call(call)
        async with unit_of_work(self._database) as session:
            await note(session)

    async def _call(self, call: OutboxMessage) -> Note:
        """Make a call; gives what is to be noted of it."""
        payload: dict[str, Any] = dict(call.payload or {})
        payload.pop(CARD, None)
        if not call.method.startswith("answer"):
            payload["chat_id"] = call.chat_id
        try:
            async with asyncio.timeout(CALL_SECONDS):
                if PICTURE in payload:
                    await self._draw_into(payload, call.method)
                result = await self._bot.call(call.method, payload)
        except DrawingError as error:
            return self._not_drawn(call, error)
        except (TelegramError, TimeoutError) as error:
            return self._failure(call, error)
        now = self._clock()
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return lambda session: messaging.mark_sent(session, call, now, message_id=message_id)

    async def _draw_into(self, payload: dict[str, Any], method: str) -> None:
        """Put the picture in the place of what it shows. A call made again draws it again: it is the same."""
        png = await self._draw(payload.pop(PICTURE))
        if method == "editMessageMedia":
            payload["media"] = InputMediaPhoto(png, filename=FILE_NAME)
        else:
            payload["photo"] = InputFile(png, filename=FILE_NAME)

    def _not_drawn(self, call: OutboxMessage, error: DrawingError) -> Note:
        """Try again a few times; then the chat's later messages are worth more than a picture."""
        now, reason = self._clock(), f"DrawingError: {error}"
        log.error("picture_not_drawn", outbox_id=call.id, attempt=call.attempts, reason=reason)
        if call.attempts < DRAWING_TRIES:
            return lambda session: messaging.retry(session, call, reason, now)
        return lambda session: messaging.dead(session, call, reason)

    def _failure(self, call: OutboxMessage, error: TelegramError | TimeoutError) -> Note:
        """Tell what a refusal means. To the library BadRequest is a network error, so it comes first."""
        now, reason = self._clock(), f"{type(error).__name__}: {error}"
        match error:
            case RetryAfter():
                wait = _as_wait(error)
                return lambda session: messaging.retry(session, call, reason, now, wait=wait)
            case ChatMigrated():
                new_chat = error.new_chat_id
                return lambda session: messaging.migrate_chat(
                    session, self._bot_id, call.chat_id, new_chat, now
                )
            case Forbidden():
                log.info("chat_gone", chat_id=call.chat_id)
                return lambda session: messaging.mark_gone(session, self._bot_id, call.chat_id, now)
            case BadRequest():
                return self._refusal(call, error)
            case InvalidToken() if "unauthorized" not in str(error).lower():
                log.error("call_unknown", method=call.method)  # 404: there is no such method
                return lambda session: messaging.dead(session, call, reason)
            case _:
                return self._trouble(call, reason)

    def _trouble(self, call: OutboxMessage, reason: str) -> Note:
        """Try again what failed for no fault of its own; a card waits behind the chat's other messages."""
        now = self._clock()
        log.warning("call_failed", method=call.method, attempt=call.attempts, reason=reason)
        if CARD in (call.payload or {}):
            return lambda session: self._edit_later(session, call)
        return lambda session: messaging.retry(session, call, reason, now)

    def _refusal(self, call: OutboxMessage, error: BadRequest) -> Note:
        reason = str(error)
        if any(words in reason.lower() for words in AS_GOOD_AS_DONE):
            now = self._clock()
            return lambda session: messaging.mark_sent(session, call, now)
        if not any(words in reason.lower() for words in NO_ALARM):
            log.error("call_refused", method=call.method, outbox_id=call.id, reason=reason)
        if any(words in reason.lower() for words in GONE):
            return lambda session: self._give_up_message(session, call, reason)
        return lambda session: messaging.dead(session, call, reason)

    async def _edit_later(self, session: AsyncSession, call: OutboxMessage) -> None:
        """Drop a card's edit for a later one, with what is to be said then."""
        await messaging.drop(session, call)
        if call.sent_message_id is not None:
            await write_anew(session, self._bot_id, call.chat_id, call.sent_message_id)

    async def _give_up_message(self, session: AsyncSession, call: OutboxMessage, reason: str) -> None:
        await messaging.dead(session, call, reason)
        if call.sent_message_id is not None:
            await forget_card(session, self._bot_id, call.chat_id, call.sent_message_id)


def _as_wait(error: RetryAfter) -> timedelta:
    told = error.retry_after
    return told if isinstance(told, timedelta) else timedelta(seconds=told)

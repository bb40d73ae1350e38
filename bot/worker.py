"""The worker: takes updates from the inbox, one transaction each, through the handlers into the outbox."""

from __future__ import annotations

from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from backend.accounts.service import find_by_telegram
from backend.db.session import Database, read_session, unit_of_work
from backend.db.sql import is_sum_too_large, trouble_of
from backend.kit.clock import Clock
from backend.kit.errors import DomainError, Invalid
from backend.kit.i18n import Translator, choose_language
from backend.messaging import service as messaging
from backend.messaging.service import Taken
from bot.application import BotApplication
from bot.texts import apologies
from bot.wake import Bells
from bot.work import WORK, Work

log = structlog.get_logger(__name__)


class UnreadableError(Exception):
    """An update is not of the shape that the Bot API promises; it will not be at the next try either."""


class Worker:
    """One lane, handling one update at a time; on Postgres several may run, in any number of processes."""

    def __init__(
        self,
        database: Database,
        application: BotApplication,
        bot_id: int,
        bells: Bells,
        clock: Clock,
        *,
        secret_key: str,
        public_url: str | None = None,
    ) -> None:
        self._database = database
        self._application = application
        self._bot_id = bot_id
        self._bells = bells
        self._clock = clock
        self._secret_key = secret_key
        self._public_url = public_url

    async def run(self, idle_seconds: float) -> None:
        """Handle updates until the process is to end; look for new ones at least so often."""
        while not self._bells.stopping:
            if not await self.step():
                await self._wait(idle_seconds)

    async def _wait(self, idle_seconds: float) -> None:
        # Waiting updates are looked for without a lock: on SQLite taking one means being the only writer.
        while not await self._bells.inbox.wait(idle_seconds):
            async with read_session(self._database) as session:
                if await messaging.is_update_due(session, self._bot_id, self._clock()):
                    return

    async def step(self) -> bool:
        """Handle the next update; False when none is due.

        A failure of the database is raised: nothing was wrong with the update, and nothing can be noted.
        """
        taken: Taken | None = None
        try:
            async with unit_of_work(self._database) as session:
                taken = await messaging.take(session, self._bot_id, self._clock())
                if taken is None:
                    return False
                await self._handle(self._work(session, taken), taken)
                await messaging.done(session, taken.row_id, self._clock())
        except DomainError as error:
            if taken is None:
                raise
            await self._explain(taken, error)
        except Exception as error:
            if taken is None or trouble_of(error) is not None:
                raise
            if is_sum_too_large(error):
                await self._explain(taken, Invalid("money.sum_too_large"))
            else:
                await self._set_back(taken, error)
        self._bells.outbox.ring()
        self._bells.cards.ring()
        return True

    async def _handle(self, work: Work, taken: Taken) -> None:
        update = self._read(taken)
        token = WORK.set(work)
        try:
            with structlog.contextvars.bound_contextvars(update_id=taken.update_id):
                await self._application.process_update(update)
        finally:
            WORK.reset(token)
        if update.callback_query is not None:
            await work.answer(update.callback_query.id)  # else the button would go on turning

    def _read(self, taken: Taken) -> Update:
        try:
            return Update.de_json(_with_senders(taken.payload), self._application.bot)
        except Exception as error:
            raise UnreadableError from error

    async def _explain(self, taken: Taken, error: DomainError) -> None:
        """Say in a transaction of its own what a person should know; the one that found it is rolled back."""
        log.info("update_refused", update_id=taken.update_id, code=error.code)
        async with unit_of_work(self._database) as session:
            work = self._work(session, taken)
            text = apologies.explained(error, await _translator(work, taken.payload))
            await _tell(work, taken.payload, text)
            await messaging.done(session, taken.row_id, work.now)

    async def _set_back(self, taken: Taken, error: Exception) -> None:
        """Have an update tried again later, or set it aside and say so; an unreadable one at once."""
        log.error("update_failed", update_id=taken.update_id, attempt=taken.attempts + 1, exc_info=error)
        name = type(error).__name__
        is_hopeless = isinstance(error, UnreadableError)
        async with unit_of_work(self._database) as session:
            work = self._work(session, taken)
            if await messaging.failed(
                session, taken.row_id, taken.attempts, name, work.now, is_hopeless=is_hopeless
            ):
                await self._apologise(work, taken)

    async def _apologise(self, work: Work, taken: Taken) -> None:
        """Say that an update was set aside; where even that fails it stays set aside, or it came for ever."""
        try:
            async with work.session.begin_nested():
                text = apologies.set_aside(await _translator(work, taken.payload))
                await _tell(work, taken.payload, text)
        except Exception as error:
            if trouble_of(error) is not None:
                raise
            log.exception("apology_failed", update_id=taken.update_id)

    def _work(self, session: AsyncSession, taken: Taken) -> Work:
        return Work(
            session,
            self._clock(),
            self._bot_id,
            taken.update_id,
            taken.chat_id,
            self._secret_key,
            self._public_url,
        )


def _with_senders(payload: dict[str, Any]) -> dict[str, Any]:
    """Say of senders that they are people where an update leaves it out, as some Bot API servers do."""
    whole = dict(payload)
    for name, event in payload.items():
        if isinstance(event, dict) and isinstance(event.get("from"), dict):
            whole[name] = event | {"from": {"is_bot": False, **event["from"]}}
    return whole


async def _tell(work: Work, payload: dict[str, Any], text: str) -> None:
    """Answer an update whose handler did not: a pressed button by an alert, else by a message.

    The update may be of a shape that nobody could read, so nothing is taken for granted. A group is not told:
    there a message may be meant for others, and the chat of an unreadable update is a guess.
    """
    query = payload.get("callback_query")
    if isinstance(query, dict) and isinstance(query.get("id"), str):
        await work.answer(query["id"], apologies.plain(text), alert=True)
    elif work.chat_id > 0 or _is_asked(payload):
        await work.say(text)


def _is_asked(payload: dict[str, Any]) -> bool:
    """Whether a group's message is for the bot: a command, or a reply, which privacy mode lets through."""
    message = payload.get("message")
    if not isinstance(message, dict):
        return False
    text = message.get("text")
    return isinstance(text, str) and (text.startswith("/") or "reply_to_message" in message)


async def _translator(work: Work, payload: dict[str, Any]) -> Translator:
    """Speak the person's language, as far as an update of any shape tells who it is."""
    event = payload.get("message") or payload.get("edited_message") or payload.get("callback_query")
    sender = event.get("from") if isinstance(event, dict) else None
    if not isinstance(sender, dict):
        return Translator(choose_language([]))
    known = type(sender.get("id")) is int and await find_by_telegram(work.session, sender["id"])
    tag = sender.get("language_code")
    return Translator(
        choose_language([known.locale if known else None, tag if isinstance(tag, str) else None])
    )

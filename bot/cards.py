"""Keeps cards of today's number up to date, whoever recorded something, wherever, and when a day begins.

What a card shows is read after the commit that changed it, in a transaction of its own: recording waits
for no card, and an entry made on a page or over the API reaches the card in the chat as well.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.service import find_by_telegram
from backend.budgets.today import overall, todays_numbers
from backend.db.session import Database, read_session, unit_of_work
from backend.kit.clock import Clock
from backend.kit.i18n import Translator, choose_language
from backend.ledgers.access import Actor
from backend.ledgers.service import find_actor
from backend.messaging.cards import service as cards
from backend.messaging.service import find_chat
from backend.models import Card
from bot.budget_buttons import today_keyboard
from bot.texts import today as texts
from bot.wake import Bells
from bot.work import CARD, html

log = structlog.get_logger(__name__)

LOOK_SECONDS = 5.0
"""How often changes are looked for that no bell of this process tells of."""

PAUSE_SECONDS = 0.5
"""Between two looks, however often the bell rings: what comes in at once is one edit."""

OVERLAP = timedelta(seconds=30)
"""How far each look goes back behind the one before: a change is dated before it is committed."""

DAY_CHECK = timedelta(minutes=1)


async def card_text(session: AsyncSession, actor: Actor, now: datetime, t: Translator) -> str:
    """Say what a card of a ledger says now."""
    numbers = await todays_numbers(session, actor, actor.today(now))
    return texts.card(numbers, overall(numbers), t, payday=actor.month_start_day != 1)


class Cards:
    """Looks after the cards of one bot."""

    def __init__(self, database: Database, bot_id: int, bells: Bells, clock: Clock) -> None:
        self._database = database
        self._bot_id = bot_id
        self._bells = bells
        self._clock = clock
        self._since: datetime | None = None
        self._days_checked: datetime | None = None
        self._again: set[int] = set()

    async def run(self) -> None:
        """Look after them until the process is to end."""
        while not self._bells.stopping:
            if await self.step():
                self._bells.outbox.ring()
            await self._bells.sleep(PAUSE_SECONDS)
            await self._bells.cards.wait(LOOK_SECONDS)

    async def step(self) -> int:
        """Write anew what is no longer so; gives how many cards are to be edited."""
        now = self._clock()
        due = await self._due(now)
        edited = sum([await self._refresh(chat_id, now) for chat_id in due])
        self._since = now - OVERLAP
        return edited

    async def _due(self, now: datetime) -> list[int]:
        async with read_session(self._database) as session:
            due = {*self._again}
            if self._since is None:  # what changed while no bot ran is found without looking for it
                due.update(await cards.all_chats(session, self._bot_id))
            else:
                due.update(await cards.changed_since(session, self._bot_id, self._since))
            if self._days_checked is None or now - self._days_checked >= DAY_CHECK:
                due.update(await cards.of_another_day(session, self._bot_id, now))
                self._days_checked = now
        return sorted(due)

    async def _refresh(self, chat_id: int, now: datetime) -> bool:
        """Write one card anew. One that troubles us stops no other."""
        try:
            return await self._is_stale(chat_id, now) and await self._write(chat_id, now)
        except Exception:
            log.exception("card_failed", chat_id=chat_id)
            self._again.add(chat_id)
            return False

    async def _is_stale(self, chat_id: int, now: datetime) -> bool:
        """Tell, without keeping any writer waiting, whether there is something to write."""
        async with read_session(self._database) as session:
            card = await cards.find_card(session, self._bot_id, chat_id)
            if card is None:
                self._again.discard(chat_id)
                return False
            if await cards.is_unsent(session, self._bot_id, chat_id):
                self._again.add(chat_id)
                return False
            self._again.discard(chat_id)
            reader = await self._reader(session, card)
            if reader is None:
                return True
            actor, t = reader
            is_same_day = actor.today(card.checked_at) == actor.today(now)
            return not is_same_day or not cards.says(card, await card_text(session, actor, now, t))

    async def _write(self, chat_id: int, now: datetime) -> bool:
        async with unit_of_work(self._database) as session:
            card = await cards.take_card(session, self._bot_id, chat_id)
            if card is None:
                return False
            reader = await self._reader(session, card)
            if reader is None:
                await cards.forget_card(session, self._bot_id, chat_id)
                return False
            actor, t = reader
            text = await card_text(session, actor, now, t)
            buttons = today_keyboard(actor.ledger_id, t, pin=not card.pinned)
            return await cards.show(
                session, card, text, {CARD: True, **html(text), "reply_markup": buttons}, now
            )

    async def _reader(self, session: AsyncSession, card: Card) -> tuple[Actor, Translator] | None:
        """Say in whose name and language a card is written; None where it is to tell nothing any more.

        A private chat's is its person's as long as they are a member; a group's stays while the group is
        bound to that ledger, and whoever asked for it is a member.
        """
        chat = await find_chat(session, card.bot_id, card.chat_id)
        of_chat = chat.language if chat is not None else None
        if card.chat_id > 0:
            person = await find_by_telegram(session, card.chat_id)
            reader_id = person.id if person is not None else None
            languages = (person.locale if person is not None else None, of_chat, card.language)
        else:
            is_bound = chat is not None and chat.ledger_id == card.ledger_id
            reader_id = card.reader_id if is_bound else None
            languages = (of_chat, None, card.language)
        actor = await find_actor(session, reader_id, card.ledger_id) if reader_id is not None else None
        return None if actor is None else (actor, Translator(choose_language(languages)))

"""People who talk to the bot: updates go the whole road, inbox, worker, handlers, outbox, sender.

talk = road.person()                           # a private chat; road.person(language="en", name="Ann")
calls = await talk.send("점심 8천원")             # what the bot called Telegram with, in order
await talk.press("삭제")                         # a button by label (part of it), or by its data
await talk.edit(talk.last_id, "점심 9천원")        # the person edits a message of their own
await talk.reply(talk.shown().message_id, "어제")  # and replies to one of the bot's
family = road.group(-1001, talk, other)        # `family[0].send(...)`: the same people in a group
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.db.session import Database, unit_of_work
from backend.messaging import service as messaging
from backend.messaging.service import Taken
from bot.announcer import Announcer
from bot.api import make_bot
from bot.application import BotApplication, Handler, build_application
from bot.cards import Cards
from bot.pictures import Picture
from bot.sender import Sender
from bot.wake import Bells
from bot.worker import Worker
from tests.bot.telegram import BOT_ID, TOKEN, Call, FakeTelegram, Shown

PNG = b"\x89PNG\r\n\x1a\n"
SECRET_KEY = "a-key-for-tests-that-nobody-else-uses"


class Time:
    """The clock of a test: stands still until told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


class StrictWorker(Worker):
    """A worker under which a failing handler fails the test."""

    async def _set_back(self, taken: Taken, error: Exception) -> None:
        del taken
        raise error


class Road:
    """The bot on one database, over a transport that records."""

    def __init__(
        self,
        database: Database,
        application: BotApplication,
        telegram: FakeTelegram,
        now: datetime,
        worker: type[Worker],
        public_url: str | None = None,
    ) -> None:
        self.database = database
        self.telegram = telegram
        self.time = Time(now)
        self.application = application
        bells = Bells()
        self.worker = worker(
            database,
            application,
            BOT_ID,
            bells,
            self.time,
            secret_key=SECRET_KEY,
            public_url=public_url,
        )
        self.announcer = Announcer(database, BOT_ID, bells, self.time, secret_key=SECRET_KEY)
        self.cards = Cards(database, BOT_ID, bells, self.time)
        self.drawn: list[Picture] = []
        self.sender = Sender(database, application.bot, BOT_ID, bells, self.time, draw=self._draw)
        self._update_id = 1000
        self._people = 0

    @classmethod
    async def build(
        cls,
        database: Database,
        handlers: Sequence[Handler],
        *,
        now: datetime = datetime(2026, 11, 18, 3, 0, tzinfo=UTC),
        worker: type[Worker] = StrictWorker,
        public_url: str | None = None,
    ) -> Road:
        telegram = FakeTelegram()
        application = build_application(make_bot(TOKEN, "http://telegram.test", telegram), handlers)
        await application.initialize()
        return cls(database, application, telegram, now, worker, public_url)

    async def _draw(self, picture: Mapping[str, Any]) -> bytes:
        """Stand for the drawing process: note what is to be drawn."""
        self.drawn.append(Picture.of_json(picture))
        return PNG

    async def receive(self, *updates: object) -> int:
        """Write raw updates down, as intake and webhook do."""
        async with unit_of_work(self.database) as session:
            return await messaging.store_updates(session, BOT_ID, updates, now=self.time.now)

    def next_update_id(self) -> int:
        self._update_id += 1
        return self._update_id

    async def run(self) -> list[Call]:
        """Go the road until nothing is due; gives the calls that were made."""
        before = len(self.telegram.calls)
        while True:
            handled = await self.worker.step()
            announced = await self.announcer.step()
            sent = await self.sender.step()
            if not (handled or announced or sent or await self.cards.step()):
                break
        assert self.telegram.wrong == [], "Telegram would not have taken this"
        return self.telegram.calls[before:]

    async def deliver(self, **event: Any) -> list[Call]:
        """Receive one update, e.g. `message={...}`, and go the road."""
        await self.receive({"update_id": self.next_update_id(), **event})
        return await self.run()

    def person(
        self,
        user_id: int | None = None,
        *,
        name: str = "지민",
        language: str | None = "ko",
        username: str | None = None,
    ) -> Talk:
        """A new person in their private chat with the bot."""
        self._people += 1
        user_id = user_id or 7000 + self._people
        user = {"id": user_id, "is_bot": False, "first_name": name}
        user |= {"language_code": language} if language else {}
        user |= {"username": username} if username else {}
        return Talk(self, user, {"id": user_id, "type": "private", "first_name": name})

    def group(self, chat_id: int, *people: Talk, title: str = "우리집", kind: str = "group") -> list[Talk]:
        """The same people in a group."""
        chat = {"id": chat_id, "type": kind, "title": title}
        return [Talk(self, talk.user, chat) for talk in people]


@dataclass
class Talk:
    """One person in one chat."""

    road: Road
    user: dict[str, Any]
    chat: dict[str, Any]
    last_id: int = 0

    @property
    def user_id(self) -> int:
        return self.user["id"]

    @property
    def chat_id(self) -> int:
        return self.chat["id"]

    def message(self, text: str | None, message_id: int | None = None, **more: Any) -> dict[str, Any]:
        """A message as Telegram describes it; `entities` mark a command as it would."""
        if message_id is None:
            message_id = self.last_id = self.road.telegram.next_message_id()
        message: dict[str, Any] = {
            "message_id": message_id,
            "date": int(self.road.time.now.timestamp()),
            "chat": self.chat,
            "from": self.user,
        }
        if text is not None:
            message["text"] = text
            if text.startswith("/"):
                command = text.split()[0]
                message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        return message | more

    async def send(self, text: str | None, **more: Any) -> list[Call]:
        """Write to the bot; `more` are further fields of the message, e.g. `photo=[…]` with no text."""
        return await self.road.deliver(message=self.message(text, **more))

    async def edit(self, message_id: int, text: str, **more: Any) -> list[Call]:
        """Edit a message of one's own."""
        now = int(self.road.time.now.timestamp())
        return await self.road.deliver(edited_message=self.message(text, message_id, edit_date=now, **more))

    async def reply(self, to_message_id: int, text: str, **more: Any) -> list[Call]:
        """Reply to a message, of the bot or of somebody."""
        shown = self.road.telegram.shown.get((self.chat_id, to_message_id))
        sender = {"id": BOT_ID, "is_bot": True, "first_name": "Podo"} if shown else self.user
        original = {"message_id": to_message_id, "date": 0, "chat": self.chat, "from": sender}
        original["text"] = shown.text if shown else "…"
        return await self.send(text, reply_to_message=original, **more)

    async def press(self, what: str, message_id: int | None = None) -> list[Call]:
        """Press a button: by its label or a part of it, else by its data, which may be forged."""
        shown = self.shown(message_id)
        buttons = shown.buttons
        by_label = [button["callback_data"] for button in buttons if button["text"] == what]
        by_part = [button["callback_data"] for button in buttons if what in button["text"]]
        return await self.press_data([*by_label, *by_part, what][0], shown.message_id)

    async def press_data(self, data: str, message_id: int) -> list[Call]:
        """Press a button that carries this data, whether there is one or not."""
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "Podo"}
        query = {
            "id": str(self.road.next_update_id()),
            "from": self.user,
            "chat_instance": "1",
            "message": {"message_id": message_id, "date": 1, "chat": self.chat, "from": bot, "text": "…"},
            "data": data,
        }
        return await self.road.deliver(callback_query=query)

    def shown(self, message_id: int | None = None) -> Shown:
        """A message of the bot as it stands now; the newest text when none is named."""
        if message_id is None:
            return self.road.telegram.latest(self.chat_id)
        return self.road.telegram.shown[self.chat_id, message_id]

    def shown_picture(self) -> Shown:
        """The newest picture."""
        return self.road.telegram.latest(self.chat_id, picture=True)

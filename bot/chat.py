"""The bot in a terminal: the whole road, inbox to outbox, with a screen where Telegram would be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from telegram.request import BaseRequest, RequestData

from backend.db.session import Database, read_session, unit_of_work
from backend.kit.clock import Clock
from backend.messaging import service as messaging
from bot.api import make_bot
from bot.application import build_application
from bot.cards import Cards
from bot.handlers import HANDLERS
from bot.painter import Painter
from bot.sender import Sender
from bot.texts.apologies import plain
from bot.wake import Bells
from bot.worker import Worker

BOT_ID = 1
"""No bot of Telegram's has this id: a real bot on the same database leaves the terminal's messages alone."""

HELP = (
    ":3 presses button [3] · /edit 1 TEXT edits your message #1 · /reply 2 TEXT replies to #2 · /quit ends\n"
    "Everything else goes to the bot; /help is its own help."
)
LONGEST_WAIT = 10.0


class Screen(BaseRequest):
    """Shows what the bot calls Telegram with. Messages have short numbers, buttons too."""

    def __init__(self, write: Callable[[str], None], first_id: int) -> None:
        self._write = write
        self._next_id = first_id
        self._folder: Path | None = None
        self.ids: list[int] = []
        self.texts: dict[int, str] = {}
        self.buttons: list[tuple[int, str]] = []

    def new_message(self, text: str) -> int:
        """Number a message, ours or the bot's; the two share Telegram's count."""
        self._next_id += 1
        self.ids.append(self._next_id)
        self.texts[self._next_id] = text
        return self._next_id

    def number_of(self, message_id: int) -> str:
        """Name a message as the screen does; one of an earlier session has no number."""
        return f"#{self.ids.index(message_id) + 1}" if message_id in self.ids else "an earlier message"

    @property
    def read_timeout(self) -> float:
        """Nothing is waited for."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Show a call, and answer as Telegram does."""
        del method
        payload = request_data.parameters if request_data else {}
        parts = request_data.multipart_data.values() if request_data else ()
        files = [data for _, data, _ in parts if isinstance(data, bytes)]
        result = self._show(url.rpartition("/")[2], payload, files)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _kept(self, files: list[bytes]) -> Path:
        """Put a picture where one can look at it."""
        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="podo-chat-"))
        path = self._folder / f"{self._next_id}-{len(self.buttons)}.png"
        path.write_bytes(b"".join(files))
        return path

    def _show(self, method: str, payload: dict[str, Any], files: list[bytes]) -> Any:
        text = plain(payload.get("text", ""))
        match method:
            case "getMe":
                return {"id": BOT_ID, "is_bot": True, "first_name": "Podo", "username": "podo_terminal_bot"}
            case "sendPhoto":
                message_id = self.new_message("")
                self._write_message(message_id, "", f"(a picture: {self._kept(files)})", payload)
                return {"message_id": message_id}
            case "editMessageMedia":
                message_id = payload["message_id"]
                self._write_message(message_id, " now shows", f"(a picture: {self._kept(files)})", payload)
                return {"message_id": message_id}
            case "sendMessage":
                answered = payload.get("reply_parameters")
                message_id = self.new_message(text)
                about = f" (to {self.number_of(answered['message_id'])})" if answered else ""
                self._write_message(message_id, about, text, payload)
                return {"message_id": message_id}
            case "editMessageText" | "editMessageReplyMarkup":
                message_id = payload["message_id"]
                self.texts[message_id] = text or self.texts.get(message_id, "")
                self._write_message(message_id, " now reads", self.texts[message_id], payload)
                return {"message_id": message_id}
            case "setMessageReaction":
                emoji = "".join(one.get("emoji", "") for one in payload.get("reaction", []))
                self._write(f"{emoji or 'no reaction'} on {self.number_of(payload['message_id'])}")
            case "deleteMessage":
                self._write(f"{self.number_of(payload['message_id'])} is gone")
            case "answerCallbackQuery" if text:
                self._write(f"({text})")
        return True

    def _write_message(self, message_id: int, about: str, text: str, payload: dict[str, Any]) -> None:
        self._write(f"── {self.number_of(message_id)}{about}\n{text}")
        for row in (payload.get("reply_markup") or {}).get("inline_keyboard", []):
            labels = []
            for button in row:
                self.buttons.append((message_id, button.get("callback_data", "")))
                leads_to = f" {button['url']}" if "url" in button else ""
                labels.append(f"[{len(self.buttons)}] {button['text']}{leads_to}")
            self._write("   " + "  ".join(labels))


class TerminalChat:
    """One person's private chat with the bot."""

    def __init__(
        self,
        database: Database,
        *,
        secret_key: str,
        clock: Clock,
        person: int,
        language: str,
        write: Callable[[str], None],
        public_url: str | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._write = write
        self._user = {"id": person, "is_bot": False, "first_name": "Terminal", "language_code": language}
        # Numbers that no earlier session used: a message told twice would add nothing.
        self._update_id = int(clock().timestamp() * 1000)
        self._screen = Screen(write, self._update_id)
        bot = make_bot(f"{BOT_ID}:terminal", "http://terminal.invalid", self._screen)
        self._application = build_application(bot, HANDLERS)
        bells = Bells()
        self._worker = Worker(
            database,
            self._application,
            BOT_ID,
            bells,
            clock,
            secret_key=secret_key,
            public_url=public_url,
        )
        self._cards = Cards(database, BOT_ID, bells, clock)
        self._painter = Painter()
        self._sender = Sender(database, bot, BOT_ID, bells, clock, draw=self._painter.draw)

    async def open(self) -> None:
        """Get ready to hear."""
        await self._application.initialize()

    async def close(self) -> None:
        """Leave nothing behind."""
        await self._painter.close()

    async def hear(self, line: str) -> None:
        """Take one line that the person typed, and show all that comes of it."""
        update = self._update_of(line.strip())
        if update is None:
            return
        self._update_id += 1
        now = self._clock()
        async with unit_of_work(self._database) as session:
            await messaging.store_updates(
                session, BOT_ID, [{"update_id": self._update_id, **update}], now=now
            )
        await self._until_quiet()

    async def _until_quiet(self) -> None:
        """Go the road until nothing waits; a message that failed is tried again as it would be anywhere."""
        waited = 0.0
        while waited < LONGEST_WAIT:
            if await self._worker.step() or await self._sender.step():
                continue
            async with read_session(self._database) as session:
                road = await messaging.measures(session, self._clock(), BOT_ID)
            if not road.inbox_new and not road.outbox_new and not await self._cards.step():
                return
            await asyncio.sleep(0.2)
            waited += 0.2

    def _update_of(self, line: str) -> dict[str, Any] | None:
        """Turn a line into an update as Telegram would send it; None when it was none."""
        verb, _, rest = line.partition(" ")
        if not line:
            return None
        if verb.startswith(":") and verb[1:].isdecimal():
            return self._press(int(verb[1:]))
        if verb in {"/edit", "/reply"}:
            return self._about(verb, rest)
        return {"message": self._message(line)}

    def _press(self, number: int) -> dict[str, Any] | None:
        if not 0 < number <= len(self._screen.buttons):
            self._write(f"There is no button [{number}].")
            return None
        message_id, data = self._screen.buttons[number - 1]
        message = self._message(self._screen.texts.get(message_id, ""), message_id)
        query = {"id": str(self._update_id), "from": self._user, "chat_instance": "1"}
        return {"callback_query": query | {"message": message, "data": data}}

    def _about(self, verb: str, rest: str) -> dict[str, Any] | None:
        number, _, text = rest.strip().lstrip("#").partition(" ")
        if not (number.isdecimal() and text and 0 < int(number) <= len(self._screen.ids)):
            self._write(f"Write it as {verb} NUMBER TEXT, with the number of a message above.")
            return None
        message_id = self._screen.ids[int(number) - 1]
        if verb == "/edit":
            return {"edited_message": self._message(text, message_id)}
        original = self._message(self._screen.texts[message_id], message_id)
        return {"message": self._message(text) | {"reply_to_message": original}}

    def _message(self, text: str, message_id: int | None = None) -> dict[str, Any]:
        message: dict[str, Any] = {
            "message_id": self._screen.new_message(text) if message_id is None else message_id,
            "date": int(self._clock().timestamp()),
            "chat": {"id": self._user["id"], "type": "private", "first_name": "Terminal"},
            "from": self._user,
            "text": text,
        }
        if text.startswith("/"):
            command = text.split(maxsplit=1)[0]
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        return message

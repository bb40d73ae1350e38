"""Telegram as the bot's transport sees it: records calls, checks them as Telegram would, answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from telegram.request import BaseRequest, RequestData

BOT_ID = 123456
TOKEN = f"{BOT_ID}:TEST"
BOT = {"id": BOT_ID, "is_bot": True, "first_name": "Podo", "username": "podo_test_bot"}
MESSAGE_METHODS = ("sendMessage", "sendPhoto", "sendDocument")
EDIT_METHODS = ("editMessageText", "editMessageReplyMarkup", "editMessageCaption", "editMessageMedia")
OTHER_METHODS = (
    "answerCallbackQuery",
    "deleteMessage",
    "deleteWebhook",
    "sendChatAction",
    "pinChatMessage",
    "setChatMenuButton",
    "setMessageReaction",
    "setMyCommands",
    "setWebhook",
    "unpinChatMessage",
)


@dataclass(frozen=True)
class Call:
    """One call the bot made."""

    method: str
    payload: dict[str, Any]

    @property
    def text(self) -> str:
        return self.payload.get("text", "")

    @property
    def chat_id(self) -> int:
        return self.payload["chat_id"]

    @property
    def buttons(self) -> list[dict[str, str]]:
        return buttons_of(self.payload)

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]


@dataclass
class Shown:
    """A message of the bot as it stands in a chat."""

    chat_id: int
    message_id: int
    payload: dict[str, Any]

    @property
    def text(self) -> str:
        return self.payload.get("text", "")

    @property
    def buttons(self) -> list[dict[str, str]]:
        return buttons_of(self.payload)

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]


@dataclass
class Fault:
    """How the next calls of a method fail."""

    method: str
    code: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    times: int = 1


class FakeTelegram(BaseRequest):
    """A transport under the real Bot: its own parsing and error classes run for real."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.shown: dict[tuple[int, int], Shown] = {}
        self.wrong: list[str] = []
        self._faults: list[Fault] = []
        self._message_id = 100
        self.waiting: list[object] = []

    def next_message_id(self) -> int:
        self._message_id += 1
        return self._message_id

    def fail(
        self, method: str, code: int, description: str = "", *, times: int = 1, **parameters: Any
    ) -> None:
        self._faults.append(Fault(method, code, description, parameters, times))

    def latest(self, chat_id: int, *, picture: bool = False) -> Shown:
        """The newest message of the bot in a chat that is text, or that is a picture."""
        mine = [
            shown
            for (chat, _), shown in self.shown.items()
            if chat == chat_id and ("text" not in shown.payload) is picture
        ]
        assert mine, f"the bot said nothing in {chat_id}"
        return max(mine, key=lambda shown: shown.message_id)

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        del method
        name = url.rpartition("/")[2]
        payload = {} if request_data is None else json.loads(json.dumps(request_data.parameters))
        if name == "getMe":
            return 200, json.dumps({"ok": True, "result": BOT}).encode()
        payload |= uploads(request_data)
        self.calls.append(Call(name, payload))
        self.wrong += [f"{name}: {fault}" for fault in faults_in(name, payload)]
        for fault in self._faults:
            if fault.method == name and fault.times:
                fault.times -= 1
                return refusal(fault.code, fault.description, fault.parameters)
        return self._answer(name, payload)

    def _answer(self, name: str, payload: dict[str, Any]) -> tuple[int, bytes]:
        if name == "getUpdates":
            return accepted(self.waiting)
        if name in MESSAGE_METHODS:
            message_id = self.next_message_id()
            self.shown[payload["chat_id"], message_id] = Shown(payload["chat_id"], message_id, payload)
            return accepted(message_view(payload, message_id))
        if name in EDIT_METHODS:
            return self._edit(payload)
        if name == "deleteMessage":
            self.shown.pop((payload["chat_id"], payload["message_id"]), None)
        if name in OTHER_METHODS:
            return accepted(True)
        return refusal(404, "Not Found: method not found", {})

    def _edit(self, payload: dict[str, Any]) -> tuple[int, bytes]:
        shown = self.shown.get((payload["chat_id"], payload["message_id"]))
        if shown is None:
            return refusal(400, "Bad Request: message to edit not found", {})
        new = {**shown.payload, "reply_markup": None, **payload}
        if "media" not in payload and (new.get("text"), new.get("reply_markup")) == (
            shown.payload.get("text"),
            shown.payload.get("reply_markup"),
        ):
            return refusal(400, "Bad Request: message is not modified", {})
        shown.payload = new
        return accepted(message_view(new, shown.message_id))


def uploads(request_data: RequestData | None) -> dict[str, str]:
    """The files of a call, each as its name and what it begins with."""
    if request_data is None or not request_data.contains_files:
        return {}
    parts = request_data.multipart_data
    return {
        ("media" if name.startswith("attached") else name): f"{file} {data[:4]!r}"
        for name, (file, data, _) in parts.items()
    }


def accepted(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def refusal(code: int, description: str, parameters: dict[str, Any]) -> tuple[int, bytes]:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return code, json.dumps(body).encode()


def message_view(payload: dict[str, Any], message_id: int) -> dict[str, Any]:
    chat_id = payload["chat_id"]
    kind = "private" if chat_id > 0 else "supergroup"
    chat = {"id": chat_id, "type": kind}
    return {"message_id": message_id, "date": 0, "chat": chat, "from": BOT, "text": payload.get("text", "")}


def buttons_of(payload: dict[str, Any]) -> list[dict[str, str]]:
    markup = payload.get("reply_markup") or {}
    return [button for row in markup.get("inline_keyboard", []) for button in row]


ALLOWED_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler", "tg-time", "tg-emoji"}


class HtmlCheck(HTMLParser):
    """Finds what Telegram's own reader of HTML would refuse."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        self.open.append(tag)
        if tag not in ALLOWED_TAGS:
            self.wrong.append(f"tag <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if "<" in data or "&" in data:
            self.wrong.append(f"not escaped: {data[:40]}")


def faults_in(method: str, payload: dict[str, Any]) -> list[str]:
    """What the Bot API would not take, or would show wrong."""
    wrong = []
    if method in ("sendMessage", "editMessageText"):
        text = payload.get("text", "")
        if not text.strip():
            wrong.append("empty text")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            wrong.append("text too long")
        if payload.get("parse_mode") != "HTML":
            wrong.append("no HTML parse mode")
        check = HtmlCheck()
        check.feed(text)
        check.close()
        wrong += check.wrong + [f"<{tag}> stays open" for tag in check.open]
    if method == "answerCallbackQuery" and len(payload.get("text", "")) > 200:
        wrong.append("answer too long")
    for button in buttons_of(payload):
        if not button["text"].strip():
            wrong.append("a button without a label")
        if len(button.get("callback_data", "x").encode()) not in range(1, 65):
            wrong.append(f"callback data: {button}")
    return wrong

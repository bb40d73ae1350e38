"""The Bot API emulator as a process, and the person who writes through it."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

HERE = Path(__file__).parent / "emulator"
TOKEN = "123456:TEST"
BOT_ID = 123456
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what: Callable[[], T], seconds: float, why: str) -> T:
    """Ask until the answer is true."""
    end = time.monotonic() + seconds
    while not (found := what()):
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s still no {why}")
        time.sleep(0.1)
    return found


def installed() -> Path:
    """A folder with the emulator and the packages it needs, filled once for each version of either."""
    sources = sorted(HERE.iterdir())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "podo-budget"
    folder = base / f"emulator-{digest}"
    if folder.exists():
        return folder
    base.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=base))
    for path in sources:
        shutil.copy(path, making)
    command = ["npm", "install", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"]
    done = subprocess.run(command, cwd=making, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        shutil.rmtree(making)
        raise RuntimeError(f"npm install failed: {done.stderr[-2000:]}")
    try:
        making.rename(folder)
    except OSError:  # another test process was faster
        shutil.rmtree(making)
    return folder


class Emulator:
    """A Bot API server of our own."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        self._next_update = 500
        self._next_message = 10_000

    def close(self) -> None:
        self._client.close()

    def inject(self, update: dict[str, Any]) -> None:
        """Have Telegram deliver a raw update."""
        self._client.post("/__inject", json={"token": TOKEN, "update": update}).raise_for_status()

    def fail(self, method: str, code: int, times: int = 1, **parameters: Any) -> None:
        fault = {"method": method, "code": code, "description": f"told to {code}", "times": times}
        self._client.post("/__fault", json=fault | {"parameters": parameters}).raise_for_status()

    def calls(self, method: str | None = None) -> list[dict[str, Any]]:
        """Every call the bot made, those that were made to fail too."""
        calls = self._client.get("/__calls").json()
        return [call for call in calls if method is None or call["method"] == method]

    def said(self, chat_id: int | None = None) -> list[dict[str, Any]]:
        """What the bot said, as it reads now."""
        answer = self._client.post("/getUpdatesHistory", json={"token": TOKEN}).json()
        messages = [row["message"] | {"message_id": row["messageId"]} for row in answer["result"]]
        return [one for one in messages if chat_id is None or int(one["chat_id"]) == chat_id]

    def message(self, chat_id: int, text: str) -> dict[str, Any]:
        """An update with a new message of a person in their private chat."""
        self._next_update += 1
        self._next_message += 1
        person = {"id": chat_id, "first_name": "지민", "is_bot": False, "language_code": "ko"}
        message: dict[str, Any] = {
            "message_id": self._next_message,
            "date": int(time.time()),
            "chat": {"id": chat_id, "type": "private", "first_name": "지민"},
            "from": person,
            "text": text,
        }
        if text.startswith("/"):
            command = text.split(maxsplit=1)[0]
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        return {"update_id": self._next_update, "message": message}

    def press(self, chat_id: int, data: str) -> None:
        """Press the newest button that carries this data."""
        shown = next(one for one in reversed(self.said(chat_id)) if data in str(one.get("reply_markup")))
        self._next_update += 1
        message = self.message(chat_id, "…")["message"]
        query = {
            "id": str(self._next_update),
            "from": message["from"],
            "chat_instance": "1",
            "data": data,
            "message": message | {"message_id": shown["message_id"]},
        }
        self._next_update += 1
        self.inject({"update_id": self._next_update, "callback_query": query})

    def say(self, chat_id: int, text: str) -> dict[str, Any]:
        """Write to the bot."""
        update = self.message(chat_id, text)
        self.inject(update)
        return update


@contextmanager
def running_emulator() -> Iterator[Emulator]:
    """Start the emulator, and end it."""
    port = free_port()
    folder = installed()
    environment = {"PATH": os.environ["PATH"], "PORT": str(port)}
    with subprocess.Popen(
        ["node", "start.js"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        emulator = Emulator(port)
        try:
            wait_for(lambda: answers(f"{emulator.url}/__calls"), 20, "emulator")
            yield emulator
        finally:
            emulator.close()
            process.kill()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code < 500
    except httpx.HTTPError:
        return False

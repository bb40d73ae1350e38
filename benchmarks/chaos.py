"""Kill the bot with -9 again and again while people write, and count what is in the ledger and what was said.

    python -m benchmarks.chaos [--messages 300] [--kills 30] [--database sqlite|postgres|both] [--seed N]

Five people write; updates are repeated; Telegram answers 429 and 500 in between. In the end every entry must
be there exactly as it was sent, once, and every message answered at least once. Prints the figures; the exit
code tells whether they are right.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from backend.db.session import Database, read_session
from backend.models import Entry, InboxUpdate
from backend.schema import prepare
from tests.end_to_end.emulator import TOKEN, Emulator, running_emulator
from tests.end_to_end.processes import Podo, run
from tests.postgres import running_postgres

CHATS = (9001, 9002, 9003, 9004, 9005)
ANSWER_SECONDS = 25.0
THINGS = ("점심", "커피", "택시", "책", "약")


@dataclass
class Sent:
    """What people wrote: the entries that must be there, and the messages that must be answered."""

    entries: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    messages: set[tuple[int, int]] = field(default_factory=set)
    updates: list[dict[str, Any]] = field(default_factory=list)
    repeats: int = 0


class Bot(Podo):
    """A bot process that keeps its log to itself."""

    shows_log = False


def write(emulator: Emulator, sent: Sent, dice: random.Random, number: int) -> None:
    """Write one message, every tenth with two entries; now and then Telegram delivers an old one again."""
    chat = CHATS[number % len(CHATS)]
    amounts = [1000 + number * 10] if number % 10 else [1000 + number * 10, 1005 + number * 10]
    text = ", ".join(f"{dice.choice(THINGS)} {amount}원" for amount in amounts)
    update = emulator.say(chat, text)
    message_id = update["message"]["message_id"]
    sent.messages.add((chat, message_id))
    sent.entries.update((chat, message_id, amount) for amount in amounts)
    sent.updates.append(update)
    if dice.random() < 0.1:
        emulator.inject(dice.choice(sent.updates))
        sent.repeats += 1
    if dice.random() < 0.05:
        # The same message under a new number, as after a lost offset.
        emulator.inject({**dice.choice(sent.updates), "update_id": 10**8 + number})
        sent.repeats += 1


def disturb(emulator: Emulator, dice: random.Random) -> None:
    """Have the Bot API fail for a moment."""
    match dice.randrange(4):
        case 0:
            emulator.fail("sendMessage", 429, retry_after=1)
        case 1:
            emulator.fail("sendMessage", 500, times=dice.randrange(1, 4))
        case 2:
            emulator.fail("getUpdates", 502)


def answered(emulator: Emulator) -> Counter[tuple[int, int]]:
    """Which messages were answered, and how often: an answer names the message it replies to."""
    found: Counter[tuple[int, int]] = Counter()
    for message in emulator.said():
        reply = message.get("reply_parameters")
        if isinstance(reply, str):
            reply = json.loads(reply)
        if reply:
            found[int(message["chat_id"]), int(reply["message_id"])] += 1
    return found


async def recorded(url: str) -> tuple[Counter[tuple[int, int, int]], Counter[str]]:
    """What is in the ledgers, and in which state the updates are."""
    database = Database.open(url, role="tool")
    try:
        async with read_session(database) as session:
            rows = await session.execute(
                select(Entry.source_chat_id, Entry.source_message_id, Entry.amount_minor)
            )
            states = await session.scalars(select(InboxUpdate.state))
            return Counter(tuple(row) for row in rows), Counter(states)
    finally:
        await database.close()


def storm(emulator: Emulator, url: str, folder: Path, messages: int, kills: int, seed: int) -> bool:
    """Write and kill, then wait and count."""
    dice, sent, number, began = random.Random(seed), Sent(), 0, time.monotonic()
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": emulator.url, "DATABASE_URL": url}
    settings |= {"LOG_LEVEL": "WARNING"}
    for life in range(kills):
        with Bot(folder, "bot", **settings) as bot:
            end = time.monotonic() + dice.uniform(1.0, 5.0)
            disturb(emulator, dice)
            while time.monotonic() < end:
                if number < messages * (life + 1) / kills:
                    write(emulator, sent, dice, number)
                    number += 1
                time.sleep(dice.uniform(0, 0.08))
            bot.kill()
    while number < messages:
        write(emulator, sent, dice, number)
        number += 1
    polled = len(emulator.calls("getUpdates"))
    with Bot(folder, "bot", **settings) as bot:
        restarted = time.monotonic()
        while sent.messages - answered(emulator).keys() and time.monotonic() < restarted + ANSWER_SECONDS:
            time.sleep(0.2)
        seconds = time.monotonic() - restarted
        # All may be answered before it is up, and who is only just starting does not hear SIGTERM.
        while len(emulator.calls("getUpdates")) == polled and time.monotonic() < restarted + ANSWER_SECONDS:
            time.sleep(0.2)
        time.sleep(1)
        code, stop_seconds = bot.stop()
    entries, states = asyncio.run(recorded(url))
    answers = answered(emulator)
    missing, twice = sent.entries - entries, entries - sent.entries
    silent = sent.messages - answers.keys()
    print(
        f"  {number} messages from {len(CHATS)} chats, {sent.repeats} updates repeated, {kills} kills, "
        f"{len(emulator.calls('sendMessage'))} calls to send, {time.monotonic() - began:.0f} s\n"
        f"  entries: {sent.entries.total()} sent, {entries.total()} recorded, {missing.total()} missing, "
        f"{twice.total()} too many\n"
        f"  messages without an answer: {len(silent)}; answered more than once: "
        f"{sum(count > 1 for count in answers.values())}; all answered {seconds:.1f} s after the last start\n"
        f"  updates: {dict(states)}; SIGTERM: exit {code} after {stop_seconds:.1f} s"
    )
    return not (missing or twice or silent or states.keys() - {"done"} or code)


@contextmanager
def a_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database of a kind with today's schema."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'chaos.db'}"
        asyncio.run(prepare(url))
        yield url
        return
    with running_postgres() as server:
        url = server.url_of(asyncio.run(server.create_database()))
        upgraded = run(folder, "db", "upgrade", DATABASE_URL=url)
        if upgraded.returncode:
            raise RuntimeError(upgraded.stderr)
        yield url


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--seed", type=int, default=20261121)
    asked = parser.parse_args()
    passed = True
    for kind in ("sqlite", "postgres") if asked.database == "both" else (asked.database,):
        print(f"{kind}:", flush=True)
        with (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
            a_database(kind, Path(name)) as url,
            running_emulator() as emulator,
        ):
            passed &= storm(emulator, url, Path(name), asked.messages, asked.kills, asked.seed)
    print("passed" if passed else "FAILED")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())

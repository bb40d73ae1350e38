"""Messages from inbox to outbox and out: CPU a message, messages a second, memory after ten thousand."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from itertools import cycle, islice

import psutil

from backend.db.session import Database, unit_of_work
from backend.kit.clock import system_clock
from backend.messaging import service as messaging
from benchmarks.databases import ENGINES
from bot.api import make_bot
from bot.application import build_application
from bot.handlers import HANDLERS
from bot.painter import Painter
from bot.sender import Sender
from bot.wake import Bells
from bot.worker import Worker
from tests.bot.telegram import BOT_ID, TOKEN, FakeTelegram

MESSAGES = 2_000
CHATS = 50
TEXTS = (
    "점심 김치찌개 8천원",
    "어제 택시 12,000 커피 4500",
    "coffee $4.50",
    "월급 300만원",
    "안녕",
    "스타벅스 6,100원",
)


def updates(first: int, count: int) -> list[dict[str, object]]:
    """So many messages from many people."""
    now = int(datetime.now(UTC).timestamp())  # noqa: TID251 - a benchmark has no edge to be handed it
    people = [
        {"id": 1000 + n, "is_bot": False, "first_name": "P", "language_code": "ko"} for n in range(CHATS)
    ]
    return [
        {
            "update_id": first + number,
            "message": {
                "message_id": first + number,
                "date": now,
                "chat": {"id": person["id"], "type": "private", "first_name": "P"},
                "from": person,
                "text": text,
            },
        }
        for number, (person, text) in enumerate(zip(islice(cycle(people), count), cycle(TEXTS), strict=False))
    ]


async def measure(url: str) -> None:
    """Send all messages down the whole road, without a network, and print what it took."""
    database = Database.open(url, role="bot")
    application = build_application(make_bot(TOKEN, "http://telegram.test", FakeTelegram()), HANDLERS)
    await application.initialize()
    bells = Bells()
    worker = Worker(database, application, BOT_ID, bells, system_clock, secret_key="b" * 32)
    sender = Sender(database, application.bot, BOT_ID, bells, system_clock, draw=Painter().draw)
    process = psutil.Process()
    for first in range(0, MESSAGES, 1000):
        async with unit_of_work(database) as session:
            await messaging.store_updates(session, BOT_ID, updates(first + 1, 1000), now=system_clock())
    cpu, began = time.process_time(), time.perf_counter()
    for _ in range(MESSAGES):
        await worker.step()
    worked, took = time.process_time() - cpu, time.perf_counter() - began
    print(
        f"  inbox to outbox: {worked / MESSAGES * 1000:.2f} ms CPU a message, "
        f"{MESSAGES / took:.0f} messages/s in one lane, {process.memory_info().rss / 2**20:.0f} MB"
    )
    cpu, began, sent = time.process_time(), time.perf_counter(), 0
    while sent < 500 and await sender.step():
        sent += 1
    print(f"  sender: {(time.process_time() - cpu) / max(sent, 1) * 1000:.2f} ms CPU a step, {sent} steps")
    await database.close()


def main() -> None:
    """Measure both engines."""
    for engine, database in ENGINES.items():
        with database() as url:
            print(engine)
            asyncio.run(measure(url))


if __name__ == "__main__":
    main()

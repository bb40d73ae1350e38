"""What commands cost from inbox to outbox, against `/help`: with twelve budgets and a year of entries."""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, datetime

from backend.accounts.service import find_by_telegram
from backend.budgets.views import Rollover
from backend.db.session import Database, read_session, unit_of_work
from backend.ledgers.access import Actor
from backend.ledgers.service import get_default_actor
from backend.messaging import service as messaging
from benchmarks.databases import ENGINES
from benchmarks.growth import TODAY, budgets, fill, place_of, settle
from bot.api import make_bot
from bot.application import build_application
from bot.handlers import HANDLERS
from bot.wake import Bells
from bot.worker import Worker
from tests.bot.telegram import BOT_ID, TOKEN, FakeTelegram

PERSON = {"id": 1000, "is_bot": False, "first_name": "P", "language_code": "ko"}
COMMANDS = ("/help", "/budget", "/today", "/report", "/recent", "/search 김치찌개", "점심 김치찌개 8천원")
ROUNDS = 120
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


async def ask(database: Database, worker: Worker, number: int, text: str) -> float:
    """Put one message into the inbox and give the seconds until its answer is in the outbox."""
    message = {
        "message_id": number,
        "date": int(NOW.timestamp()),
        "chat": {"id": PERSON["id"], "type": "private", "first_name": "P"},
        "from": PERSON,
        "text": text,
    }
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    async with unit_of_work(database) as session:
        update = {"update_id": number, "message": message}
        await messaging.store_updates(session, BOT_ID, [update], now=NOW)
    began = time.perf_counter()
    assert await worker.step()
    return time.perf_counter() - began


async def household(database: Database, engine: str) -> Actor:
    """Give the person who asks a year of entries and twelve budgets."""
    async with read_session(database) as session:
        user = await find_by_telegram(session, int(str(PERSON["id"])))
        assert user is not None
        actor = await get_default_actor(session, user.id)
    await fill(database, engine, 365 * 5, "n % 365", TODAY, **await place_of(database, actor))
    await budgets(database, actor, Rollover.NONE)
    await settle(database, engine)
    return actor


async def measure(engine: str, url: str) -> None:
    """Take turns with the commands and print each one's median, against the first."""
    database = Database.open(url, role="bot")
    application = build_application(make_bot(TOKEN, "http://telegram.test", FakeTelegram()), HANDLERS)
    await application.initialize()
    worker = Worker(database, application, BOT_ID, Bells(), lambda: NOW, secret_key="b" * 32)
    number = 1
    await ask(database, worker, number, "커피 4500")
    await household(database, engine)
    taken: dict[str, list[float]] = {text: [] for text in COMMANDS}
    for turn in range(ROUNDS + 5):
        for text in COMMANDS:
            number += 1
            seconds = await ask(database, worker, number, text)
            if turn >= 5:
                taken[text].append(seconds)
    medians = {text: statistics.median(times) * 1000 for text, times in taken.items()}
    first = medians[COMMANDS[0]]
    for text, ms in medians.items():
        print(f"  {text:24} {ms:6.2f} ms ×{ms / first:4.2f}")
    await database.close()


def main() -> None:
    """Measure both engines."""
    for engine, database in ENGINES.items():
        with database() as url:
            print(engine)
            asyncio.run(measure(engine, url))


if __name__ == "__main__":
    main()

"""Polling: what is confirmed and when, and what happens while something is wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from backend.db.session import Database
from backend.messaging import bots
from backend.models import InboxUpdate
from bot import intake
from bot.api import make_bot
from bot.intake import Poller
from bot.wake import Bells
from tests.bot.support import Time
from tests.bot.telegram import BOT_ID, TOKEN, FakeTelegram


class Line:
    """One poller, its server, and how long it paused."""

    def __init__(self, database: Database, now) -> None:
        self.telegram = FakeTelegram()
        self.bells = Bells()
        self.pauses: list[float] = []
        bot = make_bot(TOKEN, "http://telegram.test", self.telegram)
        self.poller = Poller(database, bot, BOT_ID, self.bells, Time(now), pause=self._pause)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def turn(self, *updates: object) -> object:
        """Poll once; gives the offset that was asked for."""
        self.telegram.waiting = list(updates)
        await self.poller.turn()
        return self.telegram.calls[-1].payload.get("offset")


@pytest.fixture
async def line(database: Database, now) -> Line:
    return Line(database, now)


def update(number: int) -> dict:
    return {"update_id": number, "message": {"chat": {"id": 1}}}


async def test_the_offset_moves_after_the_commit_and_is_dropped_when_all_is_confirmed(
    line: Line, check, now
) -> None:
    assert await line.turn(update(5), update(6)) is None
    assert await check.scalar(select(func.count(InboxUpdate.id))) == 2
    assert await line.bells.inbox.wait(0) is True
    assert await line.turn() == 7
    assert await line.turn(update(3)) is None  # after a quiet week Telegram may count from anywhere
    assert await line.turn() == 4
    assert (await bots.get_bot(check, BOT_ID)).last_poll_at == now


async def test_what_is_asked_for_is_listed(line: Line) -> None:
    await line.turn()
    asked = line.telegram.calls[-1].payload
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert asked["timeout"] == intake.POLL_SECONDS


@pytest.mark.parametrize(("code", "pauses"), [(409, [2, 3, 3]), (502, [1, 2, 3]), (500, [1, 2, 3])])
async def test_a_server_in_trouble_is_asked_for_the_same_again(
    line: Line, code: int, pauses: list[float]
) -> None:
    await line.turn(update(5))
    line.telegram.fail("getUpdates", code, "trouble", times=3)
    for _ in range(3):
        assert await line.turn() == 6
    assert line.pauses == pauses
    await line.turn(update(6))
    line.telegram.fail("getUpdates", code, "trouble")
    await line.turn()
    assert line.pauses[-1] == pauses[0]


async def test_without_a_database_nothing_is_confirmed(line: Line, check, monkeypatch) -> None:
    await line.turn(update(5))

    async def lost(*_args, **_more):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(intake.messaging, "store_updates", lost)
        assert await line.turn(update(6), update(7)) == 6
    assert await line.turn(update(6), update(7)) == 6
    assert await check.scalar(select(func.count(InboxUpdate.id))) == 3


async def test_updates_without_a_number_are_no_hot_loop(line: Line) -> None:
    await line.turn({"message": {}}, "x")
    assert line.pauses == [intake.LONGEST_PAUSE]
    assert await line.turn(update(1), {"message": {}}) is None
    assert await line.turn() == 2


async def test_a_poller_that_hangs_is_noticed(line: Line, monkeypatch) -> None:
    monkeypatch.setattr(intake, "WATCH_SECONDS", 0.01)
    with pytest.raises(intake.PollingStuckError):
        await line.poller.watch()

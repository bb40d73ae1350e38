"""What becomes of a call that Telegram refuses, delays or does not answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.db.session import unit_of_work
from backend.messaging import service as messaging
from backend.models import Chat, OutboxMessage
from bot.pace import Pace
from bot.painter import DrawingError
from tests.bot.support import PNG, Road
from tests.bot.telegram import BOT_ID
from tests.bot.test_charts import a_picture


async def calls_owed(check) -> list[OutboxMessage]:
    return list(await check.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


async def test_too_many_requests_wait_as_told_and_keep_the_order(bare_road: Road) -> None:
    talk, other = bare_road.person(), bare_road.person()
    bare_road.telegram.fail("sendMessage", 429, "Too Many Requests", retry_after=3, times=2)
    [refused] = await talk.send("twice")
    assert refused.text == "one"
    assert [call.text for call in await other.send("hi")] == ["hi"]
    bare_road.time.pass_by(seconds=2.9)
    assert await bare_road.run() == []
    bare_road.time.pass_by(seconds=0.1)
    assert [call.text for call in await bare_road.run()] == ["one", "hi", "two"]


@pytest.mark.parametrize("code", [500, 502, 504, 401])
async def test_a_server_in_trouble_is_asked_again_later(bare_road: Road, check, code: int) -> None:
    bare_road.telegram.fail("sendMessage", code, "Unauthorized" if code == 401 else "oops", times=3)
    await bare_road.person().send("hello")
    sent = 0
    for seconds in (1, 2, 4):
        bare_road.time.pass_by(seconds=seconds - 0.1)
        assert await bare_road.run() == []
        bare_road.time.pass_by(seconds=0.1)
        sent += len(await bare_road.run())
    assert sent == 3
    [call] = await calls_owed(check)
    assert (call.state, call.attempts, call.error) == ("sent", 4, None)


async def test_nobody_tries_for_more_than_a_day(bare_road: Road, check) -> None:
    bare_road.telegram.fail("sendMessage", 500, "oops", times=10**6)
    await bare_road.person().send("hello")
    bare_road.time.pass_by(hours=25)
    await bare_road.run()
    [call] = await calls_owed(check)
    assert (call.state, call.payload) == ("dead", None)


async def test_whoever_blocked_the_bot_is_not_written_to(bare_road: Road, check) -> None:
    bare_road.telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await bare_road.person().send("twice")
    assert [call.state for call in await calls_owed(check)] == ["dead", "dead"]
    assert await check.scalar(select(Chat.state)) == "gone"


async def test_a_migrated_group_gets_its_answer_in_the_new_chat(bare_road: Road, check) -> None:
    [talk] = bare_road.group(-55, bare_road.person())
    bare_road.telegram.fail(
        "sendMessage", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1055
    )
    calls = await talk.send("twice")
    assert [(call.chat_id, call.text) for call in calls] == [(-55, "one"), (-1055, "one"), (-1055, "two")]


@pytest.mark.parametrize(
    ("description", "state"),
    [
        ("Bad Request: message is not modified", "sent"),
        ("Bad Request: query is too old and response timeout expired", "sent"),
        ("Bad Request: message to edit not found", "dead"),
        ("Bad Request: chat not found", "dead"),
        ("Bad Request: can't parse entities", "dead"),
    ],
)
async def test_a_refusal_that_stays_is_not_repeated(
    bare_road: Road, check, description: str, state: str
) -> None:
    talk = bare_road.person()
    bare_road.telegram.fail("sendMessage", 400, description)
    assert len(await talk.send("hello")) == 1
    [call] = await calls_owed(check)
    assert (call.state, call.payload) == (state, None)
    assert len(await talk.send("hello")) == 1


async def test_a_method_that_is_not_there_is_given_up(bare_road: Road, check) -> None:
    bare_road.telegram.fail("setMessageReaction", 404, "Not Found: method not found")
    await bare_road.person().send("react")
    assert [call.state for call in await calls_owed(check)] == ["dead"]


async def test_a_sender_that_dies_loses_its_calls_after_the_lease(bare_road: Road, monkeypatch) -> None:
    talk = bare_road.person()

    class KilledError(BaseException):
        pass

    async def die(*_args, **_more):
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(type(bare_road.application.bot), "call", die)
        with pytest.raises(KilledError):
            await talk.send("twice")
    bare_road.time.pass_by(seconds=11.9)
    assert await bare_road.run() == []
    bare_road.time.pass_by(seconds=0.1)
    assert [call.text for call in await bare_road.run()] == ["one", "two"]


def test_a_burst_passes_then_a_drip() -> None:
    pace = Pace()
    waits = [pace.wait_for(-5, "sendMessage", 100.0) for _ in range(22)]
    assert waits[:20] == [0.0] * 20
    assert waits[20:] == pytest.approx([3.0, 6.0])
    assert pace.wait_for(-5, "setMessageReaction", 110.0) == 0
    assert [pace.wait_for(7, "sendMessage", 110.0) for _ in range(29)] == [0.0] * 29
    assert pace.wait_for(8, "sendMessage", 110.0) > 0
    assert pace.wait_for(8, "sendMessage", 120.0) == 0


async def photo_owed(road: Road) -> None:
    async with unit_of_work(road.database) as session:
        for method, payload in (
            ("sendPhoto", {"picture": a_picture().as_json()}),
            ("sendMessage", {"text": "after it", "parse_mode": "HTML"}),
        ):
            await messaging.enqueue(
                session, bot_id=BOT_ID, chat_id=5, method=method, payload=payload, now=road.time.now
            )


async def test_a_picture_is_drawn_when_it_is_sent_and_again_when_it_is_sent_again(bare_road: Road) -> None:
    bare_road.telegram.fail("sendPhoto", 502, "Bad Gateway")
    await photo_owed(bare_road)
    assert [call.method for call in await bare_road.run()] == ["sendPhoto"]
    bare_road.time.pass_by(seconds=1)
    calls = await bare_road.run()
    assert [call.method for call in calls] == ["sendPhoto", "sendMessage"]
    assert calls[0].payload == {"chat_id": 5, "photo": f"report.png {PNG[:4]!r}"}
    assert bare_road.drawn == [a_picture()] * 2
    assert len(bare_road.telegram.shown) == 2


async def test_a_picture_that_cannot_be_drawn_holds_nothing_up_for_long(bare_road: Road, check) -> None:
    async def refuse(_picture: object) -> bytes:
        raise DrawingError("no")

    bare_road.sender._draw = refuse
    await photo_owed(bare_road)
    sent = [await bare_road.run()]
    for seconds in (1, 2, 4):
        bare_road.time.pass_by(seconds=seconds)
        sent.append(await bare_road.run())
    assert [[call.method for call in calls] for calls in sent] == [[], [], [], ["sendMessage"]]
    assert [call.state for call in await calls_owed(check)] == ["dead", "sent"]

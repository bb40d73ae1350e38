"""The durable road: order, retries, dead letters, what Telegram refuses."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.db.session import unit_of_work
from backend.messaging import service as messaging
from backend.models import Chat, InboxUpdate, OutboxMessage
from tests.bot.support import Road
from tests.bot.telegram import BOT_ID

BROKEN = {"message": {"message_id": 1, "chat": {"id": 7001, "type": "private"}}}


async def rows(check, table) -> list:
    return list(await check.scalars(select(table).order_by(table.id)))


async def test_a_message_is_answered_and_its_words_are_forgotten(bare_road: Road, check) -> None:
    talk = bare_road.person()
    calls = await talk.send("점심 <8천원> & 커피")
    assert [(call.method, call.chat_id, call.text) for call in calls] == [
        ("sendMessage", talk.chat_id, "점심 &lt;8천원&gt; &amp; 커피")
    ]
    assert calls[0].payload["parse_mode"] == "HTML"
    assert calls[0].payload["link_preview_options"] == {"is_disabled": True}
    assert calls[0].payload["reply_parameters"]["allow_sending_without_reply"] is True
    [update], [call] = await rows(check, InboxUpdate), await rows(check, OutboxMessage)
    assert (update.state, update.payload) == ("done", None)
    assert (call.state, call.payload, call.sent_message_id) == ("sent", None, talk.shown().message_id)


async def test_a_repeated_update_is_handled_once(bare_road: Road) -> None:
    talk = bare_road.person()
    update = {"update_id": 5, "message": talk.message("hello")}
    assert await bare_road.receive(update, update) == 1
    assert await bare_road.receive(update) == 0
    assert len(await bare_road.run()) == 1
    assert await bare_road.receive(update) == 0
    assert await bare_road.run() == []


async def test_messages_are_answered_in_order(bare_road: Road) -> None:
    talk, other = bare_road.person(), bare_road.person()
    for text in ("a", "twice", "b"):
        await bare_road.receive({"update_id": bare_road.next_update_id(), "message": talk.message(text)})
    await bare_road.receive({"update_id": bare_road.next_update_id(), "message": other.message("c")})
    calls = await bare_road.run()
    assert [call.text for call in calls if call.chat_id == talk.chat_id] == ["a", "one", "two", "b"]
    assert [call.text for call in calls if call.chat_id == other.chat_id] == ["c"]


async def test_a_failing_message_is_tried_five_times_then_set_aside_and_said(bare_road: Road, check) -> None:
    talk, other = bare_road.person(language="en"), bare_road.person()
    await bare_road.receive(
        {"update_id": 1, "message": talk.message("boom")},
        {"update_id": 2, "message": talk.message("after")},
        {"update_id": 3, "message": other.message("elsewhere")},
    )
    assert [call.text for call in await bare_road.run()] == ["elsewhere"]
    waits = []
    for seconds in (0.5, 1, 2, 4):
        bare_road.time.pass_by(seconds=seconds - 0.1)
        assert await bare_road.run() == []
        bare_road.time.pass_by(seconds=0.1)
        waits.append([call.text for call in await bare_road.run()])
    assert waits[:3] == [[], [], []]
    apology, after = waits[3]
    assert "recorded nothing" in apology
    assert after == "after"
    first, *_ = await rows(check, InboxUpdate)
    assert (first.state, first.attempts, first.error) == ("dead", 5, "ValueError")


async def test_a_domain_error_is_explained_and_leaves_nothing(bare_road: Road, check) -> None:
    talk = bare_road.person(language="en")
    [call] = await talk.send("missing")
    assert call.text == "There is no such entry."
    [call] = await talk.send("wait")
    assert "2 minutes" in call.text
    assert {row.state for row in await rows(check, InboxUpdate)} == {"done"}


@pytest.mark.parametrize(
    "event",
    [
        BROKEN,
        {"message": {"chat": {"id": 7001, "type": "private"}, "date": "yesterday", "message_id": "x"}},
        {"message": "text"},
        {"callback_query": {"id": 5}},
        {"callback_query": None, "message": []},
        {"edited_message": {"from": {"id": "me"}}},
    ],
)
async def test_an_update_that_cannot_be_read_stops_nobody(bare_road: Road, check, event) -> None:
    talk = bare_road.person(7001, language="en")
    assert await bare_road.receive({"update_id": 1, **event}) == 1
    other = bare_road.person()
    assert [call.text for call in await other.send("hello") if call.chat_id == other.chat_id] == ["hello"]
    for _ in range(6):
        bare_road.time.pass_by(seconds=5)
        await bare_road.run()
    assert (await rows(check, InboxUpdate))[0].state in {"dead", "done"}
    assert [call.text for call in await talk.send("hello")] == ["hello"]


async def test_unreadable_words_are_answered_at_once_and_hold_up_nobody(bare_road: Road, check) -> None:
    talk = bare_road.person(7001, language="en")
    await bare_road.receive({"update_id": 1, **BROKEN})
    apology, after = await talk.send("after")
    assert "recorded nothing" in apology.text
    assert (apology.chat_id, after.text) == (7001, "after")
    first, *_ = await rows(check, InboxUpdate)
    assert (first.state, first.attempts) == ("dead", 1)


async def test_one_whose_sender_cannot_be_looked_up_is_set_aside_all_the_same(bare_road: Road, check) -> None:
    talk = bare_road.person()
    message = talk.message("boom") | {"from": {"id": 2**63, "is_bot": False, "first_name": "x"}}
    await bare_road.receive({"update_id": 1, "message": message})
    for _ in range(6):
        bare_road.time.pass_by(seconds=5)
        await bare_road.run()
    assert (await rows(check, InboxUpdate))[0].state == "dead"
    assert [call.text for call in await talk.send("after")] == ["after"]


@pytest.mark.parametrize(
    "update",
    [None, 5, "x", [], {}, {"update_id": "5"}, {"update_id": True}, {"update_id": 2**63}, {"update_id": 1.5}],
)
async def test_what_is_no_update_is_skipped(bare_road: Road, update) -> None:
    talk = bare_road.person()
    good = {"update_id": 9, "message": talk.message("hello")}
    assert await bare_road.receive(update, good) == 1
    assert len(await bare_road.run()) == 1


@pytest.mark.parametrize(
    "words", ["nul \x00 byte", "half a pair \ud83d", "emoji 😀", "\U0010ffff", "\u202e x"]
)
async def test_any_unicode_is_stored_and_answered(bare_road: Road, words) -> None:
    [call] = await bare_road.person().send(words)
    assert call.text.startswith(words.split()[0])


async def test_numbers_that_json_has_not_are_skipped(bare_road: Road) -> None:
    assert await bare_road.receive({"update_id": 1, "message": {"date": float("nan")}}) == 0


async def test_a_long_answer_comes_in_pieces(bare_road: Road, check) -> None:
    talk = bare_road.person()
    calls = await talk.send("long")
    assert len(calls) == 2
    assert [call.labels for call in calls] == [[], ["✅ Done"]]
    assert all(row.entry_ids == [5] for row in await rows(check, OutboxMessage))


async def test_a_button_edits_its_message_and_is_answered_by_itself(bare_road: Road, check) -> None:
    talk = bare_road.person()
    await talk.send("hello")
    calls = await talk.press("Done")
    assert [call.method for call in calls] == ["editMessageText", "answerCallbackQuery"]
    shown = talk.shown()
    assert shown.text == "pressed"
    entries = await messaging.find_receipt_entries(check, BOT_ID, talk.chat_id, shown.message_id)
    assert entries == [8]
    assert await messaging.find_receipt_of_entry(check, BOT_ID, talk.chat_id, 8) == shown.message_id
    assert await messaging.find_receipt_of_entry(check, BOT_ID, talk.chat_id, 99) is None


async def test_a_forged_button_gets_a_kind_alert(bare_road: Road) -> None:
    talk = bare_road.person(language="en")
    await talk.send("hello")
    [call] = await talk.press_data("9:forged:\x00", talk.shown().message_id)
    assert call.method == "answerCallbackQuery"
    assert call.payload["show_alert"] is True


async def test_an_edit_is_no_new_message(bare_road: Road) -> None:
    talk = bare_road.person()
    await talk.send("hello")
    assert [call.text for call in await talk.edit(talk.last_id, "hallo")] == ["edited: hallo"]


@pytest.mark.parametrize(
    "more",
    [
        {"sender_chat": {"id": -100, "type": "channel", "title": "c"}},
        {"via_bot": {"id": 9, "is_bot": True, "first_name": "b"}},
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "GroupAnonymousBot"}},
        {"from": None},
    ],
)
async def test_nobody_in_particular_is_not_listened_to(bare_road: Road, more) -> None:
    [talk] = bare_road.group(-55, bare_road.person())
    assert await talk.send("hello", **more) == []


async def test_a_group_speaks_for_its_binding_and_moves_with_it(bare_road: Road) -> None:
    talk, other = bare_road.person(language="en"), bare_road.person(language="en")
    await talk.send("/start")
    [words] = await talk.send("who")
    ledger_id = int(words.text.split()[1])
    member, stranger = bare_road.group(-55, talk, other)
    assert await member.send("who") == []  # small talk in a group that is bound to nothing
    async with unit_of_work(bare_road.database) as session:
        await messaging.change_chat(session, BOT_ID, -55, bare_road.time.now, ledger_id=ledger_id)
    assert [call.text for call in await member.send("who")] == [words.text]
    assert await stranger.send("who") == []

    moved, _ = bare_road.group(-1055, talk, other, kind="supergroup")
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    assert await member.send(None, migrate_to_chat_id=-1055, **{"from": anonymous}) == []
    assert await moved.send(None, migrate_from_chat_id=-55, **{"from": anonymous}) == []
    assert [call.text for call in await moved.send("who")] == [words.text]
    assert [call.chat_id for call in await member.send("who")] == [-55]  # what came too late is not lost


async def test_who_blocks_the_bot_is_gone_and_may_come_back(bare_road: Road, check) -> None:
    talk = bare_road.person()
    for status in ("kicked", "member"):
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "b"}
        change = {"chat": talk.chat, "from": talk.user, "date": 1}
        change["old_chat_member"] = {"user": bot, "status": "member"}
        change["new_chat_member"] = {"user": bot, "status": status, "until_date": 0}
        await bare_road.deliver(my_chat_member=change)
        state = await check.scalar(select(Chat.state))
        assert state == ("gone" if status == "kicked" else "active")


async def test_a_private_chat_falls_back_to_the_default_ledger(bare_road: Road) -> None:
    talk, other = bare_road.person(), bare_road.person()
    await talk.send("/start")
    await other.send("/start")
    [mine], [theirs] = await talk.send("who"), await other.send("who")
    async with unit_of_work(bare_road.database) as session:
        await messaging.change_chat(
            session, BOT_ID, talk.chat_id, bare_road.time.now, ledger_id=int(theirs.text.split()[1])
        )
    assert [call.text for call in await talk.send("who")] == [mine.text]

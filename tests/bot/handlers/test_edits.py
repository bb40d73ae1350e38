"""The message is the record: editing it, or replying to it or its receipt, corrects the entries."""

import pytest

from backend.accounts.service import find_by_telegram
from backend.db.session import unit_of_work
from backend.ledgers.service import NewLedger, delete_ledger, get_default_actor
from backend.onboarding.service import start_ledger
from tests.bot.handlers.test_entries import entries_of, rows


async def test_an_edited_message_corrects_its_entry_and_keeps_its_id(road):
    talk = road.person()
    await talk.send("커피 4500")
    (before,) = await entries_of(road, talk)
    await talk.edit(talk.last_id, "커피 5500")
    (after,) = await entries_of(road, talk)
    assert after.id == before.id
    assert after.amount.plain() == "5500"
    assert "4,500원 → <b>5,500원</b>" in talk.shown().text


async def test_what_was_chosen_by_button_outlives_an_edit(road):
    talk = road.person()
    await talk.send("점심 8000")
    message = talk.last_id
    await talk.press("분류")
    await talk.press("교통")
    await talk.edit(message, "점심 9000")
    (entry,) = await entries_of(road, talk)
    assert (entry.amount.plain(), entry.category.key) == ("9000", "transport")


async def test_an_edit_adds_and_removes_lines(road):
    talk = road.person()
    await talk.send("커피 4500")
    message = talk.last_id
    await talk.edit(message, "커피 4500, 택시 12000")
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW"), ("택시", "12000", "KRW")]
    await talk.edit(message, "커피 4500")
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]


async def test_an_edit_is_undone_as_one(road):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.edit(talk.last_id, "커피 5500, 택시 12000")
    await talk.press("되돌리기")
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]


async def test_an_edit_does_not_bring_back_what_was_deleted(road):
    talk = road.person()
    await talk.send("커피 4500")
    message = talk.last_id
    await talk.press("삭제")
    await talk.edit(message, "커피 5500")
    assert await entries_of(road, talk) == []


async def test_an_edit_of_what_went_with_its_ledger_records_nothing_anew(road, database):
    talk = road.person()
    await talk.send("커피 4500")
    message = talk.last_id
    async with unit_of_work(database) as session:
        user = await find_by_telegram(session, talk.user_id)
        home = await get_default_actor(session, user.id)
        await start_ledger(session, user.id, NewLedger("새집", "KRW", "Asia/Seoul"), now=road.time.now)
        await delete_ledger(session, home)
    await talk.edit(message, "커피 5500")
    assert await entries_of(road, talk) == []
    assert "이미 삭제되어" in talk.shown().text


async def test_an_edit_without_amount_destroys_nothing(road):
    talk = road.person()
    await talk.send("커피 4500")
    calls = await talk.edit(talk.last_id, "커피 마심")
    assert [call.method for call in calls] == ["sendMessage"]
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]


async def test_an_edit_that_first_gives_the_amount_records(road):
    talk = road.person()
    await talk.send("커피")
    await talk.edit(talk.last_id, "커피 4500")
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]


async def test_an_edit_told_twice_changes_once(road):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.edit(talk.last_id, "커피 5500")
    await talk.edit(talk.last_id, "커피 5500")
    (entry,) = await entries_of(road, talk)
    assert entry.revision == 2


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("9천원", {"amount": "9000"}),
        ("어제", {"occurred_on": "2026-11-20"}),
        ("교통", {"category": "transport"}),
        ("칼국수", {"description": "칼국수"}),
        ("내용 철수 생일", {"description": "철수 생일"}),
        ("9천원 어제", {"amount": "9000", "occurred_on": "2026-11-20"}),
    ],
)
@pytest.mark.parametrize("to_receipt", [True, False])
async def test_a_reply_amends_the_entry(road, reply, expected, to_receipt):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.reply(talk.shown().message_id if to_receipt else talk.last_id, reply)
    (entry,) = await entries_of(road, talk)
    seen = {
        "amount": entry.amount.plain(),
        "occurred_on": str(entry.occurred_on),
        "category": entry.category.key,
        "description": entry.description,
    }
    assert {name: seen[name] for name in expected} == expected
    assert len(await entries_of(road, talk)) == 1


async def test_a_reply_deletes_and_the_button_brings_back(road):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.reply(talk.shown().message_id, "삭제")
    assert await entries_of(road, talk) == []
    await talk.press("되돌리기")
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]


async def test_a_reply_to_what_is_deleted_says_so(road):
    talk = road.person()
    await talk.send("커피 4500")
    receipt = talk.shown().message_id
    await talk.press("삭제")
    for to in (receipt, talk.last_id):
        await talk.reply(to, "9천원")
        assert "삭제되어" in talk.shown().text


async def test_a_reply_to_a_receipt_of_several_names_the_entry_by_number(road):
    talk = road.person()
    await talk.send("택시 12000, 커피 4500")
    receipt = talk.shown().message_id
    await talk.reply(receipt, "5천원")
    assert "번호" in talk.shown().text
    await talk.reply(receipt, "2 5천원")
    assert rows(await entries_of(road, talk)) == [("택시", "12000", "KRW"), ("커피", "5000", "KRW")]


@pytest.mark.parametrize("reply", ["고마워", "thanks", "ok", "👍", "왜?"])
async def test_a_reply_that_is_not_understood_is_answered(road, reply):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.reply(talk.shown().message_id, reply)
    assert "금액" in talk.shown().text
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]

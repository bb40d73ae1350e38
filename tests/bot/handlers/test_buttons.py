"""Buttons under a receipt do what they say, once, for those who may."""

import pytest

from tests.bot.handlers.test_entries import entries_of, rows


def alert(calls):
    (answer,) = [call for call in calls if call.method == "answerCallbackQuery"]
    return answer.payload.get("text", "")


async def test_a_category_is_changed_and_changed_back(road):
    talk = road.person()
    await talk.send("점심 8000")
    await talk.press("분류")
    await talk.press("교통")
    assert (await entries_of(road, talk))[0].category.key == "transport"
    assert "교통" in talk.shown().text
    await talk.press("되돌리기")
    assert (await entries_of(road, talk))[0].category.key == "food"


async def test_a_day_is_changed(road):
    talk = road.person()
    await talk.send("점심 8000")
    await talk.press("날짜")
    await talk.press("어제")
    assert str((await entries_of(road, talk))[0].occurred_on) == "2026-11-20"


async def test_deleting_leaves_a_way_back(road):
    talk = road.person()
    await talk.send("점심 8000")
    await talk.press("삭제")
    assert await entries_of(road, talk) == []
    await talk.press("되돌리기")
    assert rows(await entries_of(road, talk)) == [("점심", "8000", "KRW")]


async def test_a_button_pressed_twice_says_so(road):
    talk = road.person()
    await talk.send("점심 8000")
    delete = next(b["callback_data"] for b in talk.shown().buttons if "삭제" in b["text"])
    undo = next(b["callback_data"] for b in talk.shown().buttons if "되돌리기" in b["text"])
    message = talk.shown().message_id
    await talk.press_data(delete, message)
    assert alert(await talk.press_data(delete, message))
    other = road.person()
    await other.send("커피 4500")
    undo = next(b["callback_data"] for b in other.shown().buttons if "되돌리기" in b["text"])
    await other.press_data(undo, other.shown().message_id)
    assert alert(await other.press_data(undo, other.shown().message_id))


async def test_a_button_for_what_changed_since_says_so(road):
    talk = road.person()
    await talk.send("점심 8000")
    receipt = talk.shown()
    category = next(b["callback_data"] for b in receipt.buttons if "분류" in b["text"])
    await talk.edit(talk.last_id, "점심 9000")
    assert alert(await talk.press_data(category, receipt.message_id))
    assert rows(await entries_of(road, talk)) == [("점심", "9000", "KRW")]


async def test_one_entry_of_several_is_picked_and_changed(road):
    talk = road.person()
    await talk.send("택시 12000, 커피 4500")
    await talk.press("2. 커피")
    await talk.press("삭제")
    assert rows(await entries_of(road, talk)) == [("택시", "12000", "KRW")]


async def test_going_back_shows_the_receipts_own_buttons(road):
    talk = road.person()
    await talk.send("택시 12000, 커피 4500")
    before = talk.shown().buttons
    await talk.press("1. 택시")
    await talk.press("뒤로")
    assert talk.shown().buttons == before


@pytest.mark.parametrize(
    "forged",
    ["", "x", "1", "1:", "9:e:1:0", "1:e:1", "1:C:1:1:99999999999999999999", "1:D:1:1:20261399", "1:x:-1:1",
     "1:e:1:💥", "1:C:1:1:1:1", "1:b:999999", "1:L:1", "1:g:xx"],
)  # fmt: skip
async def test_forged_data_gets_a_kind_answer_and_does_nothing(road, forged):
    talk = road.person()
    await talk.send("점심 8000")
    before = await entries_of(road, talk)
    calls = await talk.press_data(forged, talk.shown().message_id)
    assert alert(calls)
    assert await entries_of(road, talk) == before


async def test_a_strangers_button_does_nothing(road):
    ann, eve = road.person(name="Ann"), road.person(name="Eve")
    await ann.send("점심 8000")
    await eve.send("커피 4500")
    for button in ann.shown().buttons:
        assert alert(await eve.press_data(button["callback_data"], eve.shown().message_id))
    assert rows(await entries_of(road, ann)) == [("점심", "8000", "KRW")]

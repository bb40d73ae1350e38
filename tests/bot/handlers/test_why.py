"""The bot tells what decided, offers what else is likely, and forgets what it was taught wrongly."""

import pytest

from tests.bot.handlers.test_buttons import alert
from tests.bot.handlers.test_entries import entries_of

NOTICE = "[Web발신]\n신한카드(1234)승인 홍*동\n8,000원(일시불)\n11/21 11:31 김밥천국\n누적1,234,000원"


def labels(talk):
    return [button["text"] for button in talk.shown().buttons]


async def teach(talk, text="김밥천국 8000", category="문화"):
    await talk.send(text)
    await talk.press("🏷")
    await talk.press(category)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("김밥천국 8000", ["‘김밥천국’이(가) 낱말 목록", "메시지에 ‘8000’", "메시지에 없어서"]),
        ("어제 쀼쀼 8천원", ["아는 낱말이 없어요", "메시지에 ‘8천원’", "메시지에 ‘어제’"]),
        (NOTICE, ["‘김밥천국’이(가) 낱말 목록", "알림에 ‘8,000원’", "알림에 오늘"]),
        ("월급 300만원", ["‘월급’이(가) 낱말 목록"]),
    ],
)
async def test_it_tells_what_decided(road, text, told):
    talk = road.person()
    await talk.send(text)
    await talk.send("/why")
    for words in told:
        assert words in talk.shown().text
    assert labels(talk) == []


async def test_it_speaks_english_too(road):
    talk = road.person(language="en", name="Ann")
    await talk.send("yesterday coffee 4.50")
    await talk.send("/why")
    assert "“coffee” is in my word lists" in talk.shown().text
    assert "your message says “yesterday”" in talk.shown().text


async def test_a_choice_is_told_with_who_made_it_and_what_was_learnt(road):
    talk = road.person(name="지민")
    await teach(talk)
    await talk.send("/why")
    assert "지민 님이 골랐어요 (오늘)" in talk.shown().text
    assert "‘김밥천국’ → 🎬 문화" in talk.shown().text
    assert labels(talk) == ["🧽 ‘김밥천국’ 잊기"]


async def test_a_lesson_is_told_and_forgotten(road):
    talk = road.person(name="지민")
    await teach(talk)
    await talk.send("김밥천국 9000")
    assert (await entries_of(road, talk))[-1].category.key == "culture"
    assert "❔ 왜?" in labels(talk)
    await talk.press("❔")
    assert "지민 님이 ‘김밥천국’을(를) 알려 주었어요 (오늘)" in talk.shown().text
    told, (forget,) = talk.shown().message_id, talk.shown().buttons
    await talk.press("잊기")
    assert "잊었어요" in talk.shown(told).text
    assert talk.shown(told).buttons == []
    await talk.send("김밥천국 7000")
    assert (await entries_of(road, talk))[-1].category.key == "food"
    assert alert(await talk.press_data(forget["callback_data"], told))


async def test_what_decided_and_is_forgotten_is_told_as_such(road):
    talk = road.person()
    await teach(talk)
    await talk.send("김밥천국 9000")
    receipt = talk.shown()
    await talk.press("❔")
    await talk.press("잊기")
    await talk.reply(receipt.message_id, "/why")
    assert "바뀌었거나 잊혔어요" in talk.shown().text


async def test_a_reply_asks_about_that_receipt_or_that_message(road):
    talk = road.person()
    await talk.send("김밥천국 8000")
    message, receipt = talk.last_id, talk.shown().message_id
    await talk.send("택시 12000")
    for replied in (message, receipt):
        await talk.reply(replied, "/why")
        assert "‘김밥천국’" in talk.shown().text
    await talk.send("/why")
    assert "‘택시’" in talk.shown().text


async def test_of_several_the_number_says_which(road):
    talk = road.person()
    await talk.send("택시 12000, 커피 4500")
    receipt = talk.shown().message_id
    await talk.reply(receipt, "/why")
    assert "/why 2" in talk.shown().text
    for wrong in ("3", "0", "둘", "99999999999999999999"):
        await talk.reply(receipt, f"/why {wrong}")
        assert "/why 2" in talk.shown().text
    await talk.reply(receipt, "/why 2")
    assert "‘커피’" in talk.shown().text


async def test_before_anything_is_recorded_it_says_so(road):
    talk = road.person()
    await talk.send("/why")
    assert "아직 기록이 없어요" in talk.shown().text


async def test_what_was_changed_by_hand_is_told_as_such(road):
    talk = road.person(name="지민")
    await talk.send("김밥천국 8000")
    receipt = talk.shown().message_id
    await talk.reply(receipt, "9천원")
    await talk.reply(receipt, "어제")
    await talk.reply(receipt, "/why")
    assert "금액: 지민 님이 넣었어요" in talk.shown().text
    assert "날짜: 지민 님이 넣었어요" in talk.shown().text


async def test_an_edited_message_speaks_for_itself(road):
    talk = road.person()
    await talk.send("김밥천국 8000")
    await talk.edit(talk.last_id, "택시 9000")
    await talk.send("/why")
    assert "‘택시’이(가) 낱말 목록" in talk.shown().text
    assert "메시지에 ‘9000’" in talk.shown().text


async def test_a_stranger_is_told_nothing_and_forgets_nothing(road):
    ann, eve = road.person(name="Ann"), road.person(name="Eve")
    await teach(ann)
    await ann.send("김밥천국 9000")
    ask = next(b["callback_data"] for b in ann.shown().buttons if "❔" in b["text"])
    await ann.press("❔")
    forget = ann.shown().buttons[0]["callback_data"]
    await eve.send("커피 4500")
    for data in (ask, forget):
        assert alert(await eve.press_data(data, eve.shown().message_id))
    await ann.send("김밥천국 7000")
    assert (await entries_of(road, ann))[-1].category.key == "culture"


class TestLikelyCategories:
    async def test_they_are_offered_where_the_words_are_weak_and_learnt_when_chosen(self, road):
        talk = road.person()
        await talk.send("쀼쀼 8000")
        assert labels(talk)[:3] == ["🍚 식비", "🛒 장보기", "🛍️ 쇼핑"]
        await talk.press("🛍️")
        assert (await entries_of(road, talk))[0].category.key == "shopping"
        await talk.send("쀼쀼 9000")
        assert (await entries_of(road, talk))[1].category.key == "shopping"
        assert labels(talk)[0] == "🏷 분류"

    async def test_they_are_there_again_after_going_back(self, road):
        talk = road.person()
        await talk.send("쀼쀼 8000")
        before = talk.shown().buttons
        await talk.press("🏷")
        await talk.press("뒤로")
        assert talk.shown().buttons == before

    async def test_they_are_offered_for_one_picked_of_several(self, road):
        talk = road.person()
        await talk.send("택시 12000, 쀼쀼 8000")
        await talk.press("1. ")
        assert labels(talk)[0] == "🏷 분류"
        await talk.press("뒤로")
        await talk.press("2. ")
        assert labels(talk)[:3] == ["🍚 식비", "🛒 장보기", "🛍️ 쇼핑"]
        assert "❔ 왜?" in labels(talk)
        await talk.press("🛍️")
        assert (await entries_of(road, talk))[1].category.key == "shopping"

    async def test_a_lesson_taken_back_is_asked_again(self, road):
        talk = road.person()
        await talk.send("쀼쀼 8000")
        await talk.press("🛍️")
        await talk.press("되돌리기")
        await talk.send("쀼쀼 9000")
        assert labels(talk)[:3] == ["🍚 식비", "🛒 장보기", "🛍️ 쇼핑"]

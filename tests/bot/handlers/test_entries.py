"""What people write in the private chat becomes entries, and is always answered."""

import pytest

from backend.accounts.service import find_by_telegram
from backend.db.session import unit_of_work
from backend.entries.service import recent_entries
from backend.ledgers.service import get_default_actor


async def entries_of(road, talk):
    async with unit_of_work(road.database) as session:
        user = await find_by_telegram(session, talk.user_id)
        actor = await get_default_actor(session, user.id)
        return list(reversed(await recent_entries(session, actor, 500)))


def rows(entries):
    return [(entry.description, entry.amount.plain(), entry.amount.currency) for entry in entries]


async def test_a_message_becomes_an_entry_and_is_answered_with_what_was_spent(road):
    talk = road.person()
    await talk.send("점심 김치찌개 8천원")
    (entry,) = await entries_of(road, talk)
    assert (entry.description, entry.amount.plain(), entry.category.key) == ("점심 김치찌개", "8000", "food")
    text = talk.shown().text
    assert "김치찌개" in text
    assert "8,000원" in text
    assert "오늘 쓴 돈 8,000원 · 이번 달 8,000원" in text
    assert [button["text"] for button in talk.shown().buttons] == [
        "🏷 분류",
        "📅 날짜",
        "🗑 삭제",
        "↩️ 되돌리기",
    ]


async def test_it_needs_no_start_and_no_sign_up(road):
    talk = road.person(language="en", name="Ann")
    await talk.send("coffee $4.50")
    assert rows(await entries_of(road, talk)) == [("coffee", "4.50", "USD")]


async def test_a_sender_who_is_not_said_to_be_a_person_is_one(road):
    talk = road.person()
    del talk.user["is_bot"]
    await talk.send("커피 4500")
    await talk.press("삭제")
    assert await entries_of(road, talk) == []


async def test_several_entries_get_one_receipt_with_a_button_each(road):
    talk = road.person()
    calls = await talk.send("어제 택시 12,000 커피 4500")
    assert rows(await entries_of(road, talk)) == [("택시", "12000", "KRW"), ("커피", "4500", "KRW")]
    assert len([call for call in calls if call.method == "sendMessage"]) == 1
    labels = [button["text"] for button in talk.shown().buttons]
    assert labels == ["1. 택시", "2. 커피", "↩️ 모두 되돌리기"]
    assert "어제" in talk.shown().text


async def test_income_is_income(road):
    talk = road.person()
    await talk.send("월급 300만원")
    (entry,) = await entries_of(road, talk)
    assert (entry.kind, entry.category.key) == ("income", "salary")
    assert "+3,000,000원" in talk.shown().text
    assert "오늘 쓴 돈 0원" in talk.shown().text


@pytest.mark.parametrize(
    "text",
    ["안녕", "김치찌개", "0", "-5", "커피 0원", "99999999999999999999", "오늘 뭐 먹지?", "👍", "1e9", "…"],
)
async def test_what_is_no_entry_is_answered_and_not_recorded(road, text):
    talk = road.person()
    calls = await talk.send(text)
    assert [call.method for call in calls] == ["sendMessage"]
    assert await entries_of(road, talk) == []


async def test_a_missing_amount_is_asked_for_in_the_persons_own_words(road):
    talk = road.person()
    await talk.send("김치찌개")
    assert "김치찌개 8천원" in talk.shown().text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5000", "커피 5000"),
        ("안녕", "안녕하세요!"),
        ("블라블라", "점심 8천원"),
        ("0", "0보다"),
        ("월세 50", "단위"),
        ("고마워요!", "천만에요"),
        ("취소", "/undo"),
        ("방금 거 취소", "/undo"),
        ("undo that", "/undo"),
        ("급여일 25일", "설정 › 가계부"),
    ],
)
async def test_the_answer_says_what_was_missing(road, text, said):
    talk = road.person()
    await talk.send(text)
    assert said in talk.shown().text
    assert await entries_of(road, talk) == []


async def test_html_in_what_people_write_stays_text(road):
    talk = road.person()
    await talk.send("<b>점심</b> & <script> 8천원")
    assert "<script>" not in talk.shown().text
    assert "&lt;" in talk.shown().text or "script" not in talk.shown().text


async def test_a_message_told_twice_is_recorded_once(road):
    talk = road.person()
    message = talk.message("커피 4500")
    await road.deliver(message=message)
    assert await road.deliver(message=message) == []
    assert len(await entries_of(road, talk)) == 1


async def test_the_recent_entries_are_listed(road):
    talk = road.person()
    await talk.send("/recent")
    assert "아직 기록이 없어요" in talk.shown().text
    await talk.send("커피 4500")
    await talk.send("/recent")
    assert "커피" in talk.shown().text


async def test_undo_takes_back_the_last_change_and_then_the_one_before(road):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.press("↩️")
    assert await entries_of(road, talk) == []
    await talk.send("택시 12000")
    await talk.send("점심 8000")
    await talk.send("/undo")
    await talk.send("/undo")
    assert await entries_of(road, talk) == []
    await talk.send("/undo")
    assert "되돌릴" in talk.shown().text


async def test_pictures_are_answered_with_what_can_be_read(road):
    talk = road.person()
    calls = await talk.send(None, photo=[{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}])
    assert [call.method for call in calls] == ["sendMessage"]


async def test_people_do_not_see_each_others_entries(road):
    ann, bob = road.person(name="Ann"), road.person(name="Bob")
    await ann.send("커피 4500")
    await bob.send("/recent")
    assert "아직 기록이 없어요" in bob.shown().text


async def test_the_longest_message_is_read_and_a_longer_one_answered(road):
    talk = road.person()
    await talk.send("커피 4500\n" * 200)
    assert len(await entries_of(road, talk)) == 200
    other = road.person()
    calls = await other.send("가" * 10_000)
    assert [call.method for call in calls] == ["sendMessage"]

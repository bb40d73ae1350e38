"""Budgets in the chat: set in words, shown, changed by buttons with a way back, and their alerts told."""

import pytest

from backend.accounts.service import find_by_telegram
from backend.budgets.service import list_budgets
from backend.db.session import unit_of_work
from backend.ledgers.service import get_default_actor
from backend.models import Member
from tests.bot.handlers.test_entries import entries_of
from tests.entries.test_sums import recorded_statements


async def budgets_of(road, talk):
    async with unit_of_work(road.database) as session:
        user = await find_by_telegram(session, talk.user_id)
        actor = await get_default_actor(session, user.id)
        found = (await list_budgets(session, actor)).items
    return [(one.category and one.category.key, one.amount.plain(), one.period.value) for one in found]


async def share(road, owner, other):
    """Make one person a member of another's ledger."""
    async with unit_of_work(road.database) as session:
        user = await find_by_telegram(session, owner.user_id)
        ledger_id = (await get_default_actor(session, user.id)).ledger_id
        other_id = (await find_by_telegram(session, other.user_id)).id
        row = Member(ledger_id=ledger_id, user_id=other_id, role="member", created_at=road.time.now)
        session.add(row)


@pytest.mark.parametrize(
    ("text", "language", "made"),
    [
        ("식비 예산 50만원", "ko", ("food", "500000", "monthly")),
        ("예산 식비 50만", "ko", ("food", "500000", "monthly")),
        ("예산 전체 200만", "ko", (None, "2000000", "monthly")),
        ("식비 예산 주 10만원으로 해줘", "ko", ("food", "100000", "weekly")),
        ("set food budget to 400", "en", ("food", "400.00", "monthly")),
        ("/budget food 400", "en", ("food", "400.00", "monthly")),
        ("/budget 식비 50만원", "ko", ("food", "500000", "monthly")),
    ],
)
async def test_a_budget_is_set_in_words(road, text, language, made):
    talk = road.person(language=language)
    await talk.send("coffee $4.50" if language == "en" else "커피 4500")
    await talk.send(text)
    assert await budgets_of(road, talk) == [made]
    assert len(await entries_of(road, talk)) == 1
    assert "🎯" in talk.shown().text


@pytest.mark.parametrize("text", ["예산군 여행 5만원", "예산 시장 사과 1만원", "예산 초과 점심 8천원"])
async def test_what_asks_for_no_budget_sets_none(road, text):
    talk = road.person()
    await talk.send(text)
    assert await budgets_of(road, talk) == []


async def test_a_budget_for_what_is_no_category_is_answered_with_how_to_write_it(road):
    talk = road.person()
    await talk.send("낚시 예산 10만원")
    assert "식비 예산 50만원" in talk.shown().text
    assert await budgets_of(road, talk) == []


async def test_an_edited_message_sets_the_budget_anew(road):
    talk = road.person()
    await talk.send("식비 예산 50만원")
    await talk.edit(talk.last_id, "식비 예산 60만원")
    assert await budgets_of(road, talk) == [("food", "600000", "monthly")]


async def test_an_unclear_amount_is_asked_for(road):
    talk = road.person()
    await talk.send("식비 예산 50")
    assert "단위" in talk.shown().text
    assert await budgets_of(road, talk) == []


async def test_an_amount_in_another_currency_is_refused(road):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.send("식비 예산 $400")
    assert "KRW" in talk.shown().text
    assert await budgets_of(road, talk) == []


async def test_budgets_are_shown_with_a_bar_and_what_is_left_the_exceeded_first(road):
    talk = road.person()
    await talk.send("/budget")
    assert "아직 예산이 없어요" in talk.shown().text
    await talk.send("식비 예산 10만원")
    await talk.send("교통 예산 1만원")
    await talk.send("점심 4만원")
    await talk.send("택시 15000")
    await talk.send("/budget")
    taxi, food = talk.shown().text.split("\n\n")
    assert "🚇 교통 예산" in taxi
    assert "▰▰▰▰▰▰▰▰▰▰ 150%\n5,000원 넘음" in taxi
    assert "▰▰▰▰▱▱▱▱▱▱ 40%" in food
    assert "남은 돈 60,000원 · 하루 6,000원 · 10일 남음" in food
    assert talk.shown().labels == ["🚇 교통", "🍚 식비"]


async def test_words_change_the_budget_that_stands_and_undo_puts_the_old_one_back(road):
    talk = road.person()
    await talk.send("식비 예산 50만원")
    await talk.send("식비 예산 60만원")
    assert await budgets_of(road, talk) == [("food", "600000", "monthly")]
    await talk.press("되돌리기")
    assert await budgets_of(road, talk) == [("food", "500000", "monthly")]
    assert "500,000원" in talk.shown().text


async def test_an_amount_is_changed_by_a_button(road):
    talk = road.person()
    await talk.send("식비 예산 50만원")
    await talk.send("/budget")
    await talk.press("식비")
    assert talk.shown().labels == [
        "400,000원", "450,000원", "550,000원", "600,000원", "⏸ 쉬기", "🗑 없애기", "‹ 뒤로",
    ]  # fmt: skip
    stale = talk.shown().buttons[0]["callback_data"]
    await talk.press("600,000원")
    assert await budgets_of(road, talk) == [("food", "600000", "monthly")]
    await talk.press(stale)
    assert await budgets_of(road, talk) == [("food", "600000", "monthly")]
    await talk.press("모든 예산")
    assert "600,000원" in talk.shown().text


async def test_a_budget_rests_and_resumes(road):
    talk = road.person()
    await talk.send("식비 예산 50만원")
    await talk.send("/budget")
    await talk.press("식비")
    await talk.press("쉬기")
    assert "쉬어요" in talk.shown().text
    await talk.send("/budget")
    assert talk.shown().labels == ["▶️ 🍚 식비 다시 시작"]
    await talk.press("다시 시작")
    await talk.send("/budget")
    assert "500,000원" in talk.shown().text


async def test_a_budget_is_removed_with_a_way_back(road):
    talk = road.person()
    await talk.send("식비 예산 50만원")
    await talk.send("/budget")
    await talk.press("식비")
    await talk.press("없애기")
    assert await budgets_of(road, talk) == []
    await talk.press("되돌리기")
    assert await budgets_of(road, talk) == [("food", "500000", "monthly")]


async def test_nobody_touches_the_budgets_of_others(road):
    ann, eve = road.person(), road.person(name="Eve")
    await ann.send("식비 예산 50만원")
    await ann.send("/budget")
    await ann.press("식비")
    await eve.send("안녕")
    for button in ann.shown().buttons:
        await eve.press_data(button["callback_data"], eve.shown().message_id)
    assert await budgets_of(road, ann) == [("food", "500000", "monthly")]
    assert await budgets_of(road, eve) == []


async def test_a_receipt_says_what_is_left_of_the_entrys_budget(road):
    talk = road.person()
    await talk.send("식비 예산 20만원")
    await talk.send("점심 1만원")
    assert "🍚 식비 예산 남은 돈 190,000원" in talk.shown().text
    await talk.send("택시 1만원")
    assert "예산" not in talk.shown().text
    english = road.person(language="en")
    await english.send("food budget 400")
    await english.send("lunch $10")
    assert "Food budget: $390.00 left" in english.shown().text


async def test_a_threshold_is_told_once_and_again_after_falling_below(road):
    talk = road.person()
    await talk.send("식비 예산 10만원")
    await talk.send("점심 8만원")
    assert "식비 예산의 80%를 썼어요. 남은 돈 20,000원" in talk.shown().text
    lunch = talk.last_id
    await talk.send("점심 1천원")
    assert "80%" not in talk.shown().text
    await talk.edit(lunch, "점심 1만원")
    assert "80%" not in talk.shown().text
    await talk.send("저녁 9만원")
    assert "식비 예산의 100%를 썼어요. 1,000원 넘음" in talk.shown().text
    assert "80%" not in talk.shown().text


async def test_the_other_members_hear_of_it_in_their_own_language(road):
    ann, bob = road.person(name="지민"), road.person(name="Bob", language="en")
    await ann.send("식비 예산 10만원")
    await bob.send("/start")
    await bob.send("/language en")
    await share(road, ann, bob)
    calls = await ann.send("점심 8만원")
    told = [call for call in calls if call.chat_id == bob.chat_id]
    assert len(told) == 1
    assert "🟡 🍚 Food budget: 80% is used." in told[0].text
    assert "지민" in told[0].text
    assert not [call for call in await ann.send("점심 1원") if call.chat_id == bob.chat_id]


async def test_a_group_hears_of_a_threshold(road):
    ann = road.person()
    await ann.send("식비 예산 10만원")
    (group,) = road.group(-100, ann)
    await group.send("/bind")
    assert [call.method for call in await group.send("점심 1만원")] == ["setMessageReaction"]
    calls = await group.send("점심 7만원")
    assert "식비 예산의 80%" in calls[-1].text
    calls = await group.send("교통 예산 5만원")
    assert "🎯" in calls[-1].text


async def test_today_says_what_can_be_spent_and_is_brought_up_to_date(road):
    talk = road.person()
    await talk.send("/today")
    assert "예산 전체 200만원" in talk.shown().text
    await talk.send("식비 예산 10만원")
    await talk.send("/today")
    assert "🍚 식비 예산: 오늘 10,000원" in talk.shown().text
    await talk.send("예산 전체 100만원")
    await talk.send("/today")
    card = talk.shown().message_id
    assert talk.shown().text == "오늘 쓸 수 있는 돈 <b>100,000원</b> · 다음 달까지 10일"
    await talk.send("택시 10000")
    await talk.press("새로고침", card)
    assert "90,000원" in talk.shown(card).text


async def test_showing_many_budgets_takes_no_more_statements_than_one(road):
    talk = road.person()
    counts = []
    for name in ("식비", "교통", "카페", "쇼핑", "의료", "여행", "구독", "통신"):
        await talk.send(f"{name} 예산 10만원")
        with recorded_statements(road.database.engine) as seen:
            await talk.send("/budget")
        asked = [
            statement for statement, _ in seen if "FROM budgets" in statement or "FROM entries" in statement
        ]
        counts.append(len(asked))
    assert len(await budgets_of(road, talk)) == 8
    assert max(counts) <= 3

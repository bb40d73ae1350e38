"""What people ask in their own words is answered, and records nothing."""

import pytest


@pytest.fixture
async def told(talk):
    """A person who told the bot of some days."""
    await talk.send("점심 김치찌개 8천원")
    await talk.send("스타벅스 6,100원")
    await talk.send("10/3 스타벅스 5,000원")
    return talk


async def ask(talk, text):
    (call,) = await talk.send(text)
    return call.text


async def test_the_month_is_reported(told):
    text = await ask(told, "이번달 얼마 썼어?")
    assert "14,100원" in text
    assert "식비" in text


async def test_a_category_and_a_shop_are_added_up_in_their_period(told):
    assert "8,000원" in await ask(told, "이번 달 식비 얼마 썼지")
    text = await ask(told, "스타벅스에서 얼마 썼어?")
    assert "6,100원" in text
    assert "5,000원" not in text
    assert "5,000원" in await ask(told, "10월에 스타벅스 얼마 썼어?")
    assert "기록이 없어요" in await ask(told, "지난주에 스타벅스에서 얼마 썼더라?")


async def test_what_counts_not_is_not_added_up(told):
    await told.send("스타벅스 1,000원")
    await told.reply(told.shown().message_id, "삭제")
    assert "6,100원" in await ask(told, "스타벅스에서 얼마 썼어?")


async def test_what_is_left_is_told_by_the_budgets(told):
    assert "예산" in await ask(told, "얼마 남았어?")
    await told.send("식비 예산 10만원")
    await told.send("카페 예산 5만원")
    text = await ask(told, "식비 얼마 남았지?")
    assert "92,000원" in text
    assert "43,900원" not in text
    assert "43,900원" in await ask(told, "얼마 남았어?")


async def test_what_can_be_spent_today_is_told(told):
    await told.send("예산 전체 100만원")
    assert "원" in await ask(told, "오늘 얼마 쓸 수 있어?")


async def test_english_is_answered_in_english(road):
    talk = road.person(language="en", name="Ann")
    await talk.send("coffee $4.50")
    assert "coffee" in await ask(talk, "how much did I spend on coffee this month?")
    assert "Spent" in await ask(talk, "how much have I spent this month?")


async def test_other_questions_are_not_recorded_and_said_so(told):
    assert "물어보시는" in await ask(told, "환율 얼마야?")


async def test_a_group_is_answered_as_well(road, told):
    (group,) = road.group(-1001, told)
    await group.send("/bind")
    assert "14,100원" in await ask(group, "이번달 얼마 썼어?")
    assert await group.send("지금 몇 시야?") == []


async def test_a_stranger_is_told_their_own(road, told):
    stranger = road.person(name="남")
    assert "14,100" not in await ask(stranger, "이번달 얼마 썼어?")

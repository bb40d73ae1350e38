"""Reports in the chat: a period with its change, its categories opened by buttons, entries found by words."""

import pytest
from sqlalchemy import delete

from backend.accounts.service import find_by_telegram
from backend.categories.service import NewCategory, create_category, find_by_key
from backend.db.session import unit_of_work
from backend.ledgers.service import get_default_actor
from backend.models import Member
from backend.parsing.drafts import Kind
from tests.people import make_uncountable


async def test_the_month_is_summed_up_with_the_change_at_the_same_point(road):
    talk = road.person()
    await talk.send("10/5 점심 1만원")
    await talk.send("10/30 점심 9만원")
    await talk.send("점심 9천원")
    await talk.send("택시 3천원")
    await talk.send("월급 300만원")
    await talk.send("/report")
    text = talk.shown().text
    assert text.startswith("📊 <b>2026년 11월</b>\n쓴 돈 <b>12,000원</b>")
    assert "▲ 지난달 같은 때보다 20% 더 썼어요 (10,000원)" in text
    assert "들어온 돈 3,000,000원" in text
    assert "🍚 식비 <b>9,000원</b>\n▰▰▰▰▰▰▰▱▱▱ 75%" in text
    assert [one for one in talk.shown().labels if "☑️" not in one] == ["🍚 식비", "🚇 교통", "‹ 이전"]


async def test_another_period_is_named_or_reached_by_a_button(road):
    talk = road.person()
    await talk.send("10/30 점심 9만원")
    await talk.send("점심 9천원")
    await talk.send("/report 10월")
    assert "90,000원" in talk.shown().text
    await talk.press("다음")
    assert "2026년 11월" in talk.shown().text
    assert "▼ 지난달" not in talk.shown().text  # nothing was spent until the same day of October
    await talk.press("이전")
    assert "2026년 10월" in talk.shown().text
    await talk.send("/report 주간")
    assert "2026년 11월 16일" in talk.shown().text
    english = road.person(language="en")
    await english.send("lunch $10")
    await english.send("/report week")
    assert "Spent <b>$10.00</b>" in english.shown().text
    await english.send("/report nonsense")
    assert "last month" in english.shown().text


async def test_a_category_opens_to_its_entries_and_back(road):
    talk = road.person()
    await talk.send("점심 9천원")
    await talk.send("택시 3천원")
    await talk.send("/report")
    await talk.press("식비")
    assert "점심" in talk.shown().text
    assert "택시" not in talk.shown().text
    await talk.press("뒤로")
    assert "📊" in talk.shown().text


async def test_children_count_in_the_category_they_stand_under(road):
    talk = road.person()
    await talk.send("택시 3천원")
    async with unit_of_work(road.database) as session:
        actor = await get_default_actor(session, (await find_by_telegram(session, talk.user_id)).id)
        food = await find_by_key(session, actor, "food")
        new = NewCategory(Kind.EXPENSE, "반찬가게", "🥬", parent_id=food.id)
        await create_category(session, actor, new, now=road.time.now)
    await talk.send("두부 7천원")
    await talk.reply(talk.shown().message_id, "반찬가게")
    await talk.send("/report")
    assert "🍚 식비 <b>7,000원</b>" in talk.shown().text
    await talk.press("식비")
    assert "반찬가게" in talk.shown().text


async def test_an_empty_period_says_so(road):
    talk = road.person()
    await talk.send("/report")
    assert "기록이 없어요" in talk.shown().text


async def test_a_report_says_how_complete_it_is_and_a_press_fills_a_day_in(road):
    talk = road.person()
    for day in range(1, 19):
        await talk.send(f"11/{day} 점심 9천원")
    await talk.send("/report")
    assert talk.shown().text.endswith("\n\n🗓 21일 가운데 18일 기록. 쓴 돈이 없는 날은 눌러 주세요.")
    assert [one for one in talk.shown().labels if "☑️" in one] == ["☑️ 오늘", "☑️ 어제", "☑️ 11월 19일 (목)"]
    await talk.press("11월 19일")
    assert "21일 가운데 19일 기록" in talk.shown().text
    assert "☑️ 11월 19일 (목)" not in talk.shown().labels
    await talk.press("↩️ 11월 19일 (목)")
    assert "21일 가운데 18일 기록" in talk.shown().text
    for day in ("어제", "오늘", "11월 19일"):
        await talk.press(f"☑️ {day}" if day != "11월 19일" else day)
    assert talk.shown().text.endswith("\n\n🗓 21일 가운데 21일 기록")
    await talk.send("/report 10월")
    assert "🗓 31일 가운데 0일 기록" in talk.shown().text
    await talk.send("/report 오늘")
    assert "🗓" not in talk.shown().text


async def test_a_viewer_is_not_asked_and_cannot_say(road):
    ann, eve = road.person(), road.person(name="Eve", language="en")
    await ann.send("점심 9천원")
    await eve.send("안녕")
    async with unit_of_work(road.database) as session:
        actor = await get_default_actor(session, (await find_by_telegram(session, ann.user_id)).id)
        user = await find_by_telegram(session, eve.user_id)
        await session.execute(delete(Member).where(Member.user_id == user.id))
        row = {"role": "viewer", "is_default": True, "created_at": road.time.now}
        session.add(Member(ledger_id=actor.ledger_id, user_id=user.id, **row))
    await eve.send("/report")
    assert "🗓 1 of 21 days recorded" in eve.shown().text
    assert [label for label in eve.shown().labels if "☑️" in label] == []
    await ann.send("/report")
    for button in ann.shown().buttons:
        if ":n:" in button["callback_data"]:
            await eve.press_data(button["callback_data"], eve.shown().message_id)
    await ann.send("/report")
    assert "21일 가운데 1일 기록" in ann.shown().text


async def test_no_day_to_come_is_said_to_be_quiet(road):
    talk = road.person()
    await talk.send("점심 9천원")
    await talk.send("/report")
    [first, *_] = [one for one in talk.shown().buttons if ":n:" in one["callback_data"]]
    forged = first["callback_data"].rpartition(":")[0] + ":20261125"
    calls = await talk.press_data(forged, talk.shown().message_id)
    assert [call.method for call in calls] == ["answerCallbackQuery"]


async def test_nobody_reads_the_reports_of_others(road):
    ann, eve = road.person(), road.person(name="Eve")
    await ann.send("점심 9천원")
    await ann.send("/report")
    await eve.send("안녕")
    for button in ann.shown().buttons:
        calls = await eve.press_data(button["callback_data"], eve.shown().message_id)
        assert [call.method for call in calls] == ["answerCallbackQuery"]
    await ann.send("/report")
    assert "21일 가운데 1일 기록" in ann.shown().text


@pytest.mark.parametrize(
    "data", ["1:R:1:nonsense:20261101", "1:R:1:monthly:00010101", "1:k:1:monthly:99991231:1"]
)
async def test_a_forged_button_is_refused(road, data):
    talk = road.person()
    await talk.send("점심 9천원")
    calls = await talk.press_data(data, talk.shown().message_id)
    assert "editMessageText" not in [call.method for call in calls] or "k" in data


async def test_the_picture_shows_the_shares_and_the_daily_line_with_the_pace(road):
    talk = road.person()
    await talk.send("예산 전체 60만원")
    await talk.send("11/2 점심 9천원")
    await talk.send("택시 3천원")
    calls = await talk.send("/report")
    assert [call.method for call in calls] == ["sendMessage", "sendPhoto"]
    [drawn] = road.drawn
    assert (drawn.theme, drawn.title, drawn.headline) == ("light", "2026년 11월", "12,000원 썼어요")
    assert drawn.note == "예산 600,000원 · 남은 돈 588,000원"
    assert [(bar.label, bar.percent) for bar in drawn.bars] == [("🍚 식비", 75.0), ("🚇 교통", 25.0)]
    line = drawn.line
    assert (line.days, line.pace, len(line.spent)) == (30, 600_000, 21)
    assert (line.spent[0], line.spent[1], line.spent[-1]) == (0, 9_000, 12_000)
    assert [tick.label for tick in line.money_ticks] == ["0", "20만", "40만", "60만"]


async def test_the_chosen_colours_stay(road):
    talk = road.person(language="en")
    await talk.send("lunch $9")
    await talk.send("/report")
    [call] = [
        call
        for call in await talk.press("🌙 Dark", talk.shown_picture().message_id)
        if call.method == "editMessageMedia"
    ]
    assert call.labels == ["☀️ Light"]
    assert call.payload["media"].startswith("report.png")
    await talk.send("/report week")
    assert [drawn.theme for drawn in road.drawn] == ["light", "dark", "dark"]
    assert road.drawn[-1].line.pace is None


async def test_another_period_offers_its_picture(road):
    talk = road.person()
    await talk.send("10/30 점심 9만원")
    await talk.send("점심 9천원")
    await talk.send("/report")
    assert "🖼 그림" not in talk.shown().labels
    await talk.press("이전")
    await talk.press("🖼 그림")
    assert [drawn.title for drawn in road.drawn] == ["2026년 11월", "2026년 10월"]
    assert road.drawn[-1].line.spent[-1] == 90_000


async def test_many_categories_are_drawn_as_seven(road):
    talk = road.person()
    for words in ("점심", "택시", "약국", "월세", "영화", "옷", "커피", "책"):
        await talk.send(f"{words} 1만원")
    await talk.send("/report")
    [drawn] = road.drawn
    assert len(drawn.bars) <= 7
    assert sum(bar.percent for bar in drawn.bars) == pytest.approx(100, abs=0.5)


async def test_one_day_has_no_line_and_nothing_spent_no_picture(road):
    talk = road.person()
    await talk.send("월급 300만원")
    await talk.send("/report")
    assert road.drawn == []
    await talk.send("점심 9천원")
    await talk.send("/report 오늘")
    assert road.drawn[0].line is None


async def test_a_strangers_picture_is_not_drawn(road):
    ann, eve = road.person(), road.person(name="Eve")
    await ann.send("점심 9천원")
    await ann.send("/report")
    await eve.send("안녕")
    road.drawn.clear()
    for button in ann.shown_picture().buttons:
        await eve.press_data(button["callback_data"], eve.shown().message_id)
        await eve.press_data(button["callback_data"].replace("1:I", "1:i").rpartition(":")[0], 1)
    await ann.press_data("1:I:1:monthly:20261101:pink", ann.shown_picture().message_id)
    assert road.drawn == []


@pytest.mark.parametrize("command", ["/search", "/find"])
async def test_entries_are_found_by_a_word(road, command):
    talk = road.person()
    await talk.send("스타벅스 라떼 5500")
    await talk.send("점심 9천원")
    await talk.send(f"{command} 스타벅스")
    assert "라떼" in talk.shown().text
    assert "점심" not in talk.shown().text
    await talk.send(f"{command} <b>")
    assert "&lt;b&gt;" in talk.shown().text
    await talk.send(command)
    assert "무엇을 찾을까요" in talk.shown().text


async def test_an_entry_that_was_found_is_corrected_by_a_reply(road):
    talk = road.person()
    await talk.send("스타벅스 라떼 5500")
    await talk.send("/search 라떼")
    await talk.reply(talk.shown().message_id, "6천원")
    assert "6,000원" in talk.shown().text


async def test_what_cannot_be_counted_is_said(road, database):
    talk = road.person()
    await talk.send("점심 9천원, 커피 4천원")
    async with unit_of_work(database) as session:
        user = await find_by_telegram(session, talk.user_id)
        await make_uncountable(session, (await get_default_actor(session, user.id)).ledger_id)
    await talk.send("/report")
    assert "셀 수 없을 만큼" in talk.shown().text

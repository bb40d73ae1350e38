"""The card of today's number: kept up to date whoever records what, and forgotten in peace."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from backend.accounts.service import find_by_telegram
from backend.db.session import unit_of_work
from backend.entries.service import record
from backend.entries.views import NewEntry, Source
from backend.kit.money import Money
from backend.ledgers.service import get_default_actor
from backend.messaging import service as messaging
from backend.models import Card, Ledger, Member, OutboxMessage, User
from backend.parsing.drafts import Kind
from bot.handlers import HANDLERS
from tests.bot.support import Road
from tests.bot.telegram import BOT_ID
from tests.entries.test_sums import recorded_statements


@pytest.fixture
async def talk(road):
    """Somebody with a card: 100,000 won a day until the end of November."""
    talk = road.person()
    await talk.send("예산 전체 100만원")
    await talk.send("/today")
    return talk


async def person_of(road, talk):
    async with road.database.read() as session:
        return await find_by_telegram(session, talk.user_id)


async def record_elsewhere(road, talk, minor):
    """Record as a page or the API does: no update of Telegram's."""
    async with unit_of_work(road.database) as session:
        actor = await get_default_actor(session, (await find_by_telegram(session, talk.user_id)).id)
        new = NewEntry(kind=Kind.EXPENSE, amount=Money(minor, "KRW"), description="빵")
        await record(session, actor, [new], source=Source.WEB, now=road.time.now)


def edits_of(calls, message_id):
    return [
        call.text
        for call in calls
        if call.method == "editMessageText" and call.payload["message_id"] == message_id
    ]


async def test_it_is_edited_after_each_entry_and_its_undoing(road, talk):
    card = talk.shown().message_id
    assert talk.shown(card).text == "오늘 쓸 수 있는 돈 <b>100,000원</b> · 다음 달까지 10일"
    calls = await talk.send("점심 3만원")
    assert edits_of(calls, card) == ["오늘 쓸 수 있는 돈 <b>70,000원</b> · 다음 달까지 10일"]
    await talk.send("어제 택시 1만원")
    assert "69,000원" in talk.shown(card).text
    await talk.send("/undo")
    assert "70,000원" in talk.shown(card).text
    await talk.send("노트북 12만원")
    assert talk.shown(card).text == (
        "오늘 몫보다 <b>50,000원</b> 더 썼어요 · 내일부터 하루 94,444원 · 다음 달까지 10일"
    )
    await talk.send("여행 200만원")
    assert talk.shown(card).text == "이번 예산을 <b>1,150,000원</b> 넘겼어요 · 다음 달까지 10일"
    assert talk.shown(card).labels == ["🔄 새로고침", "📌 고정"]


async def test_what_changes_nothing_edits_nothing(road, talk):
    card = talk.shown().message_id
    assert edits_of(await talk.send("월급 300만원"), card) == []
    assert edits_of(await talk.send("안녕"), card) == []
    assert edits_of(await talk.send("/report"), card) == []


async def test_an_entry_from_elsewhere_reaches_it_too(road, talk):
    card = talk.shown().message_id
    await record_elsewhere(road, talk, 25_000)
    await road.run()
    assert "75,000원" in talk.shown(card).text
    road.time.pass_by(minutes=20)
    await talk.send("예산 전체 50만원")
    assert "25,000원" in talk.shown(card).text


async def test_a_new_day_is_on_it_in_the_morning(road, talk):
    card = talk.shown().message_id
    await talk.send("점심 3만원")
    road.time.pass_by(hours=11, minutes=58)  # 23:58 in Seoul
    await road.run()
    assert "70,000원" in talk.shown(card).text
    road.time.pass_by(minutes=3)
    await road.run()
    assert talk.shown(card).text == "오늘 쓸 수 있는 돈 <b>107,777원</b> · 다음 달까지 9일"


async def test_a_bot_that_starts_again_finds_what_changed_meanwhile(road, talk, database):
    card = talk.shown().message_id
    await record_elsewhere(road, talk, 25_000)
    road.time.pass_by(hours=2)
    later = await Road.build(database, HANDLERS, now=road.time.now)
    later.telegram.shown = road.telegram.shown
    await later.run()
    assert "75,000원" in later.telegram.shown[talk.chat_id, card].text


async def test_however_much_comes_in_at_once_one_edit_waits(road, talk, check):
    card = talk.shown().message_id
    road.telegram.fail("editMessageText", 429, "Too Many Requests", retry_after=3)
    for minor in (1_000, 2_000, 3_000):
        await record_elsewhere(road, talk, minor)
        await road.cards.step()
        await road.sender.step()
    edits = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.method == "editMessageText")
    assert await check.scalar(edits) == 1
    road.time.pass_by(seconds=5)
    assert edits_of(await road.run(), card) == ["오늘 쓸 수 있는 돈 <b>94,000원</b> · 다음 달까지 10일"]


async def test_what_was_recorded_before_the_card_was_sent_is_on_it_after(road):
    talk = road.person()
    await talk.send("예산 전체 100만원")
    road.telegram.fail("sendMessage", 502, "Bad Gateway")
    await talk.send("/today")
    await record_elsewhere(road, talk, 10_000)
    await road.run()
    road.time.pass_by(minutes=5)
    await road.run()
    assert "90,000원" in talk.shown().text


@pytest.mark.parametrize("code", [500, 502])
async def test_one_that_cannot_be_edited_now_is_edited_later_and_holds_nothing_up(road, talk, check, code):
    card = talk.shown().message_id
    road.telegram.fail("editMessageText", code, "oops")
    await record_elsewhere(road, talk, 10_000)
    await road.cards.step()
    assert await road.sender.step() == 1
    assert "100,000원" in talk.shown(card).text
    owed = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state != "sent")
    assert await check.scalar(owed) == 0
    road.time.pass_by(minutes=2)
    calls = await talk.send("점심 1만원")
    assert [call.method for call in calls] == ["sendMessage", "editMessageText"]
    assert "80,000원" in talk.shown(card).text


@pytest.mark.parametrize("description", ["message to edit not found", "message can't be edited"])
async def test_one_that_was_deleted_is_forgotten_quietly(road, talk, check, description):
    road.telegram.fail("editMessageText", 400, f"Bad Request: {description}")
    await talk.send("점심 1만원")
    assert await check.scalar(select(func.count()).select_from(Card)) == 0
    assert [call.method for call in await talk.send("택시 1만원")] == ["sendMessage"]


async def test_one_that_says_so_already_is_no_trouble(road, talk, check):
    road.telegram.fail("editMessageText", 400, "Bad Request: message is not modified")
    await talk.send("점심 1만원")
    assert await check.scalar(select(func.count()).select_from(Card)) == 1


async def test_the_newest_is_the_card_until_one_is_pinned(road, talk):
    first = talk.shown().message_id
    await talk.send("/today")
    second = talk.shown().message_id
    calls = await talk.send("점심 1만원")
    assert (len(edits_of(calls, first)), len(edits_of(calls, second))) == (0, 1)
    calls = await talk.press("고정", second)
    assert [call.method for call in calls] == ["answerCallbackQuery", "pinChatMessage", "editMessageText"]
    assert calls[1].payload == {"chat_id": talk.chat_id, "message_id": second, "disable_notification": True}
    assert talk.shown(second).labels == ["🔄 새로고침"]
    await talk.send("/today")
    third = talk.shown().message_id
    calls = await talk.send("점심 1만원")
    assert (len(edits_of(calls, second)), len(edits_of(calls, third))) == (1, 0)
    calls = await talk.press("고정", third)
    assert [call.payload["message_id"] for call in calls if "in" in call.method] == [second, third]
    calls = await talk.send("점심 1만원")
    assert (len(edits_of(calls, second)), len(edits_of(calls, third))) == (0, 1)


async def test_a_groups_card_is_pinned_by_people_and_edited_by_anybodys_entry(road):
    ann, bob = road.person(name="Ann"), road.person(name="Bob")
    await ann.send("예산 전체 100만원")
    await bob.send("안녕")
    owner, guest = await person_of(road, ann), await person_of(road, bob)
    async with unit_of_work(road.database) as session:
        ledger_id = (await get_default_actor(session, owner.id)).ledger_id
        session.add(
            Member(
                ledger_id=ledger_id,
                user_id=guest.id,
                role="member",
                is_default=False,
                created_at=road.time.now,
            )
        )
    in_group, other = road.group(-100, ann, bob)
    await in_group.send("/bind")
    await in_group.send("/today")
    card = in_group.shown().message_id
    calls = await in_group.press("고정", card)
    assert "길게 눌러" in calls[0].text
    assert "pinChatMessage" not in [call.method for call in calls]
    assert len(edits_of(await other.send("점심 1만원"), card)) == 1
    assert "90,000원" in in_group.shown(card).text
    await ann.send("택시 1만원")
    assert "80,000원" in in_group.shown(card).text


async def test_it_tells_nothing_to_who_left_the_ledger(road, talk, check):
    card = talk.shown().message_id
    person = await person_of(road, talk)
    async with unit_of_work(road.database) as session:
        [member] = await session.scalars(select(Member).where(Member.user_id == person.id))
        await session.delete(member)
        ledger = await session.get(Ledger, member.ledger_id)
        ledger.timezone = "Pacific/Kiritimati"
    road.time.pass_by(hours=20)
    assert edits_of(await road.run(), card) == []
    assert await check.scalar(select(func.count()).select_from(Card)) == 0


async def test_it_tells_nothing_to_who_unlinked(road, talk, check):
    async with unit_of_work(road.database) as session:
        user = await session.get(User, (await person_of(road, talk)).id)
        user.telegram_user_id = None
    road.time.pass_by(hours=20)
    assert await road.run() == []
    assert await check.scalar(select(func.count()).select_from(Card)) == 0


async def test_a_chat_that_is_gone_has_no_card(road, talk, check):
    async with unit_of_work(road.database) as session:
        await messaging.mark_gone(session, BOT_ID, talk.chat_id, road.time.now)
    assert await check.scalar(select(func.count()).select_from(Card)) == 0


async def test_a_strangers_card_is_neither_shown_nor_pinned(road, talk, check):
    eve = road.person(name="Eve")
    await eve.send("안녕")
    for button in talk.shown().buttons:
        calls = await eve.press_data(button["callback_data"], eve.shown().message_id)
        assert [call.method for call in calls] == ["answerCallbackQuery"]
    assert await check.scalar(select(func.count()).select_from(Card)) == 1


async def test_it_is_in_the_persons_language(road):
    talk = road.person(language="en")
    await talk.send("total budget $1000")
    await talk.send("/today")
    card = talk.shown().message_id
    assert talk.shown().text.startswith("Today you can spend <b>$90.90</b> · 11 days to next month")
    await talk.send("/language 한국어")
    await talk.send("lunch $30")
    assert "오늘 쓸 수 있는 돈" in talk.shown(card).text


async def test_payday_is_named_where_months_begin_on_one(road):
    talk = road.person()
    await talk.send("예산 전체 100만원")
    async with unit_of_work(road.database) as session:
        [ledger] = await session.scalars(select(Ledger))
        ledger.month_start_day = 25
    await talk.send("/today")
    assert talk.shown().text == "오늘 쓸 수 있는 돈 <b>250,000원</b> · 급여일까지 4일"


async def test_the_number_takes_as_many_statements_whatever_the_number_of_budgets(road):
    talk = road.person()
    counts = set()
    for name in ("예산 전체", "식비 예산", "교통 예산", "카페 예산", "쇼핑 예산"):
        await talk.send(f"{name} 10만원")
        with recorded_statements(road.database.engine) as seen:
            await talk.send("/today")
        counts.add(len(seen))
    assert len(counts) == 1

"""Digests: off until somebody wants them, told once, to whoever may read them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from backend.accounts.service import find_by_telegram
from backend.db.session import Database, unit_of_work
from backend.jobs import digests as job
from backend.ledgers.service import get_default_actor
from backend.messaging import service as messaging
from backend.models import Digest, Ledger, Member, OutboxMessage, User
from bot import digests
from bot.jobs import find_job
from tests.bot.support import Road
from tests.bot.telegram import BOT_ID

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""Nine in the morning in Seoul; the tests begin on Saturday noon before."""


@pytest.fixture
async def talk(road):
    """Somebody with entries and a budget who turned the weekly digest on."""
    talk = road.person()
    await talk.send("주간 예산 전체 10만원")
    await talk.send("점심 9천원")
    await talk.send("어제 택시 3천원")
    await talk.send("/settings")
    await talk.press("주간 요약 켜기")
    return talk


async def run_job(road: Road, at: datetime | None = None) -> list:
    """Run the job at a moment, and go the road; gives the calls."""
    if at is not None:
        road.time.now = at
    found = find_job("digests")
    await found.run(road.database, road.time.now)
    return await road.run()


def digests_in(calls):
    return [call for call in calls if call.method == "sendMessage" and "📬" in call.text]


async def test_nobody_gets_one_unasked(road):
    talk = road.person()
    await talk.send("점심 9천원")
    await talk.send("/settings")
    assert "주간 요약: 끔" in talk.shown().text
    for hours in range(0, 24 * 12, 3):
        assert await run_job(road, road.time.now + timedelta(hours=hours)) == []


async def test_the_week_comes_on_monday_morning_with_its_picture(road, talk):
    assert "주간 요약: 매주 월요일" in talk.shown().text
    assert "요약은 9시에 보내 드려요 (Asia/Seoul)." in talk.shown().text
    assert await run_job(road, MONDAY - timedelta(minutes=1)) == []
    calls = await run_job(road, MONDAY + timedelta(minutes=1))
    assert [call.method for call in calls] == ["sendMessage", "sendPhoto"]
    text = calls[0].text
    assert text.startswith("<b>📬 한 주 요약</b>\n📊 <b>2026년 11월 16일")
    assert "쓴 돈 <b>12,000원</b>" in text
    assert "🍚 식비 <b>9,000원</b>" in text
    assert "🗓 7일 가운데 2일 기록" in text
    assert "<b>예산</b>\n\n<b>💰 전체 주간 예산</b> 100,000원\n▰▱▱▱▱▱▱▱▱▱ 12%\n남은 돈 88,000원" in text
    assert "🍚 식비" in calls[0].labels
    assert road.drawn[-1].line.pace == 100_000
    assert road.drawn[-1].line.days == 7


async def test_budgets_of_longer_periods_are_told_as_they_stand(road, talk):
    await talk.send("식비 예산 20만원")
    await talk.send("하루 예산 2만원")
    text = (await run_job(road, MONDAY))[0].text
    assert (
        "<b>🍚 식비 예산</b> 200,000원\n▱▱▱▱▱▱▱▱▱▱ 4.5%\n남은 돈 191,000원 · 하루 23,875원 · 8일 남음" in text
    )
    assert "하루 예산" not in text


async def test_a_period_is_told_once_however_often_the_job_runs(road, talk, check):
    told = []
    for minutes in range(0, 60 * 48, 45):
        told += digests_in(await run_job(road, MONDAY + timedelta(minutes=minutes)))
    assert len(told) == 1
    assert len(digests_in(await run_job(road, MONDAY + timedelta(days=7)))) == 1
    told_until = await check.scalar(select(Digest.told_until).where(Digest.period == "weekly"))
    assert told_until.isoformat() == "2026-11-30"


@pytest.mark.parametrize(("hours", "told"), [(5, 1), (23, 1), (24, 0), (70, 0)])
async def test_after_downtime_it_comes_late_but_never_stale(road, talk, hours, told):
    assert len(digests_in(await run_job(road, MONDAY + timedelta(hours=hours)))) == told


async def test_workers_at_once_tell_it_once(fresh_database_url, now):
    """Real commits: several processes find the same digest due at the same moment."""
    databases = [Database.open(fresh_database_url, role="test") for _ in range(4)]
    road = await Road.build(databases[0], (), now=now)
    async with unit_of_work(databases[0]) as session:
        user = User(
            display_name="x",
            timezone="Asia/Seoul",
            telegram_user_id=9,
            revision=1,
            created_at=now,
            updated_at=now,
        )
        ledger = Ledger(
            name="x", currency="KRW", timezone="Asia/Seoul", country="KR", month_start_day=1,
            month_start_shift="none", week_start="monday", revision=1, created_at=now, updated_at=now,
        )  # fmt: skip
        session.add_all([user, ledger])
        await session.flush()
        session.add(
            Member(ledger_id=ledger.id, user_id=user.id, role="owner", is_default=True, created_at=now)
        )
        row = {"bot_id": BOT_ID, "chat_id": 9, "is_on": True, "hour": 9, "weekday": 0, "reader_id": user.id}
        session.add(Digest(period="weekly", set_at=now, **row))
    told = await asyncio.gather(
        *(job.run(database, MONDAY, write=digests.write) for database in databases for _ in range(2))
    )
    assert sum(told) == 1
    road.time.now = MONDAY
    assert len(digests_in(await road.run())) == 1
    for database in databases:
        await database.close()


async def test_one_that_fails_is_tried_again_and_stops_no_other(road, talk, check):
    other = road.person()
    await other.send("점심 5천원")
    await other.send("/settings")
    await other.press("주간 요약 켜기")
    failed = []

    async def write(session, due, now):
        if due.digest.chat_id == talk.chat_id and not failed:
            failed.append(due)
            raise RuntimeError("oops")
        await digests.write(session, due, now)

    road.time.now = MONDAY
    assert await job.run(road.database, MONDAY, write=write) == 1
    assert await job.run(road.database, MONDAY, write=write) == 1
    assert {call.chat_id for call in digests_in(await road.run())} == {talk.chat_id, other.chat_id}


async def test_the_month_with_another_hour_and_dark(road, talk):
    await talk.press("월간 요약 켜기")
    await talk.press("그림 어둡게")
    await talk.press("⏰")
    assert "몇 시에" in talk.shown().text
    await talk.press("21시")
    assert "월간 요약: 매달 첫날" in talk.shown().text
    first = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    calls = await run_job(road, first)
    assert len(digests_in(calls)) == 1
    assert "📬 한 달 요약" in calls[0].text
    assert "2026년 11월" in calls[0].text
    assert road.drawn[-1].theme == "dark"


async def test_another_weekday(road, talk):
    await talk.press("📅")
    await talk.press("목요일")
    assert "매주 목요일" in talk.shown().text
    assert await run_job(road, MONDAY) == []
    assert len(digests_in(await run_job(road, MONDAY + timedelta(days=3)))) == 1


async def test_turned_off_it_comes_no_more_and_on_again_not_twice(road, talk):
    assert len(digests_in(await run_job(road, MONDAY))) == 1
    await talk.send("/settings")
    await talk.press("주간 요약 끄기")
    await talk.press("주간 요약 켜기")
    await talk.press("⏰")
    await talk.press("10시")
    assert digests_in(await run_job(road, MONDAY + timedelta(hours=2))) == []
    await talk.press("주간 요약 끄기")
    assert digests_in(await run_job(road, MONDAY + timedelta(days=7, hours=2))) == []


async def test_the_hour_is_the_persons_own_even_after_they_moved(road, talk):
    async with unit_of_work(road.database) as session:
        await session.execute(update(User).values(timezone="America/New_York"))
    assert await run_job(road, MONDAY + timedelta(minutes=1)) == []
    assert len(digests_in(await run_job(road, datetime(2026, 11, 23, 14, 0, tzinfo=UTC)))) == 1
    async with unit_of_work(road.database) as session:
        await session.execute(update(User).values(timezone="Asia/Seoul"))
    assert await run_job(road, datetime(2026, 11, 23, 20, 0, tzinfo=UTC)) == []


async def test_a_group_gets_its_own_in_its_ledgers_timezone(road):
    ann, bob = road.person(name="Ann"), road.person(name="Bob")
    await ann.send("점심 9천원")
    await bob.send("안녕")
    group, guest = road.group(-100, ann, bob)
    await group.send("/bind")
    await group.send("/settings")
    await group.press("주간 요약 켜기")
    calls = await guest.press_data("1:O:weekly", group.shown().message_id)
    assert [call.method for call in calls] == ["answerCallbackQuery"]  # no member
    calls = await run_job(road, MONDAY)
    assert {call.chat_id for call in calls} == {-100}
    assert "쓴 돈 <b>9,000원</b>" in calls[0].text
    async with unit_of_work(road.database) as session:
        await messaging.migrate_chat(session, BOT_ID, -100, -1001, road.time.now)
    assert {call.chat_id for call in await run_job(road, MONDAY + timedelta(days=7))} == {-1001}


async def test_a_group_is_told_nothing_once_who_asked_has_left_the_ledger(road):
    ann = road.person(name="Ann")
    await ann.send("점심 9천원")
    (group,) = road.group(-100, ann)
    await group.send("/bind")
    await group.send("/settings")
    await group.press("주간 요약 켜기")
    async with unit_of_work(road.database) as session:
        user = await find_by_telegram(session, ann.user_id)
        actor = await get_default_actor(session, user.id)
        member = await session.get(Member, (actor.ledger_id, user.id))
        await session.delete(member)
    assert await run_job(road, MONDAY) == []


async def test_a_chat_that_is_gone_or_unlinked_is_told_nothing(road, talk):
    async with unit_of_work(road.database) as session:
        await messaging.mark_gone(session, BOT_ID, talk.chat_id, road.time.now)
    assert await run_job(road, MONDAY) == []
    async with unit_of_work(road.database) as session:
        await messaging.mark_active(session, BOT_ID, talk.chat_id, road.time.now)
        await session.execute(update(User).values(telegram_user_id=None))
    assert await run_job(road, MONDAY + timedelta(hours=1)) == []


async def test_it_speaks_the_persons_language(road):
    talk = road.person(language="en")
    await talk.send("lunch $9")
    await talk.send("/settings")
    await talk.press("Weekly digest: turn on")
    assert "Weekly digest: every Monday" in talk.shown().text
    calls = await run_job(road, MONDAY + timedelta(hours=20))
    assert calls[0].text.startswith("<b>📬 Your week</b>")


@pytest.mark.parametrize("data", ["1:O:yearly", "1:H:24", "1:Y:7", "1:z:pink", "1:H:999999"])
async def test_a_forged_choice_is_refused(road, talk, check, data):
    calls = await talk.press_data(data, talk.shown().message_id)
    assert [call.method for call in calls] == ["answerCallbackQuery"]
    assert await check.scalar(select(func.count()).select_from(Digest).where(Digest.hour != 9)) == 0


async def test_the_calls_are_named_so_that_none_is_doubled(road, talk, check):
    await run_job(road, MONDAY)
    keys = set(await check.scalars(select(OutboxMessage.dedupe_key)))
    name = f"{BOT_ID}:digest{talk.chat_id}.weekly.20261116"
    assert {name, f"{name}.picture"} <= keys

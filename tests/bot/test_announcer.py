"""What is done over the API or on a page is told in the chats that want to hear of it, once."""

import pytest
from sqlalchemy import func, select

from backend.accounts.service import find_by_telegram
from backend.announcements import service as announcements
from backend.db.session import read_session, unit_of_work
from backend.kit.logs import set_up_logs
from backend.models import Member, UntoldAct
from backend.settings import Settings
from tests.bot.support import SECRET_KEY
from tests.bot.telegram import TOKEN
from tests.people import make_uncountable
from tests.web.apps import app_on
from tests.web.client import join

SAID = "대화방 밖에서 기록하신 뒤"


@pytest.fixture(scope="module", autouse=True)
def _quiet_logs():
    """Log as in production: the default shows every variable of a traceback, for seconds."""
    set_up_logs(style="json", level="WARNING")


@pytest.fixture
def app(database, road):
    settings = Settings(telegram_bot_token=TOKEN, secret_key=SECRET_KEY, public_url="http://podo.test")
    return app_on(database, settings, road.time)


async def waiting(database):
    async with read_session(database) as session:
        return (await session.execute(select(func.count()).select_from(UntoldAct))).scalar_one()


@pytest.fixture
async def linked(app, talk):
    """Somebody with an account on the web, whose chat is linked to it and has a budget of 10,000 for food."""
    person = await join(app, locale="ko")
    code = (await person.post("/me/telegram/link-code")).json()["code"]
    await talk.send(f"/link {code}")
    await talk.press("연결")
    await talk.send("식비 예산 1만원")
    return person


async def test_a_threshold_crossed_over_the_api_is_told_in_the_chat_once(linked, road, talk, database):
    await linked.record("7900")
    assert await road.run() == []
    entry = await linked.record("200")
    (call,) = await road.run()
    assert SAID in talk.shown().text
    assert "80%" in talk.shown().text
    assert call.method == "sendMessage"
    await linked.record("50")
    assert await road.run() == []
    await linked.delete(f"{linked.ledger}/entries/{entry['id']}")
    assert await road.run() == []
    await linked.record("500")
    assert "80%" in (await road.run())[0].text
    assert await waiting(database) == 0


async def test_other_members_hear_whose_entry_it_was(linked, road, talk, database):
    other = road.person(name="하늘")
    await other.send("안녕")
    async with unit_of_work(database) as session:
        user = await find_by_telegram(session, other.user_id)
        session.add(
            Member(
                ledger_id=int(linked.me["default_ledger_id"]),
                user_id=user.id,
                role="member",
                is_default=False,
                created_at=road.time.now,
            )
        )
    await linked.record("9000")
    calls = await road.run()
    assert {call.chat_id for call in calls} == {talk.chat_id, other.chat_id}
    assert "님의 기록 뒤" in other.shown().text
    assert SAID in talk.shown().text


async def test_a_text_a_correction_and_a_restoration_count_too(linked, road):
    await linked.post(f"{linked.ledger}/entries/from-text", {"text": "김밥 8000"})
    assert "80%" in (await road.run())[0].text
    entry = (await linked.get(f"{linked.ledger}/entries")).json()["items"][0]
    path = f"{linked.ledger}/entries/{entry['id']}"
    await linked.patch(path, {"amount": "10000"})
    assert "100%" in (await road.run())[0].text
    await linked.delete(path)
    assert await road.run() == []
    await linked.post(f"{path}/restore")
    assert "100%" in (await road.run())[0].text


async def test_nothing_is_noted_where_nobody_chats_or_nothing_was_recorded(app, database, linked, road):
    stranger = await join(app)
    await stranger.record()
    assert await waiting(database) == 0
    await linked.post(f"{linked.ledger}/entries/from-text", {"text": "김밥 8000", "dry_run": True})
    await linked.post(f"{linked.ledger}/entries", {"kind": "expense", "amount": "-1", "description": "x"})
    assert await waiting(database) == 0
    await linked.record()
    assert await waiting(database) == 1


async def test_a_chat_hears_nothing_of_its_own_entries_twice(linked, road, talk, database):
    calls = await talk.send("김밥 9000")
    assert len([call for call in calls if "80%" in str(call.payload)]) == 1
    assert await waiting(database) == 0


async def test_the_act_of_one_who_left_is_passed_over(linked, road, database):
    await linked.record("9000")
    async with unit_of_work(database) as session:
        member = (
            await session.scalars(
                select(Member).where(Member.ledger_id == int(linked.me["default_ledger_id"]))
            )
        ).one()
        await session.delete(member)
    assert await road.run() == []
    assert await waiting(database) == 0


async def test_an_act_that_could_not_be_told_waits(linked, database):
    await linked.record("9000")
    async with unit_of_work(database) as session:
        assert await announcements.take(session) is not None
        await session.rollback()
    assert await waiting(database) == 1


async def test_an_act_that_cannot_be_told_keeps_nobody_elses_from_being_told(app, linked, road, database):
    other = await join(app, locale="ko")
    neighbour = road.person(name="이웃")
    code = (await other.post("/me/telegram/link-code")).json()["code"]
    await neighbour.send(f"/link {code}")
    await neighbour.press("연결")
    await neighbour.send("식비 예산 1만원")
    await linked.record("9000")
    await linked.record("9000")
    async with unit_of_work(database) as session:
        await make_uncountable(session, int(linked.me["default_ledger_id"]))
    await other.record("9000")

    calls = await road.run()

    assert {call.chat_id for call in calls} == {neighbour.chat_id}
    assert await waiting(database) == 0

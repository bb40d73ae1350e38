"""What is set or done at one edge is so at the others: pages and API on one side, the chat on the other."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from backend.kit.logs import set_up_logs
from backend.main import create_app
from backend.models import UntoldAct
from backend.settings import Settings
from tests.bot.handlers.test_invitations import invited
from tests.bot.support import SECRET_KEY, Talk
from tests.bot.telegram import TOKEN
from tests.bot.test_digests import MONDAY, digests_in, run_job
from tests.web.client import Someone, join, problem_of, sign_in
from tests.web.pages.reader import Reader, newcomer
from tests.web.test_members import let_in


@pytest.fixture(scope="module", autouse=True)
def _quiet_logs():
    """Log as in production: the default shows every variable of a traceback, for seconds."""
    set_up_logs(style="json", level="WARNING")


@pytest.fixture
def app(database, road):
    settings = Settings(telegram_bot_token=TOKEN, secret_key=SECRET_KEY, public_url="http://podo.test")
    return create_app(settings, database=database, clock=road.time)


async def linked(person: Someone, talk: Talk) -> None:
    code = (await person.post("/me/telegram/link-code")).json()["code"]
    await talk.send(f"/link {code}")
    await talk.press("연결")


class TestDigests:
    """Which ones come into one's own chat."""

    async def test_first_a_chat_is_linked(self, app):
        person = await join(app)
        chosen = {"weekly": True, "monthly": False, "hour": 9, "weekday": "monday"}
        problem_of(await person.get("/me/digests"), 409, "digest.no_chat")
        problem_of(await person.put("/me/digests", chosen), 409, "digest.no_chat")
        reader = await newcomer(app, "ko")
        html = await reader.go("/settings/telegram")
        assert "먼저 위에서 텔레그램을 연결해 주세요." in html
        assert "/settings/telegram/digests" not in [form.action for form in reader.parsed.forms]
        csrf = dict(reader.form("/settings/telegram").fields)["csrf"]
        form = {"csrf": csrf, "hour": "9", "weekday": "0", "weekly": "1"}
        answer = await reader.client.post("/settings/telegram/digests", data=form)
        assert answer.status_code == 409
        assert "먼저 텔레그램을 연결해 주세요." in answer.text

    async def test_the_api_the_pages_and_the_chat_set_the_same(self, app, road, talk):
        reader = await newcomer(app, "ko")
        person = Someone(reader.client, reader.email)
        person.client.headers["Authorization"] = f"Bearer {await sign_in(person.client, reader.email)}"
        await linked(person, talk)
        assert (await person.get("/me/digests")).json() == {
            "weekly": False,
            "monthly": False,
            "hour": 9,
            "weekday": "monday",
            "timezone": "Asia/Seoul",
        }
        chosen = {"weekly": True, "monthly": True, "hour": 8, "weekday": "monday"}
        answer = await person.put("/me/digests", chosen)
        assert answer.json() == chosen | {"timezone": "Asia/Seoul"}
        await talk.send("/settings")
        assert "매주 월요일" in talk.shown().text
        await talk.press("월간 요약 끄기")
        html = await reader.go("/settings/telegram")
        assert 'name="weekly" value="1" checked' in html
        assert 'name="monthly" value="1" checked' not in html
        html = await reader.send("/settings/telegram/digests", hour="9")
        assert "저장했어요" in html
        assert (await person.get("/me/digests")).json() == answer.json() | {"monthly": False, "hour": 9}
        await talk.send("점심 9천원")
        assert digests_in(await run_job(road, MONDAY)) != []
        await reader.go("/settings/telegram")
        fields = [(name, value) for name, value in reader.form("/digests").fields if name != "weekly"]
        await reader.client.post("/settings/telegram/digests", data=dict(fields))
        assert (await person.get("/me/digests")).json()["weekly"] is False

    @pytest.mark.parametrize(
        ("field", "value"), [("hour", 24), ("hour", -1), ("hour", "9"), ("weekday", "someday"), ("weekly", 1)]
    )
    async def test_what_cannot_be_chosen(self, app, talk, field, value):
        person = await join(app)
        await linked(person, talk)
        chosen = {"weekly": True, "monthly": False, "hour": 9, "weekday": "monday"}
        problem_of(await person.put("/me/digests", chosen | {field: value}), 422, "request.invalid")
        assert (await person.get("/me/digests")).json()["weekly"] is False


class TestArrivals:
    """Who came into a ledger is told to those who are in it and chat, once."""

    async def test_from_the_api_from_a_page_and_from_the_chat(self, app, road, talk, check):
        minji = await join(app, display_name="민지", locale="ko")
        await linked(minji, talk)
        await let_in(minji, await join(app, display_name="준"), "viewer")
        (call,) = await road.run()
        assert (call.chat_id, "<b>준</b> 님이" in call.text) == (talk.chat_id, True)
        assert "보기만 하는 사람으로" in call.text
        assert await road.run() == []
        invitation = (await minji.post(f"{minji.ledger}/invitations", {"role": "member"})).json()
        guest: Reader = await newcomer(app, "en", display_name="<b>Ann")
        path = f"/join/{invitation['token']}"
        await guest.go(path)
        await guest.send(path)
        (call,) = await road.run()
        assert "&lt;b&gt;Ann" in call.text
        other = road.person(name="하늘", language="en")
        payload = await invited(talk)
        await other.send(f"/start {payload}")
        calls = await other.press("Join")
        told = [one for one in calls if one.payload.get("chat_id") == talk.chat_id]
        assert ["하늘" in one.text for one in told] == [True]
        assert re.search("구성원으로 함께", told[0].text)
        assert (await check.execute(select(func.count()).select_from(UntoldAct))).scalar_one() == 0

    async def test_nothing_waits_where_nobody_else_chats_and_who_left_again_is_no_news(
        self, app, road, talk, check
    ):
        owner, guest = await join(app), await join(app)
        await linked(guest, talk)
        await let_in(owner, guest)
        assert (await check.execute(select(func.count()).select_from(UntoldAct))).scalar_one() == 0
        third = await join(app)
        await let_in(owner, third)
        assert (await check.execute(select(func.count()).select_from(UntoldAct))).scalar_one() == 1
        path = f"{owner.ledger}/members/{third.me['id']}"
        assert (await owner.delete(path)).status_code == 204
        assert await road.run() == []

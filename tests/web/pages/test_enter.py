"""The bot's link on a page: looked at freely, used once, by a press."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI

from backend.accounts.links import issue_link
from backend.db.session import Database, unit_of_work
from backend.onboarding.service import welcome
from tests.web.conftest import Hands
from tests.web.pages.reader import Reader, visitor


async def link_for(app: FastAPI, database: Database, clock: Hands, name: str = "지민") -> str:
    """A link as the bot gives it out, for somebody who only chats."""
    async with unit_of_work(database) as session:
        person = await welcome(
            session,
            telegram_user_id=77,
            display_name=name,
            username="jimin",
            language="ko",
            now=clock.now,
        )
        key = app.state.site.secret_key
        return (await issue_link(session, person.id, secret_key=key, now=clock.now)).secret


async def test_looking_uses_nothing_up_and_one_press_signs_in(
    app: FastAPI, database: Database, clock: Hands
) -> None:
    path = f"/enter/{await link_for(app, database, clock)}"
    preview = await visitor(app, "ko")
    for _ in range(3):
        html = await preview.go(path)
        assert "지민 님으로 로그인할까요?" in html
        assert "@jimin" in html
    assert "podo_session" not in preview.client.cookies
    reader = await visitor(app, "ko")
    await reader.go(path)
    html = await reader.send(path)
    assert reader.page is not None
    assert reader.page.url.path.startswith("/ledgers/")
    assert "무엇에 얼마를 쓰셨어요?" in html
    assert "podo_session" in reader.client.cookies
    html = await preview.send(path, status=410)
    assert "/web" in html
    assert "podo_session" not in preview.client.cookies


async def test_one_who_has_no_email_can_do_everything_then(
    app: FastAPI, database: Database, clock: Hands
) -> None:
    path = f"/enter/{await link_for(app, database, clock)}"
    reader = await visitor(app, "ko")
    await reader.go(path)
    await reader.send(path)
    await reader.send("/record", text="택시 18000")
    assert "18,000원" in reader.html
    for page in ("/settings", "/settings/telegram", "/settings/access", "/settings/leave"):
        await reader.go(page)


async def test_an_old_or_invented_link_says_what_helps(
    app: FastAPI, database: Database, clock: Hands
) -> None:
    path = f"/enter/{await link_for(app, database, clock)}"
    reader = await visitor(app, "ko")
    await reader.go(path)
    clock.move(minutes=5)
    for where in (path, "/enter/invented", "/enter/%00", f"/enter/{'x' * 2000}"):
        assert "봇에게 /web을 보내" in await reader.go(where, status=410)


@pytest.mark.parametrize("token", ["", "wrong"])
async def test_another_site_cannot_have_somebody_signed_in(
    app: FastAPI, database: Database, clock: Hands, token: str
) -> None:
    path = f"/enter/{await link_for(app, database, clock)}"
    reader = await visitor(app)
    await reader.go(path)
    answer = await reader.client.post(path, data={"csrf": token})
    assert answer.status_code == 403
    assert "podo_session" not in answer.headers.get("set-cookie", "")
    await reader.send(path)


async def test_the_name_of_the_account_runs_nothing(app: FastAPI, database: Database, clock: Hands) -> None:
    path = f"/enter/{await link_for(app, database, clock, '<script>alert(1)</script>')}"
    reader = await visitor(app)
    assert "<script>alert" not in await reader.go(path)


async def test_no_log_tells_the_link(
    app: FastAPI,
    database: Database,
    clock: Hands,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="backend")
    secret = await link_for(app, database, clock)
    reader: Reader = await visitor(app)
    await reader.go(f"/enter/{secret}")
    await reader.send(f"/enter/{secret}")
    written = caplog.text + "".join(capfd.readouterr())
    assert "/enter/{secret}" in written
    assert secret not in written

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.session import Database
from backend.main import create_app
from backend.models import InboxUpdate
from backend.settings import Settings
from tests.web.client import API, browser, problem_of
from tests.web.conftest import Hands

WEBHOOK = f"{API}/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = {HEADER: "webhook-secret"}
UPDATE = {"update_id": 7, "message": {"chat": {"id": 42}, "from": {"id": 42}, "text": "김밥 8000"}}


async def stored(check: AsyncSession) -> list[InboxUpdate]:
    return list(await check.scalars(select(InboxUpdate)))


async def test_an_update_is_written_down_once_before_it_is_confirmed(
    app: FastAPI, check: AsyncSession
) -> None:
    for _ in range(2):
        answer = await browser(app).post(WEBHOOK, json=UPDATE, headers=SECRET)
        assert answer.status_code == 200, answer.text
    (row,) = await stored(check)
    assert (row.bot_id, row.update_id, row.chat_id, row.state) == (4242, 7, 42, "new")
    assert row.payload == UPDATE


@pytest.mark.parametrize("secret", [None, b"", b"wrong", b"webhook-secre", "비밀".encode(), b"\xff\xfe"])
async def test_without_the_secret_nothing_is_taken(
    app: FastAPI, check: AsyncSession, secret: bytes | None
) -> None:
    headers = {} if secret is None else {HEADER: secret}
    answer = await browser(app).post(WEBHOOK, json=UPDATE, headers=headers)
    problem_of(answer, 401, "telegram.secret_wrong")
    assert await stored(check) == []


async def test_where_no_secret_is_set_there_is_no_webhook(database: Database, clock: Hands) -> None:
    app = create_app(Settings(), database=database, clock=clock)
    for headers in ({}, {HEADER: ""}, {HEADER: "None"}):
        answer = await browser(app).post(WEBHOOK, json=UPDATE, headers=headers)
        problem_of(answer, 401, "telegram.secret_wrong")


@pytest.mark.parametrize(
    "body", [b"{", b"", b"[]", b"null", b"{}", b'{"update_id": "7"}', b"\xff", b"[" * 99999]
)
async def test_what_is_no_update_is_refused(app: FastAPI, check: AsyncSession, body: bytes) -> None:
    headers = SECRET | {"Content-Type": "application/json"}
    answer = await browser(app).post(WEBHOOK, content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text
    assert await stored(check) == []


@pytest.mark.parametrize(
    "more",
    [{}, {"message": None}, {"message": "x"}, {"message": {"text": "a\x00b"}}, {"edited_message": [1]}],
)
async def test_an_update_of_any_shape_is_kept(app: FastAPI, check: AsyncSession, more: dict) -> None:
    answer = await browser(app).post(WEBHOOK, json={"update_id": 9} | more, headers=SECRET)
    assert answer.status_code == 200, answer.text
    assert len(await stored(check)) == 1


async def test_without_a_database_telegram_is_told_to_come_again(settings: Settings, clock: Hands) -> None:
    database = Database.open("postgresql://nobody@127.0.0.1:1/nothing", role="test")
    try:
        app = create_app(settings, database=database, clock=clock)
        answer = await browser(app).post(WEBHOOK, json=UPDATE, headers=SECRET)
        problem_of(answer, 503, "service.unavailable")
        assert answer.headers["retry-after"]
        problem_of(await browser(app).get("/readyz"), 503, "service.unavailable")
        assert (await browser(app).get("/healthz")).status_code == 200
        assert "podo_database_up 0.0" in (await browser(app).get("/metrics")).text
        problem_of(
            await browser(app).get(f"{API}/me", headers={"Authorization": "Bearer x"}),
            503,
            "service.unavailable",
        )
    finally:
        await database.close()

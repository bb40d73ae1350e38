from __future__ import annotations

import asyncio

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.session import Database
from backend.main import create_app
from backend.settings import Settings
from tests.web.client import API, PASSWORD, Someone, browser, join, problem_of
from tests.web.conftest import Hands

KEY = {"Idempotency-Key": "4f6c1f9e"}
LUNCH = {"kind": "expense", "amount": "8000", "description": "김밥"}


async def test_the_same_request_again_gets_the_first_answer(minji: Someone) -> None:
    path = f"{minji.ledger}/entries"
    first = await minji.post(path, LUNCH, headers=KEY)
    again = await minji.post(path, LUNCH, headers=KEY)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for name in ("etag", "location", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert len((await minji.get(path)).json()["items"]) == 1


async def test_another_request_with_the_key_is_refused(minji: Someone) -> None:
    path = f"{minji.ledger}/entries"
    await minji.post(path, LUNCH, headers=KEY)
    problem_of(await minji.post(path, LUNCH | {"amount": "1"}, headers=KEY), 409, "idempotency.key_reused")
    problem_of(await minji.post("/ledgers", {"name": "x"}, headers=KEY), 409, "idempotency.key_reused")


async def test_a_key_is_good_for_a_day(minji: Someone, clock: Hands) -> None:
    path = f"{minji.ledger}/entries"
    first = (await minji.post(path, LUNCH, headers=KEY)).json()
    clock.move(hours=23, minutes=59)
    assert (await minji.post(path, LUNCH, headers=KEY)).json() == first
    clock.move(minutes=2)
    assert (await minji.post(path, LUNCH, headers=KEY)).json()["id"] != first["id"]


async def test_a_refused_request_frees_its_key(minji: Someone) -> None:
    path = f"{minji.ledger}/entries"
    wrong = LUNCH | {"category_id": "999"}
    problem_of(await minji.post(path, wrong, headers=KEY), 422, "category.not_found")
    assert (await minji.post(path, LUNCH, headers=KEY)).status_code == 201


async def test_people_do_not_share_keys(minji: Someone, stranger: Someone) -> None:
    mine = (await minji.post("/ledgers", {"name": "mine"}, headers=KEY)).json()
    theirs = await stranger.post("/ledgers", {"name": "mine"}, headers=KEY)
    assert "idempotency-replayed" not in theirs.headers
    assert theirs.json()["id"] != mine["id"]


@pytest.mark.parametrize("key", ["", " ", "x" * 65, "a\tb", "é".encode()])
async def test_a_key_that_cannot_be_is_refused(minji: Someone, key: str | bytes) -> None:
    answer = await minji.post("/ledgers", {"name": "x"}, headers={"Idempotency-Key": key})
    problem_of(answer, 422, "idempotency.key_invalid")


async def test_every_post_that_creates_takes_a_key(app: FastAPI, minji: Someone) -> None:
    creating = [
        ("/ledgers", {"name": "x"}),
        (f"{minji.ledger}/categories", {"kind": "income", "name": "x"}),
        (f"{minji.ledger}/entries", LUNCH),
        (f"{minji.ledger}/entries/from-text", {"text": "김밥 8000"}),
        ("/me/tokens", {"name": "x"}),
        ("/me/telegram/link-code", None),
        ("/auth/register", {"email": "once@example.com", "password": PASSWORD}),
    ]
    for number, (path, body) in enumerate(creating):
        headers = {"Idempotency-Key": f"key-{number}"}
        first = await minji.post(path, body, headers=headers)
        again = await minji.post(path, body, headers=headers)
        assert first.status_code == 201, first.text
        assert again.headers.get("idempotency-replayed") == "true", path
        assert again.content == first.content


async def test_a_kept_answer_shows_no_secret(minji: Someone, check: AsyncSession) -> None:
    made = (await minji.post("/me/tokens", {"name": "tablet"}, headers=KEY)).json()
    kept = (await check.execute(text("SELECT answer FROM idempotency_keys"))).scalar_one()
    assert made["token"].encode() not in kept
    assert b"tablet" not in kept


async def test_the_same_request_twice_at_once_creates_once(fresh_database_url: str, clock: Hands) -> None:
    database = Database.open(fresh_database_url, role="test")
    try:
        minji = await join(create_app(Settings(), database=database, clock=clock))
        path = f"{minji.ledger}/entries"
        answers = await asyncio.gather(*(minji.post(path, LUNCH, headers=KEY) for _ in range(5)))
        assert [one.status_code for one in answers] == [201] * 5
        assert len({one.json()["id"] for one in answers}) == 1
        assert sum("idempotency-replayed" in one.headers for one in answers) == 4
        assert len((await minji.get(path)).json()["items"]) == 1
    finally:
        await database.close()


async def test_one_email_registered_twice_at_once_makes_one_account(
    fresh_database_url: str, clock: Hands
) -> None:
    database = Database.open(fresh_database_url, role="test")
    try:
        app = create_app(Settings(), database=database, clock=clock)
        body = {"email": "both@example.com", "password": PASSWORD}
        client = browser(app)
        answers = await asyncio.gather(*(client.post(f"{API}/auth/register", json=body) for _ in range(3)))
        assert sorted(one.status_code for one in answers) == [201, 409, 409]
    finally:
        await database.close()

"""Where one is signed in, and what can be taken along, over the API."""

from __future__ import annotations

import io
import json
import zipfile

import httpx
from fastapi import FastAPI

from tests.web.client import PASSWORD, Someone, browser, problem_of
from tests.web.conftest import Hands
from tests.web.pages.reader import visitor


async def signed_in_browser(app: FastAPI, person: Someone) -> httpx.AsyncClient:
    """A browser in which the person is signed in."""
    reader = await visitor(app)
    await reader.go("/sign-in")
    await reader.send("/sign-in", email=person.email, password=PASSWORD)
    return reader.client


async def test_browsers_are_listed_and_signed_out(app: FastAPI, minji: Someone, clock: Hands) -> None:
    here, there = await signed_in_browser(app, minji), await signed_in_browser(app, minji)
    page = (await minji.get("/me/sessions", params={"limit": 1})).json()
    (newest,) = page["items"]
    assert newest == {
        "id": newest["id"],
        "created_at": "2026-11-21T03:00:00Z",
        "expires_at": "2026-12-21T03:00:00Z",
        "last_used_at": newest["last_used_at"],
        "current": False,
    }
    rest = (await minji.get("/me/sessions", params={"cursor": page["next_cursor"]})).json()
    assert len(rest["items"]) == 1
    seen = await here.get("/api/v1/me/sessions")
    assert [one["current"] for one in seen.json()["items"]] == [False, True]
    assert (await minji.delete(f"/me/sessions/{newest['id']}")).status_code == 204
    problem_of(await minji.delete(f"/me/sessions/{newest['id']}"), 404, "token.not_found")
    assert (await there.get("/api/v1/me")).status_code == 401
    assert (await here.get("/api/v1/me")).status_code == 200
    clock.move(days=29)
    await minji.client.get("/api/v1/me")
    clock.move(days=2)
    assert (await here.get("/api/v1/me")).status_code == 401


async def test_programs_tokens_are_no_sessions(minji: Someone) -> None:
    token = (await minji.post("/me/tokens", {"name": "script"})).json()
    problem_of(await minji.delete(f"/me/sessions/{token['id']}"), 404, "token.not_found")
    assert (await minji.get("/me/sessions")).json() == {"items": [], "next_cursor": None}


async def test_a_strangers_session_is_not_there(app: FastAPI, minji: Someone, stranger: Someone) -> None:
    await signed_in_browser(app, minji)
    (mine,) = (await minji.get("/me/sessions")).json()["items"]
    problem_of(await stranger.delete(f"/me/sessions/{mine['id']}"), 404, "token.not_found")
    assert (await stranger.get("/me/sessions")).json()["items"] == []


async def test_everything_is_taken_along(minji: Someone, stranger: Someone) -> None:
    await stranger.record(description="비밀")
    await minji.record(description="=1+1")
    rate = {"currency": "VND", "day": "2026-11-01", "rate": "0.053"}
    await minji.post(f"{minji.ledger}/rates", rate)
    answer = await minji.get("/me/takeout")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="podo-2026-11-21.zip"'
    assert answer.headers["cache-control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    number = minji.me["default_ledger_id"]
    assert sorted(archive.namelist()) == [
        f"ledger-{number}-entries.csv",
        f"ledger-{number}.json",
        "person.json",
    ]
    assert json.loads(archive.read("person.json"))["email"] == minji.email
    ledger = json.loads(archive.read(f"ledger-{number}.json"))
    assert [one["description"] for one in ledger["entries"]] == ["=1+1"]
    assert [one["display_name"] for one in ledger["members"]] == ["민지"]
    assert ledger["rates"] == [rate]
    assert "'=1+1" in archive.read(f"ledger-{number}-entries.csv").decode("utf-8-sig")


async def test_nobody_unknown_takes_anything(app: FastAPI) -> None:
    problem_of(await browser(app).get("/api/v1/me/takeout"), 401, "auth.required")

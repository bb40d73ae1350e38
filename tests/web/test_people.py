from __future__ import annotations

import pytest
from fastapi import FastAPI

from tests.web.client import API, PASSWORD, Someone, browser, join, problem_of, sign_in
from tests.web.conftest import Hands


async def register(app: FastAPI, **body: object):
    return await browser(app).post(f"{API}/auth/register", json=body)


async def test_registering_gives_a_person_with_a_first_ledger_and_its_categories(app: FastAPI) -> None:
    minji = await join(app, email=" Minji@Example.COM ", locale="ko")
    assert minji.me["email"] == "minji@example.com"
    assert minji.me["display_name"] == "minji"
    assert minji.me["telegram"] == {"linked": False, "username": None, "linked_at": None}
    assert "password" not in minji.me
    ledger = (await minji.get(minji.ledger)).json()
    assert ledger["name"] == "우리집 가계부"
    assert (ledger["currency"], ledger["timezone"], ledger["country"]) == ("KRW", "Asia/Seoul", "KR")
    assert ledger["role"] == "owner"
    listed = (await minji.get(f"{minji.ledger}/categories")).json()["items"]
    assert [one["key"] for one in listed][:3] == ["food", "cafe", "groceries"]
    assert len(listed) == 28


async def test_what_is_not_said_follows_from_what_is(app: FastAPI) -> None:
    person = await join(app, timezone="Europe/Berlin", locale="en")
    ledger = (await person.get(person.ledger)).json()
    assert (ledger["name"], ledger["currency"], ledger["country"]) == ("Our household", "EUR", "DE")


async def test_an_email_registers_once_whatever_its_case(app: FastAPI, minji: Someone) -> None:
    answer = await register(app, email=minji.email.upper(), password=PASSWORD)
    problem_of(answer, 409, "account.email_taken")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"email": 5}, "email"),
        ({"email": "a\x00@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "p" * 129}, "password"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"currency": "XYZ"}, "currency"),
        ({"currency": "krw"}, "currency"),
        ({"locale": "xx"}, "locale"),
        ({"display_name": " "}, "display_name"),
        ({"display_name": "x" * 81}, "display_name"),
        ({"display_name": "nul\x00"}, "display_name"),
        ({"admin": True}, "admin"),
    ],
)
async def test_what_cannot_be_meant_is_refused_by_field(app: FastAPI, change: dict, field: str) -> None:
    answer = await register(app, **({"email": "a@example.com", "password": PASSWORD} | change))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert all(error["message"] for error in answer.json()["errors"])


async def test_a_token_works_until_it_is_ended(app: FastAPI, minji: Someone) -> None:
    assert (await minji.get("/me")).status_code == 200
    assert (await minji.delete("/auth/token")).status_code == 204
    answer = await minji.get("/me")
    problem_of(answer, 401, "auth.token_invalid")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_ends_by_itself_after_thirty_days(minji: Someone, clock: Hands) -> None:
    clock.move(days=29, hours=23)
    assert (await minji.get("/me")).status_code == 200
    clock.move(hours=1)
    problem_of(await minji.get("/me"), 401, "auth.token_invalid")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer nope", "Bearer é"])
async def test_without_good_credentials_nothing_is_shown(app: FastAPI, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode()}
    for path in ("/me", "/ledgers", "/ledgers/1", "/ledgers/1/entries", "/me/tokens"):
        answer = await browser(app).get(API + path, headers=headers)
        assert answer.status_code == 401, (path, answer.text)


async def test_wrong_password_and_unknown_email_get_the_same_answer(app: FastAPI, minji: Someone) -> None:
    for email in (minji.email, "nobody@example.com", "no address\x00"):
        answer = await browser(app).post(
            f"{API}/auth/token", data={"username": email, "password": "wrong password"}
        )
        problem_of(answer, 401, "auth.wrong_credentials")


async def test_after_five_wrong_passwords_even_the_right_one_waits(
    app: FastAPI, minji: Someone, clock: Hands
) -> None:
    client = browser(app)
    for _ in range(5):
        form = {"username": minji.email, "password": "wrong password"}
        assert (await client.post(f"{API}/auth/token", data=form)).status_code == 401
    form = {"username": minji.email, "password": PASSWORD}
    answer = await client.post(f"{API}/auth/token", data=form)
    problem_of(answer, 429, "auth.too_many_tries")
    assert int(answer.headers["retry-after"]) == 600
    clock.move(minutes=11)
    assert await sign_in(client, minji.email)


async def test_ten_registrations_in_a_row_are_not_throttled(app: FastAPI) -> None:
    for number in range(10):
        answer = await register(app, email=f"row{number}@example.com", password=PASSWORD)
        assert answer.status_code == 201


async def test_a_person_can_be_changed(minji: Someone) -> None:
    answer = await minji.patch("/me", {"display_name": "  김  민지 ", "locale": "en", "timezone": "UTC"})
    assert answer.status_code == 200, answer.text
    me = (await minji.get("/me")).json()
    assert (me["display_name"], me["locale"], me["timezone"]) == ("김 민지", "en", "UTC")


async def test_a_stale_change_of_a_person_is_refused(minji: Someone) -> None:
    first = (await minji.get("/me")).headers["etag"]
    assert (await minji.patch("/me", {"display_name": "A"}, headers={"If-Match": first})).status_code == 200
    for method in (
        minji.patch("/me", {"display_name": "B"}, headers={"If-Match": first}),
        minji.delete("/me", headers={"If-Match": first}),
    ):
        problem_of(await method, 412, "resource.changed")
    assert (await minji.get("/me")).json()["display_name"] == "A"


async def test_the_default_ledger_can_be_chosen_among_ones_own(minji: Someone, stranger: Someone) -> None:
    made = (
        await minji.post("/ledgers", {"name": "Trip", "currency": "JPY", "timezone": "Asia/Tokyo"})
    ).json()
    before = (await minji.get("/me")).headers["etag"]
    answer = await minji.patch("/me", {"default_ledger_id": made["id"]})
    assert answer.json()["default_ledger_id"] == made["id"]
    assert answer.headers["etag"] != before
    for malformed in ("nope", "0", "9" * 30, 7):
        assert (await minji.patch("/me", {"default_ledger_id": malformed})).status_code == 422
    for foreign in (stranger.me["default_ledger_id"], "9" * 18):
        problem_of(await minji.patch("/me", {"default_ledger_id": foreign}), 422, "ledger.not_found")
    assert (await minji.get("/me")).json()["default_ledger_id"] == made["id"]


async def test_who_leaves_takes_their_own_ledgers_along(app: FastAPI, minji: Someone) -> None:
    await minji.record()
    assert (await minji.delete("/me")).status_code == 204
    problem_of(await minji.get("/me"), 401, "auth.token_invalid")
    again = await join(app, email=minji.email)
    assert again.me["id"] != minji.me["id"]
    assert (await again.get(minji.ledger)).status_code == 404


async def test_personal_tokens_are_shown_once_and_can_be_ended(app: FastAPI, minji: Someone) -> None:
    made = await minji.post("/me/tokens", {"name": "tablet"})
    assert made.status_code == 201
    token = made.json()["token"]
    listed = (await minji.get("/me/tokens")).json()
    assert [one["name"] for one in listed["items"]] == ["tablet"]
    assert listed["next_cursor"] is None
    assert token not in (await minji.get("/me/tokens")).text
    tablet = browser(app, Authorization=f"Bearer {token}")
    assert (await tablet.get(f"{API}/me")).status_code == 200
    one = (await minji.get(f"/me/tokens/{made.json()['id']}")).json()
    assert one["last_used_at"] == "2026-11-21T03:00:00Z"
    assert (await minji.delete(f"/me/tokens/{made.json()['id']}")).status_code == 204
    assert (await tablet.get(f"{API}/me")).status_code == 401


async def test_a_personal_token_may_end_by_itself(app: FastAPI, minji: Someone, clock: Hands) -> None:
    problem_of(
        await minji.post("/me/tokens", {"name": "x", "expires_at": "2026-11-21T02:59:00Z"}),
        422,
        "token.expired_already",
    )
    made = await minji.post("/me/tokens", {"name": "x", "expires_at": "2026-11-21T13:00:00+09:00"})
    assert made.json()["expires_at"] == "2026-11-21T04:00:00Z"
    client = browser(app, Authorization=f"Bearer {made.json()['token']}")
    clock.move(minutes=59)
    assert (await client.get(f"{API}/me")).status_code == 200
    clock.move(minutes=1)
    assert (await client.get(f"{API}/me")).status_code == 401


async def test_a_strangers_token_is_not_there(minji: Someone, stranger: Someone) -> None:
    made = (await minji.post("/me/tokens", {"name": "tablet"})).json()
    for ask in (stranger.get, stranger.delete):
        problem_of(await ask(f"/me/tokens/{made['id']}"), 404, "token.not_found")
    assert (await stranger.get("/me/tokens")).json()["items"] == []


async def test_a_link_code_is_given_out_and_the_one_before_is_void(minji: Someone) -> None:
    first = (await minji.post("/me/telegram/link-code")).json()
    second = await minji.post("/me/telegram/link-code")
    assert second.status_code == 201
    assert len(first["code"]) == 8
    assert first["code"] != second.json()["code"]
    assert second.json()["expires_at"] == "2026-11-21T03:15:00Z"
    assert second.json()["deep_link"] is None
    problem_of(await minji.delete("/me/telegram"), 409, "telegram.not_linked")

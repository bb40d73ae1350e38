from __future__ import annotations

import pytest

from tests.web.client import Someone, problem_of

TRIP = {"name": "Trip", "currency": "JPY", "timezone": "Asia/Tokyo"}


async def test_a_ledger_is_made_with_its_defaults_and_categories(minji: Someone) -> None:
    made = await minji.post("/ledgers", TRIP)
    assert made.status_code == 201
    ledger = made.json()
    assert ledger == TRIP | {
        "id": ledger["id"],
        "country": "JP",
        "month_start_day": 1,
        "month_start_shift": "none",
        "week_start": "monday",
        "role": "owner",
    }
    assert made.headers["location"] == f"/api/v1/ledgers/{ledger['id']}"
    read = await minji.get(f"/ledgers/{ledger['id']}")
    assert read.json() == ledger
    assert read.headers["etag"] == made.headers["etag"]
    categories = (await minji.get(f"/ledgers/{ledger['id']}/categories")).json()["items"]
    assert len(categories) == 28


async def test_ledgers_are_listed_page_by_page_while_others_are_added(minji: Someone) -> None:
    for number in range(3):
        await minji.post("/ledgers", TRIP | {"name": f"Trip {number}"})
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await minji.get("/ledgers", params=query)).json()
        seen += [one["name"] for one in page["items"]]
        if len(seen) == 2:
            await minji.post("/ledgers", TRIP | {"name": "Late"})
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ["우리집 가계부", "Trip 0", "Trip 1", "Trip 2", "Late"]


async def test_a_ledgers_settings_change_and_its_etag_with_them(minji: Someone) -> None:
    before = await minji.get(minji.ledger)
    changes = {"name": "집", "month_start_day": 25, "month_start_shift": "previous_business_day"}
    after = await minji.patch(minji.ledger, changes | {"week_start": "sunday"})
    assert after.status_code == 200
    assert after.json() == before.json() | changes | {"week_start": "sunday"}
    assert after.headers["etag"] != before.headers["etag"]
    assert (await minji.get(minji.ledger)).json() == after.json()


async def test_a_change_that_changes_nothing_keeps_the_etag(minji: Someone) -> None:
    before = await minji.get(minji.ledger)
    same = await minji.patch(minji.ledger, {"name": before.json()["name"]})
    assert same.headers["etag"] == before.headers["etag"]
    assert (await minji.patch(minji.ledger, {})).headers["etag"] == before.headers["etag"]


async def test_the_country_follows_the_timezone_until_somebody_chose_one(minji: Someone) -> None:
    moved = (await minji.patch(minji.ledger, {"timezone": "Europe/Paris"})).json()
    assert moved["country"] == "FR"
    await minji.patch(minji.ledger, {"country": "BE"})
    moved = (await minji.patch(minji.ledger, {"timezone": "Europe/Berlin"})).json()
    assert moved["country"] == "BE"


async def test_the_currency_stays_once_something_was_recorded(minji: Someone) -> None:
    assert (await minji.patch(minji.ledger, {"currency": "USD"})).json()["currency"] == "USD"
    entry = await minji.record("1")
    await minji.delete(f"{minji.ledger}/entries/{entry['id']}")
    problem_of(await minji.patch(minji.ledger, {"currency": "KRW"}), 409, "ledger.currency_in_use")


@pytest.mark.parametrize("match", ['"99"', "nonsense", 'W/"1"', '"1", "2"'])
async def test_a_stale_change_is_refused_and_changes_nothing(minji: Someone, match: str) -> None:
    headers = {"If-Match": match}
    answer = await minji.patch(minji.ledger, {"name": "X"}, headers=headers)
    problem_of(answer, 412, "resource.changed")
    problem_of(await minji.delete(minji.ledger, headers=headers), 412, "resource.changed")
    assert (await minji.get(minji.ledger)).json()["name"] == "우리집 가계부"


@pytest.mark.parametrize("match", ['"1"', "*", "1"])
async def test_a_fresh_change_is_made(minji: Someone, match: str) -> None:
    assert (await minji.patch(minji.ledger, {"name": "X"}, headers={"If-Match": match})).status_code == 200


async def test_a_deleted_ledger_is_gone_with_all_that_is_in_it(minji: Someone) -> None:
    made = (await minji.post("/ledgers", TRIP)).json()
    path = f"/ledgers/{made['id']}"
    body = {"kind": "expense", "amount": "500", "description": "라멘"}
    assert (await minji.post(f"{path}/entries", body)).status_code == 201
    assert (await minji.delete(path)).status_code == 204
    for inside in ("", "/entries", "/categories"):
        problem_of(await minji.get(path + inside), 404, "ledger.not_found")


async def test_the_last_ledger_stays(minji: Someone) -> None:
    problem_of(await minji.delete(minji.ledger), 409, "ledger.last_one")


async def test_when_the_default_ledger_goes_another_takes_its_place(minji: Someone) -> None:
    made = (await minji.post("/ledgers", TRIP)).json()
    assert (await minji.delete(minji.ledger)).status_code == 204
    assert (await minji.get("/me")).json()["default_ledger_id"] == made["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": " \t"},
        {"name": "x" * 81},
        {"name": None},
        {"name": "a\x00b"},
        {"month_start_day": 0},
        {"month_start_day": 32},
        {"month_start_day": "5"},
        {"month_start_day": True},
        {"month_start_shift": "sometimes"},
        {"week_start": "tuesday"},
        {"country": "kr"},
        {"country": "ZZ"},
        {"country": "KOR"},
        {"timezone": "localtime"},
        {"currency": None},
        {"role": "owner"},
        {"id": "1"},
    ],
)
async def test_settings_that_cannot_be_are_refused(minji: Someone, change: dict) -> None:
    answer = await minji.patch(minji.ledger, change)
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == list(change)


STRANGERS = [
    ("GET", ""),
    ("PATCH", ""),
    ("DELETE", ""),
    ("GET", "/categories"),
    ("POST", "/categories"),
    ("GET", "/categories/{category}"),
    ("PATCH", "/categories/{category}"),
    ("DELETE", "/categories/{category}"),
    ("GET", "/entries"),
    ("POST", "/entries"),
    ("POST", "/entries/from-text"),
    ("GET", "/entries/{entry}"),
    ("PATCH", "/entries/{entry}"),
    ("DELETE", "/entries/{entry}"),
    ("POST", "/entries/{entry}/restore"),
]
BODIES = {
    "/categories": {"kind": "expense", "name": "x"},
    "/entries": {"kind": "expense", "amount": "1", "description": "x"},
    "/entries/from-text": {"text": "커피 4500"},
}


@pytest.mark.parametrize(("method", "path"), STRANGERS)
async def test_a_strangers_ledger_is_not_there(
    minji: Someone, stranger: Someone, method: str, path: str
) -> None:
    entry, category = await minji.record(), await minji.category("food")
    inside = path.format(entry=entry["id"], category=category["id"])
    body = BODIES.get(path, {} if method == "PATCH" else None)
    for place in (
        minji.ledger,
        "/api/v1/ledgers/999999",
        "/api/v1/ledgers/nope",
        "/api/v1/ledgers/" + "9" * 25,
    ):
        answer = await stranger.client.request(method, place + inside, json=body)
        problem_of(answer, 404, "ledger.not_found")
    assert (await minji.get(f"{minji.ledger}/entries/{entry['id']}")).json() == entry


@pytest.mark.parametrize(("method", "path"), [one for one in STRANGERS if "{" in one[1]])
async def test_what_is_in_a_strangers_ledger_is_not_in_mine(
    minji: Someone, stranger: Someone, method: str, path: str
) -> None:
    entry, category = await minji.record(), await minji.category("food")
    inside = path.format(entry=entry["id"], category=category["id"])
    body = {} if method == "PATCH" else None
    answer = await stranger.client.request(method, stranger.ledger + inside, json=body)
    assert answer.status_code == 404, answer.text
    for malformed in ("nope", "0", "-1", "9" * 25, "１"):
        inside = path.format(entry=malformed, category=malformed)
        answer = await stranger.client.request(method, stranger.ledger + inside, json=body)
        assert answer.status_code == 404, answer.text

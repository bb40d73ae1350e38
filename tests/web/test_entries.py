from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.web.client import Someone, problem_of
from tests.web.conftest import Hands


async def create(person: Someone, **body: Any) -> httpx.Response:
    wanted = {"kind": "expense", "amount": "8000", "description": "김밥"} | body
    return await person.post(f"{person.ledger}/entries", wanted)


async def listed(person: Someone, **query: str) -> list[str]:
    answer = await person.get(f"{person.ledger}/entries", params=query)
    assert answer.status_code == 200, answer.text
    return [one["description"] for one in answer.json()["items"]]


async def test_an_entry_is_recorded_and_read_back(minji: Someone) -> None:
    made = await create(minji, memo="민지랑", payment_method="신한카드")
    assert made.status_code == 201, made.text
    entry = made.json()
    assert entry == {
        "id": entry["id"],
        "kind": "expense",
        "amount": "8000",
        "currency": "KRW",
        "ledger_amount": "8000",
        "rate": None,
        "category": entry["category"],
        "description": "김밥",
        "memo": "민지랑",
        "payment_method": "신한카드",
        "occurred_on": "2026-11-21",
        "occurred_at": None,
        "excluded": False,
        "author": {"id": minji.me["id"], "display_name": "민지"},
        "source": "api",
        "text": None,
        "created_at": "2026-11-21T03:00:00Z",
        "updated_at": "2026-11-21T03:00:00Z",
    }
    assert entry["category"]["key"] == "food"
    assert set(entry["category"]) == {"id", "key", "name", "emoji"}
    assert made.headers["etag"] == '"1"'
    read = await minji.get(made.headers["location"])
    assert read.json() == entry
    assert read.headers["etag"] == '"1"'


async def test_today_is_the_ledgers_day(minji: Someone, clock: Hands) -> None:
    clock.move(hours=13)  # 16:00 UTC is 01:00 of the next day in Seoul
    assert (await create(minji)).json()["occurred_on"] == "2026-11-22"


async def test_a_foreign_amount_is_also_shown_in_the_ledgers_currency(minji: Someone) -> None:
    entry = (await create(minji, amount="12.50", currency="USD", occurred_on="2024-03-04")).json()
    assert (entry["amount"], entry["currency"]) == ("12.50", "USD")
    assert entry["rate"] is not None
    assert 10_000 < int(entry["ledger_amount"]) < 30_000


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"amount": "0"}, "money.not_positive", "amount"),
        ({"amount": "-5"}, "money.not_positive", "amount"),
        ({"amount": "1e9"}, "money.malformed", "amount"),
        ({"amount": "12,000"}, "money.malformed", "amount"),
        ({"amount": " 5"}, "money.malformed", "amount"),
        ({"amount": "NaN"}, "money.malformed", "amount"),
        ({"amount": "１２"}, "money.malformed", "amount"),
        ({"amount": 8000}, "money.malformed", "amount"),
        ({"amount": 80.5}, "money.malformed", "amount"),
        ({"amount": "8000.5"}, "money.too_precise", "amount"),
        ({"amount": "99999999999999999999"}, "money.out_of_range", "amount"),
        ({"amount": "1.001", "currency": "USD"}, "money.too_precise", "amount"),
        ({"currency": "XXXX"}, "request.invalid", "currency"),
        ({"kind": "gift"}, "request.invalid", "kind"),
        ({"description": None}, "request.invalid", "description"),
        ({"description": "x" * 201}, "request.invalid", "description"),
        ({"description": "a\x00b"}, "request.invalid", "description"),
        ({"memo": "x" * 1001}, "request.invalid", "memo"),
        ({"payment_method": "x" * 81}, "request.invalid", "payment_method"),
        ({"occurred_on": "2026-02-30"}, "request.invalid", "occurred_on"),
        ({"occurred_on": "2026-02-03T00:00:00"}, "request.invalid", "occurred_on"),
        ({"occurred_on": 1}, "request.invalid", "occurred_on"),
        ({"occurred_on": "0001-01-01"}, "entry.day_out_of_range", "occurred_on"),
        ({"occurred_on": "9999-12-31"}, "entry.day_out_of_range", "occurred_on"),
        ({"excluded": "true"}, "request.invalid", "excluded"),
        ({"category_id": "999999"}, "category.not_found", "category_id"),
        ({"category_id": "nope"}, "request.invalid", "category_id"),
        ({"category_id": 5}, "request.invalid", "category_id"),
        ({"source": "telegram"}, "request.invalid", "source"),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_leaves_nothing(
    minji: Someone, body: dict, code: str, field: str
) -> None:
    content = problem_of(await create(minji, **body), 422, code)
    assert [one["field"] for one in content["errors"]] == [field]
    assert await listed(minji) == []


async def test_the_largest_amount_has_fifteen_digits(minji: Someone) -> None:
    assert (await create(minji, amount="9" * 15)).json()["amount"] == "9" * 15
    problem_of(await create(minji, amount="1" + "0" * 15), 422, "money.out_of_range")
    entry = await create(minji, amount="9" * 13 + ".99", currency="USD", occurred_on="2024-03-04")
    assert entry.status_code in {201, 422}


async def test_category_and_kind_agree(minji: Someone, stranger: Someone) -> None:
    salary = await minji.category("salary")
    problem_of(await create(minji, category_id=salary["id"]), 422, "category.wrong_kind")
    foreign = await stranger.category("food")
    problem_of(await create(minji, category_id=foreign["id"]), 422, "category.not_found")
    income = (await create(minji, kind="income", category_id=salary["id"])).json()
    assert (income["kind"], income["category"]["key"]) == ("income", "salary")


async def test_entries_are_listed_newest_first_page_by_page(minji: Someone) -> None:
    for day in (20, 18, 21, 19):
        await create(minji, description=str(day), occurred_on=f"2026-11-{day}")
    first = (await minji.get(f"{minji.ledger}/entries", params={"limit": 3})).json()
    assert [one["description"] for one in first["items"]] == ["21", "20", "19"]
    await create(minji, description="later", occurred_on="2026-11-22")
    rest = await minji.get(f"{minji.ledger}/entries", params={"limit": 3, "cursor": first["next_cursor"]})
    assert [one["description"] for one in rest.json()["items"]] == ["18"]
    assert rest.json()["next_cursor"] is None


async def test_a_list_can_be_narrowed_down(minji: Someone, stranger: Someone) -> None:
    food = await minji.category("food")
    await create(minji, description="Kimbap", occurred_on="2026-11-01", category_id=food["id"])
    await create(minji, description="택시", amount="15000", occurred_on="2026-11-10", memo="밤 늦게")
    await create(minji, description="월급", kind="income", amount="3000000", occurred_on="2026-11-20")
    assert await listed(minji, **{"from": "2026-11-10"}) == ["월급", "택시"]
    assert await listed(minji, to="2026-11-10") == ["택시", "Kimbap"]
    assert await listed(minji, kind="income") == ["월급"]
    assert await listed(minji, category_id=food["id"]) == ["Kimbap"]
    assert await listed(minji, q="KIMBAP") == ["Kimbap"]
    assert await listed(minji, q="늦게") == ["택시"]
    assert await listed(minji, q="100%_") == []
    assert await listed(minji, min="15000", max="15000") == ["택시"]
    assert await listed(minji, author_id=minji.me["id"], kind="expense") == ["택시", "Kimbap"]
    assert await listed(minji, author_id=stranger.me["id"]) == []


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"cursor": "x"},
        {"cursor": "é"},
        {"cursor": "W10"},
        {"cursor": "WzEsMTAwMDAwMDAwMDAwMDAwMDAwMDAwMF0"},
        {"cursor": "WyJ4IiwxXQ"},
        {"from": "yesterday"},
        {"from": "20261121"},
        {"kind": "x"},
        {"min": "-1"},
        {"min": "0.5"},
        {"max": "9" * 30},
        {"q": "\x00"},
        {"q": "x" * 201},
        {"category_id": "x"},
        {"author_id": ""},
    ],
)
async def test_a_list_that_cannot_be_is_refused(minji: Someone, query: dict) -> None:
    answer = await minji.get(f"{minji.ledger}/entries", params=query)
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == list(query)


async def test_an_entry_changes_where_it_is_told_to(minji: Someone) -> None:
    entry = await minji.record(memo="memo")
    path = f"{minji.ledger}/entries/{entry['id']}"
    changed = await minji.patch(path, {"amount": "9000", "occurred_on": "2026-11-20", "excluded": True})
    assert changed.status_code == 200, changed.text
    assert changed.json() == entry | {
        "amount": "9000",
        "ledger_amount": "9000",
        "occurred_on": "2026-11-20",
        "excluded": True,
    }
    assert changed.headers["etag"] == '"2"'
    assert (await minji.patch(path, {"category_id": None})).json()["category"] is None
    salary = await minji.category("salary")
    problem_of(await minji.patch(path, {"category_id": salary["id"]}), 422, "category.wrong_kind")
    for bad in ({"amount": None}, {"kind": None}, {"memo": None}, {"amount": "0"}, {"id": "1"}):
        assert (await minji.patch(path, bad)).status_code == 422


async def test_half_of_an_amount_is_completed_from_the_entry(minji: Someone) -> None:
    entry = (await create(minji, amount="12.50", currency="USD", occurred_on="2024-03-04")).json()
    path = f"{minji.ledger}/entries/{entry['id']}"
    assert (await minji.patch(path, {"amount": "13.25"})).json()["currency"] == "USD"
    changed = (await minji.patch(path, {"currency": "EUR"})).json()
    assert (changed["amount"], changed["currency"]) == ("13.25", "EUR")
    problem_of(await minji.patch(path, {"currency": "KRW"}), 422, "money.too_precise")


async def test_a_stale_change_is_refused(minji: Someone) -> None:
    entry = await minji.record()
    path = f"{minji.ledger}/entries/{entry['id']}"
    await minji.patch(path, {"memo": "A"}, headers={"If-Match": '"1"'})
    stale = {"If-Match": '"1"'}
    problem_of(await minji.patch(path, {"memo": "B"}, headers=stale), 412, "resource.changed")
    problem_of(await minji.delete(path, headers=stale), 412, "resource.changed")
    assert (await minji.delete(path, headers={"If-Match": '"2"'})).status_code == 204


async def test_a_deleted_entry_can_be_restored_for_thirty_days(minji: Someone, clock: Hands) -> None:
    entry = await minji.record()
    path = f"{minji.ledger}/entries/{entry['id']}"
    problem_of(await minji.post(f"{path}/restore"), 409, "entry.not_deleted")
    assert (await minji.delete(path)).status_code == 204
    for again in (minji.get(path), minji.delete(path), minji.patch(path, {"memo": "x"})):
        problem_of(await again, 404, "entry.not_found")
    back = await minji.post(f"{path}/restore")
    assert back.status_code == 200
    assert back.json() == entry
    await minji.delete(path)
    clock.move(days=29)
    assert (await minji.get("/me")).status_code == 200
    assert (await minji.post(f"{path}/restore")).status_code == 200


async def test_words_become_entries_as_in_the_bot(minji: Someone) -> None:
    path = f"{minji.ledger}/entries/from-text"
    tried = await minji.post(path, {"text": "김밥 8000", "dry_run": True})
    assert tried.status_code == 200
    assert [one["amount"] for one in tried.json()["entries"]] == ["8000"]
    assert await listed(minji) == []
    made = await minji.post(path, {"text": "어제 김밥 8천원"})
    assert made.status_code == 201
    (entry,) = made.json()["entries"]
    assert (entry["amount"], entry["occurred_on"], entry["source"]) == ("8000", "2026-11-20", "api")
    assert entry["text"] == "어제 김밥 8천원"
    assert (await minji.get(f"{minji.ledger}/entries/{entry['id']}")).json() == entry


@pytest.mark.parametrize("text", ["", " ", "안녕", "!!!", "\x01\x02", "🙂"])
async def test_nothing_to_record_is_an_empty_answer(minji: Someone, text: str) -> None:
    answer = await minji.post(f"{minji.ledger}/entries/from-text", {"text": text})
    assert answer.status_code == 200, answer.text
    assert answer.json()["entries"] == []
    assert set(answer.json()) == {"entries", "unread"}
    assert await listed(minji) == []


@pytest.mark.parametrize(
    "body",
    [{}, {"text": None}, {"text": 5}, {"text": "a\x00b"}, {"text": "x" * 4097}, {"text": "x", "dry_run": 1}],
)
async def test_no_text_is_refused(minji: Someone, body: dict) -> None:
    answer = await minji.post(f"{minji.ledger}/entries/from-text", body)
    assert answer.status_code == 422


async def test_from_text_is_no_entrys_id(minji: Someone) -> None:
    answer = await minji.get(f"{minji.ledger}/entries/from-text")
    problem_of(answer, 405, "request.method_not_allowed")
    assert answer.headers["allow"] == "POST"

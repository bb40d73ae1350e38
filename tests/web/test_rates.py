from __future__ import annotations

from typing import Any

import pytest

from tests.web.client import Someone, problem_of

DONG = {"currency": "VND", "day": "2026-11-01", "rate": "0.0530"}


async def give(person: Someone, **more: Any) -> dict[str, Any]:
    answer = await person.post(f"{person.ledger}/rates", DONG | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_given_rate_counts_from_its_day_on(minji: Someone) -> None:
    entries = f"{minji.ledger}/entries"
    pho = {"kind": "expense", "amount": "90000", "currency": "VND", "description": "쌀국수"}
    refused = problem_of(await minji.post(entries, pho), 422, "entry.rate_unknown")
    assert "환율에" in refused["detail"]
    first = await give(minji)
    assert first == {"id": first["id"], "currency": "VND", "day": "2026-11-01", "rate": "0.053"}
    await give(minji, day="2026-11-15", rate="0.06")
    for day, worth, rate in (
        ("2026-11-20", "5400", "0.06"),
        ("2026-11-14", "4770", "0.053"),
        ("2026-10-01", "4770", "0.053"),  # before any: the earliest
    ):
        entry = await minji.record(**(pho | {"occurred_on": day}))
        assert (entry["ledger_amount"], entry["rate"]) == (worth, rate)
    moved = await minji.patch(f"{entries}/{entry['id']}", {"occurred_on": "2026-11-16"})
    assert moved.json()["ledger_amount"] == "5400"


async def test_rates_are_listed_newest_day_first_and_taken_away(minji: Someone) -> None:
    first, second = await give(minji), await give(minji, day="2026-11-15")
    path = f"{minji.ledger}/rates"
    page = (await minji.get(path, params={"limit": 1})).json()
    assert page["items"] == [second]
    rest = (await minji.get(path, params={"limit": 1, "cursor": page["next_cursor"]})).json()
    assert rest == {"items": [first], "next_cursor": None}
    assert (await minji.delete(f"{path}/{first['id']}")).status_code == 204
    problem_of(await minji.delete(f"{path}/{first['id']}"), 404, "rate.not_found")


async def test_a_day_has_one_rate(minji: Someone) -> None:
    await give(minji)
    problem_of(await minji.post(f"{minji.ledger}/rates", DONG), 409, "rate.exists")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"currency": "KRW"}, "rate.own_currency"),
        ({"currency": "USD"}, "rate.known"),
        ({"currency": "XYZ"}, "request.invalid"),
        ({"rate": "0"}, "rate.malformed"),
        ({"rate": "-1"}, "rate.malformed"),
        ({"rate": "1e5"}, "rate.malformed"),
        ({"rate": "0.0000000000001"}, "rate.malformed"),
        ({"rate": "1" * 13}, "rate.malformed"),
        ({"rate": 0.053}, "rate.malformed"),
        ({"day": "9999-12-31"}, "day.out_of_range"),
        ({"day": "2026-02-30"}, "request.invalid"),
    ],
)
async def test_what_a_rate_cannot_be(minji: Someone, more: dict[str, Any], code: str) -> None:
    problem_of(await minji.post(f"{minji.ledger}/rates", DONG | more), 422, code)


async def test_a_strangers_rate_is_not_there(minji: Someone, stranger: Someone) -> None:
    rate = await give(minji)
    problem_of(await stranger.delete(f"{minji.ledger}/rates/{rate['id']}"), 404, "ledger.not_found")
    problem_of(await stranger.delete(f"{stranger.ledger}/rates/{rate['id']}"), 404, "rate.not_found")

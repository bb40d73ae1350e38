"""What became of entries, over the API: history, several moved at once, acts taken back."""

from __future__ import annotations

import pytest

from tests.web.client import Someone, problem_of


async def test_an_entrys_history_says_who_changed_what(minji: Someone) -> None:
    entry = await minji.record()
    path = f"{minji.ledger}/entries/{entry['id']}"
    snacks = await minji.category("cafe")
    await minji.patch(path, {"amount": "9000", "category_id": snacks["id"], "excluded": True})
    await minji.delete(path)
    items = (await minji.get(f"{path}/history")).json()["items"]
    assert [step["action"] for step in items] == ["deleted", "edited", "created"]
    assert items[1]["author"] == {"id": minji.me["id"], "display_name": "민지"}
    assert items[1]["at"] == "2026-11-21T03:00:00Z"
    assert items[1]["changes"] == [
        {"field": "amount", "before": "8000", "after": "9000"},
        {"field": "category_id", "before": entry["category"]["id"], "after": snacks["id"]},
        {"field": "excluded", "before": False, "after": True},
    ]
    assert items[0]["changes"] == items[2]["changes"] == []
    assert not any(step["undone"] for step in items)


async def test_a_history_is_read_page_by_page_while_it_grows(minji: Someone) -> None:
    entry = await minji.record()
    path = f"{minji.ledger}/entries/{entry['id']}"
    for amount in ("1000", "2000"):
        await minji.patch(path, {"amount": amount})
    first = (await minji.get(f"{path}/history", params={"limit": 2})).json()
    await minji.patch(path, {"amount": "3000"})
    query = {"limit": 2, "cursor": first["next_cursor"]}
    rest = (await minji.get(f"{path}/history", params=query)).json()
    assert [step["action"] for step in first["items"]] == ["edited", "edited"]
    assert [step["action"] for step in rest["items"]] == ["created"]
    assert rest["next_cursor"] is None


async def test_several_are_filed_elsewhere_at_once_and_back(minji: Someone) -> None:
    ids = [(await minji.record())["id"] for _ in range(3)]
    cafe = await minji.category("cafe")
    moved = await minji.post(f"{minji.ledger}/entries/move", {"entry_ids": ids, "category_id": cafe["id"]})
    assert moved.status_code == 200
    assert moved.json()["moved"] == 3
    listed = (await minji.get(f"{minji.ledger}/entries", params={"category_id": cafe["id"]})).json()["items"]
    assert len(listed) == 3
    undone = await minji.post(f"{minji.ledger}/entries/undo", {"act": moved.json()["act"]})
    assert {one["id"] for one in undone.json()["reverted"]} == set(ids)
    listed = (await minji.get(f"{minji.ledger}/entries", params={"category_id": cafe["id"]})).json()["items"]
    assert listed == []


async def test_all_of_them_or_none(minji: Someone, stranger: Someone) -> None:
    mine, theirs = await minji.record(), await stranger.record()
    cafe = await minji.category("cafe")
    body = {"entry_ids": [mine["id"], theirs["id"]], "category_id": cafe["id"]}
    problem_of(await minji.post(f"{minji.ledger}/entries/move", body), 404, "entry.not_found")
    assert (await minji.get(f"{minji.ledger}/entries/{mine['id']}")).json() == mine
    foreign = body | {"entry_ids": [mine["id"]], "category_id": (await stranger.category("cafe"))["id"]}
    problem_of(await minji.post(f"{minji.ledger}/entries/move", foreign), 422, "category.not_found")
    salary = body | {"entry_ids": [mine["id"]], "category_id": (await minji.category("salary"))["id"]}
    problem_of(await minji.post(f"{minji.ledger}/entries/move", salary), 422, "category.wrong_kind")
    problem_of(
        await minji.post(f"{minji.ledger}/entries/move", body | {"entry_ids": []}), 422, "request.invalid"
    )


async def test_the_last_act_is_taken_back_without_naming_it(minji: Someone) -> None:
    entry = await minji.record()
    undone = await minji.post(f"{minji.ledger}/entries/undo", {})
    assert [one["id"] for one in undone.json()["removed"]] == [entry["id"]]
    problem_of(await minji.post(f"{minji.ledger}/entries/undo", {}), 404, "undo.nothing")
    history = (await minji.get(f"{minji.ledger}/entries/{entry['id']}/history")).json()["items"]
    assert history[-1]["undone"]


async def test_a_strangers_history_is_not_there(minji: Someone, stranger: Someone) -> None:
    entry = await minji.record()
    at = f"{minji.ledger}/entries"
    problem_of(await stranger.get(f"{at}/{entry['id']}/history"), 404, "ledger.not_found")
    problem_of(await stranger.get(f"{stranger.ledger}/entries/{entry['id']}/history"), 404, "entry.not_found")
    act = (await minji.get(f"{at}/{entry['id']}/history")).json()["items"][0]["act"]
    problem_of(await stranger.post(f"{at}/undo", {"act": act}), 404, "ledger.not_found")
    problem_of(await stranger.post(f"{stranger.ledger}/entries/undo", {"act": act}), 404, "undo.nothing")


@pytest.mark.parametrize("word", ["move", "undo"])
async def test_verbs_are_no_entries(minji: Someone, word: str) -> None:
    answer = await minji.get(f"{minji.ledger}/entries/{word}")
    problem_of(answer, 405, "request.method_not_allowed")
    assert answer.headers["allow"] == "POST"

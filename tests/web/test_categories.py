from __future__ import annotations

from typing import Any

import pytest

from tests.web.client import Someone, problem_of


async def add(person: Someone, name: str = "반찬", kind: str = "expense", **more: Any) -> dict[str, Any]:
    answer = await person.post(f"{person.ledger}/categories", {"kind": kind, "name": name} | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def at(person: Someone, category: dict[str, Any]) -> str:
    return f"{person.ledger}/categories/{category['id']}"


async def test_a_default_category_is_named_in_the_readers_language(minji: Someone) -> None:
    for language, name in (("ko", "식비"), ("en-GB,en;q=0.8", "Food"), ("fr, ko;q=0.2", "식비")):
        path = f"{minji.ledger}/categories"
        listed = (await minji.get(path, headers={"Accept-Language": language})).json()
        assert listed["items"][0]["name"] == name
    assert (await minji.category("food"))["name"] == "식비"  # her own setting


async def test_a_category_is_added_last_and_read_back(minji: Someone) -> None:
    made = await minji.post(f"{minji.ledger}/categories", {"kind": "expense", "name": " 반찬  가게 "})
    assert made.status_code == 201
    category = made.json()
    assert category == {
        "id": category["id"],
        "key": None,
        "name": "반찬 가게",
        "emoji": "🏷️",
        "kind": "expense",
        "parent_id": None,
        "position": 28,
        "archived": False,
    }
    assert (await minji.get(at(minji, category))).json() == category
    assert (await minji.get(f"{minji.ledger}/categories")).json()["items"][-1] == category


async def test_categories_are_listed_page_by_page_in_their_order(minji: Someone) -> None:
    keys: list[str] = []
    cursor = None
    while True:
        query = {"limit": 10} | ({"cursor": cursor} if cursor else {})
        page = (await minji.get(f"{minji.ledger}/categories", params=query)).json()
        keys += [one["key"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(keys) == len(set(keys)) == 28


async def test_a_default_category_can_be_renamed_and_get_its_name_back(minji: Someone) -> None:
    food = await minji.category("food")
    renamed = (await minji.patch(at(minji, food), {"name": "밥", "emoji": "🍙"})).json()
    assert (renamed["name"], renamed["key"], renamed["emoji"]) == ("밥", "food", "🍙")
    assert (await minji.patch(at(minji, food), {"name": None})).json()["name"] == "식비"
    own = await add(minji)
    problem_of(await minji.patch(at(minji, own), {"name": None}), 422, "category.name_required")


async def test_categories_have_two_levels_at_most(minji: Someone) -> None:
    top = await add(minji, "top")
    child = await add(minji, "child", parent_id=top["id"])
    assert child["parent_id"] == top["id"]
    deep = {"kind": "expense", "name": "deep", "parent_id": child["id"]}
    problem_of(await minji.post(f"{minji.ledger}/categories", deep), 422, "category.too_deep")
    other = await add(minji, "other")
    for under, moved in ((other, top), (top, top), (child, other)):
        answer = await minji.patch(at(minji, moved), {"parent_id": under["id"]})
        problem_of(answer, 422, "category.too_deep")
    assert (await minji.patch(at(minji, child), {"parent_id": None})).json()["parent_id"] is None


async def test_parent_and_child_are_of_one_kind(minji: Someone) -> None:
    income = await add(minji, "알바", "income")
    wrong = {"kind": "expense", "name": "x", "parent_id": income["id"]}
    problem_of(await minji.post(f"{minji.ledger}/categories", wrong), 422, "category.wrong_kind")


async def test_a_strangers_category_is_no_parent_and_takes_nothing(minji: Someone, stranger: Someone) -> None:
    foreign = await add(stranger)
    body = {"kind": "expense", "name": "x", "parent_id": foreign["id"]}
    problem_of(await minji.post(f"{minji.ledger}/categories", body), 422, "category.parent_not_found")
    own = await add(minji)
    answer = await minji.delete(at(minji, own), params={"move_to": foreign["id"]})
    problem_of(answer, 422, "category.move_to_not_found")


async def test_an_unused_category_is_deleted(minji: Someone) -> None:
    own = await add(minji)
    assert (await minji.delete(at(minji, own))).status_code == 204
    problem_of(await minji.get(at(minji, own)), 404, "category.not_found")


async def test_a_category_in_use_stays_until_told_where_its_contents_go(minji: Someone) -> None:
    own, food = await add(minji), await minji.category("food")
    child = await add(minji, "child", parent_id=own["id"])
    entry = await minji.record(category_id=own["id"])
    problem_of(await minji.delete(at(minji, own)), 409, "category.in_use")
    for place, code in (
        (own, "category.move_to_itself"),
        (await minji.category("salary"), "category.wrong_kind"),
    ):
        answer = await minji.delete(at(minji, own), params={"move_to": place["id"]})
        problem_of(answer, 422, code)
    assert (await minji.delete(at(minji, own), params={"move_to": food["id"]})).status_code == 204
    moved = await minji.get(f"{minji.ledger}/entries/{entry['id']}")
    assert moved.json()["category"]["key"] == "food"
    assert moved.headers["etag"] == '"2"'
    assert (await minji.get(at(minji, child))).json()["parent_id"] == food["id"]


async def test_what_is_brought_back_is_where_its_category_went(minji: Someone) -> None:
    own, food = await add(minji), await minji.category("food")
    gone, edited = [await minji.record(category_id=own["id"]) for _ in range(2)]
    entries = f"{minji.ledger}/entries"
    assert (await minji.delete(f"{entries}/{gone['id']}")).status_code == 204
    transport = await minji.category("transport")
    await minji.patch(f"{entries}/{edited['id']}", {"category_id": transport["id"]})
    assert (await minji.delete(at(minji, own), params={"move_to": food["id"]})).status_code == 204

    back = await minji.post(f"{entries}/{gone['id']}/restore")
    assert back.json()["category"]["key"] == "food"
    assert (await minji.post(f"{entries}/undo", {})).status_code == 200
    undone = (await minji.get(f"{entries}/{edited['id']}")).json()
    assert undone["category"]["key"] == "food"


async def test_a_child_takes_its_parents_place(minji: Someone) -> None:
    parent = await add(minji, "parent")
    heir = await add(minji, "heir", parent_id=parent["id"])
    other = await add(minji, "other", parent_id=parent["id"])
    assert (await minji.delete(at(minji, parent), params={"move_to": heir["id"]})).status_code == 204
    assert (await minji.get(at(minji, heir))).json()["parent_id"] is None
    assert (await minji.get(at(minji, other))).json()["parent_id"] == heir["id"]


async def test_an_archived_category_is_still_listed_but_not_chosen(minji: Someone) -> None:
    cafe = await minji.category("cafe")
    assert (await minji.patch(at(minji, cafe), {"archived": True})).json()["archived"] is True
    assert (await minji.category("cafe"))["archived"] is True
    entry = await minji.record(description="스타벅스 아메리카노")
    assert entry["category"]["key"] != "cafe"


async def test_a_stale_change_is_refused(minji: Someone) -> None:
    own = await add(minji)
    await minji.patch(at(minji, own), {"name": "A"})
    stale = {"If-Match": '"1"'}
    problem_of(await minji.patch(at(minji, own), {"name": "B"}, headers=stale), 412, "resource.changed")
    problem_of(await minji.delete(at(minji, own), headers=stale), 412, "resource.changed")


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 41},
        {"emoji": ""},
        {"emoji": "x" * 17},
        {"emoji": None},
        {"position": -1},
        {"position": 1.5},
        {"position": 10**12},
        {"archived": "yes"},
        {"archived": 1},
        {"parent_id": 5},
        {"parent_id": "x"},
        {"key": "food"},
    ],
)
async def test_what_cannot_be_is_refused_by_field(minji: Someone, change: dict) -> None:
    own = await add(minji)
    answer = await minji.patch(at(minji, own), change)
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == list(change)

from __future__ import annotations

from typing import Any

import pytest

from tests.web.client import Someone, problem_of


async def make(person: Someone, amount: str = "500000", **more: Any) -> dict[str, Any]:
    body = {"amount": amount, "starts_on": "2026-01-01"} | more
    answer = await person.post(f"{person.ledger}/budgets", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def status(person: Someone, on: str | None = None) -> list[dict[str, Any]]:
    answer = await person.get(f"{person.ledger}/budgets/status", params={"on": on} if on else {})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_budget_is_made_read_and_listed(minji: Someone) -> None:
    food = await minji.category("food")
    made = await minji.post(f"{minji.ledger}/budgets", {"category_id": food["id"], "amount": "500000"})
    assert made.status_code == 201
    budget = made.json()
    assert budget == {
        "id": budget["id"],
        "category_id": food["id"],
        "amount": "500000",
        "period": "monthly",
        "starts_on": "2026-11-01",
        "ends_on": None,
        "rollover": "none",
        "alert_at": [80, 100],
    }
    read = await minji.get(made.headers["location"])
    assert (read.json(), read.headers["etag"]) == (budget, '"1"')
    assert (await minji.get(f"{minji.ledger}/budgets")).json() == {"items": [budget], "next_cursor": None}


async def test_a_status_says_how_much_is_left(minji: Someone) -> None:
    food = await minji.category("food")
    budget = await make(minji, "300000", category_id=food["id"])
    await minji.record("250000", category_id=food["id"], occurred_on="2026-11-03")
    await minji.record("7777", category_id=food["id"], excluded=True)
    (found,) = await status(minji)
    assert found == {
        "budget_id": budget["id"],
        "category": {"id": food["id"], "key": "food", "name": "식비", "emoji": "🍚"},
        "period": {"start": "2026-11-01", "end": "2026-11-30"},
        "budgeted": "300000",
        "carried": "0",
        "spent": "250000",
        "remaining": "50000",
        "used_percent": 83.3,
        "days_left": 10,
        "daily_allowance": "5000",
        "projected": "357143",
        "state": "warning",
    }


async def test_children_and_later_days_count_and_what_is_deleted_does_not(minji: Someone) -> None:
    food = await minji.category("food")
    body = {"kind": "expense", "name": "반찬", "parent_id": food["id"]}
    child = (await minji.post(f"{minji.ledger}/categories", body)).json()
    await make(minji, category_id=food["id"])
    await make(minji)
    await minji.record("1000", category_id=child["id"], occurred_on="2026-11-30")
    await minji.record("200", category_id=(await minji.category("cafe"))["id"])
    gone = await minji.record("30", category_id=food["id"])
    await minji.delete(f"{minji.ledger}/entries/{gone['id']}")
    of_all, of_food = sorted(await status(minji), key=lambda one: one["category"] is not None)
    assert (of_all["spent"], of_food["spent"]) == ("1200", "1000")


async def test_a_change_from_a_day_on_keeps_the_past_and_carries_across(minji: Someone) -> None:
    old = await make(minji, "100000", rollover="balance", starts_on="2026-08-15")
    await minji.record("30000", occurred_on="2026-09-10")
    await minji.record("120000", occurred_on="2026-10-10")
    changed = await minji.patch(
        f"{minji.ledger}/budgets/{old['id']}", {"amount": "200000"}, params={"from": "2026-10-20"}
    )
    new = changed.json()
    assert (changed.status_code, changed.headers["etag"]) == (200, '"1"')
    assert (new["id"] != old["id"], new["starts_on"], new["amount"]) == (True, "2026-10-01", "200000")
    closed = (await minji.get(f"{minji.ledger}/budgets/{old['id']}")).json()
    assert (closed["ends_on"], closed["amount"]) == ("2026-09-30", "100000")
    # August was whole neither: September left 70,000, October 80,000 of the new amount.
    (now,) = await status(minji, "2026-11-21")
    assert (now["budget_id"], now["carried"], now["budgeted"]) == (new["id"], "150000", "200000")
    (then,) = await status(minji, "2026-09-21")
    assert (then["budget_id"], then["carried"], then["budgeted"]) == (old["id"], "0", "100000")


async def test_a_change_from_its_first_period_changes_it_as_it_stands(minji: Someone) -> None:
    budget = await make(minji, starts_on="2026-11-10")
    path = f"{minji.ledger}/budgets/{budget['id']}"
    changed = await minji.patch(path, {"amount": "1"}, params={"from": "2026-11-30"})
    assert (changed.json()["id"], changed.json()["amount"]) == (budget["id"], "1")
    same = await minji.patch(path, {"amount": "1"}, params={"from": "2027-11-30"})
    assert same.json()["id"] == budget["id"]


async def test_a_surplus_is_never_below_zero_and_a_balance_is(minji: Someone) -> None:
    cafe, food = await minji.category("cafe"), await minji.category("food")
    for category, rollover in ((cafe, "surplus"), (food, "balance")):
        await make(minji, "100", category_id=category["id"], rollover=rollover, starts_on="2026-08-01")
        for day, amount in (("2026-08-02", "70"), ("2026-09-02", "250"), ("2026-10-02", "60")):
            await minji.record(amount, category_id=category["id"], occurred_on=day)
    found = {one["category"]["key"]: one["carried"] for one in await status(minji)}
    assert found == {"cafe": "40", "food": "-80"}


async def test_budgets_of_one_category_and_period_never_overlap(minji: Someone) -> None:
    first = await make(minji, ends_on="2026-06-30")
    problem_of(
        await minji.post(f"{minji.ledger}/budgets", {"amount": "1", "starts_on": "2026-06-30"}),
        409,
        "budget.overlaps",
    )
    second = await make(minji, starts_on="2026-07-01")
    await make(minji, starts_on="2026-07-01", period="weekly")
    await make(minji, category_id=(await minji.category("food"))["id"])
    path = f"{minji.ledger}/budgets/{first['id']}"
    problem_of(await minji.patch(path, {"ends_on": None}), 409, "budget.overlaps")
    assert (await minji.patch(path, {"ends_on": "2026-06-29"})).status_code == 200
    assert (await minji.delete(f"{minji.ledger}/budgets/{second['id']}")).status_code == 204
    assert (await minji.patch(path, {"ends_on": None})).json()["ends_on"] is None


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, "budget.ends_before_start"),
        ({"starts_on": "0001-01-01"}, "day.out_of_range"),
        ({"ends_on": "9999-12-31"}, "day.out_of_range"),
        ({"starts_on": "2026-02-30"}, "request.invalid"),
        ({"starts_on": "2026-13-01"}, "request.invalid"),
        ({"alert_at": [0]}, "request.invalid"),
        ({"alert_at": [1001]}, "request.invalid"),
        ({"alert_at": ["80"]}, "request.invalid"),
        ({"alert_at": list(range(1, 12))}, "request.invalid"),
        ({"amount": "0"}, "money.not_positive"),
        ({"amount": "-1"}, "money.not_positive"),
        ({"amount": "1.5"}, "money.too_precise"),
        ({"amount": "1" * 16}, "money.out_of_range"),
        ({"amount": 5}, "money.malformed"),
        ({"category_id": "999999"}, "category.not_found"),
        ({"period": "hourly"}, "request.invalid"),
        ({"rollover": "all"}, "request.invalid"),
        ({"amount": None}, "request.invalid"),
        ({"colour": "red"}, "request.invalid"),
    ],
)
async def test_what_a_budget_cannot_be(minji: Someone, more: dict[str, Any], code: str) -> None:
    answer = await minji.post(f"{minji.ledger}/budgets", {"amount": "1000"} | more)
    content = answer.json()
    assert answer.status_code == 422, content
    assert content["code"] in {code, "request.invalid", "money.malformed"}, content
    assert content["errors"]


async def test_a_budget_is_for_an_expense_category_of_the_own_ledger(
    minji: Someone, stranger: Someone
) -> None:
    for category in (await stranger.category("food"), None):
        chosen = category or await minji.category("salary")
        code = "category.not_found" if category else "category.wrong_kind"
        body = {"amount": "1", "category_id": chosen["id"]}
        problem_of(await minji.post(f"{minji.ledger}/budgets", body), 422, code)


async def test_a_strangers_budgets_are_not_there(minji: Someone, stranger: Someone) -> None:
    budget = await make(minji)
    for path in ("", "/status", f"/{budget['id']}"):
        problem_of(await stranger.get(f"{minji.ledger}/budgets{path}"), 404, "ledger.not_found")
    path = f"{stranger.ledger}/budgets/{budget['id']}"
    problem_of(await stranger.get(path), 404, "budget.not_found")
    problem_of(await stranger.patch(path, {"amount": "1"}), 404, "budget.not_found")
    problem_of(await stranger.delete(path), 404, "budget.not_found")


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "1899-12-31", "3000-01-01"])
@pytest.mark.parametrize("path", ["budgets/status", "reports/summary", "reports/trend", "periods"])
async def test_days_out_of_reach(minji: Someone, on: str, path: str) -> None:
    problem_of(await minji.get(f"{minji.ledger}/{path}", params={"on": on}), 422, "day.out_of_range")


@pytest.mark.parametrize("on", ["1900-01-01", "2999-12-31"])
@pytest.mark.parametrize("period", ["monthly", "weekly", "yearly", "daily"])
async def test_days_just_within_reach(minji: Someone, on: str, period: str) -> None:
    body = {"month_start_day": 31, "month_start_shift": "previous_business_day"}
    assert (await minji.patch(minji.ledger, body)).status_code == 200
    await make(minji, period=period, rollover="surplus", starts_on="1900-01-01")
    assert len(await status(minji, on)) == 1
    for path in ("reports/summary", "reports/trend", "periods"):
        answer = await minji.get(f"{minji.ledger}/{path}", params={"on": on, "period": period})
        assert answer.status_code == 200, answer.text


async def test_a_stale_change_is_refused(minji: Someone) -> None:
    budget = await make(minji)
    path = f"{minji.ledger}/budgets/{budget['id']}"
    assert (await minji.patch(path, {"amount": "2"}, headers={"If-Match": '"1"'})).headers["etag"] == '"2"'
    for answer in (
        await minji.patch(path, {"amount": "3"}, headers={"If-Match": '"1"'}),
        await minji.delete(path, headers={"If-Match": '"1"'}),
    ):
        problem_of(answer, 412, "resource.changed")


async def test_what_a_change_from_a_day_on_cannot_do(minji: Someone) -> None:
    budget = await make(minji, ends_on="2026-06-30")
    path = f"{minji.ledger}/budgets/{budget['id']}"
    for body, since, code in (
        ({"amount": "1", "starts_on": "2026-02-01"}, "2026-03-01", "budget.fixed"),
        ({"amount": "1", "period": "weekly"}, "2026-03-01", "budget.fixed"),
        ({"amount": "1"}, "2026-07-01", "budget.ended"),
        ({"amount": "1"}, "9999-07-01", "day.out_of_range"),
    ):
        problem_of(await minji.patch(path, body, params={"from": since}), 422, code)
    assert (await minji.get(path)).json() == budget


async def test_a_category_with_a_budget_goes_only_where_the_budget_can(minji: Someone) -> None:
    food, cafe, pets = [await minji.category(key) for key in ("food", "cafe", "pets")]
    budget = await make(minji, category_id=food["id"])
    await make(minji, category_id=cafe["id"])
    path = f"{minji.ledger}/categories/{food['id']}"
    problem_of(await minji.delete(path), 409, "category.in_use")
    problem_of(await minji.delete(path, params={"move_to": cafe["id"]}), 409, "budget.overlaps")
    assert (await minji.delete(path, params={"move_to": pets["id"]})).status_code == 204
    moved = (await minji.get(f"{minji.ledger}/budgets/{budget['id']}")).json()
    assert moved["category_id"] == pets["id"]


async def test_a_ledger_with_budgets_can_be_deleted_but_not_change_its_currency(minji: Someone) -> None:
    other = (await minji.post("/ledgers", {"name": "둘째"})).json()
    path = f"/ledgers/{other['id']}"
    food = (await minji.get(f"{path}/categories")).json()["items"][0]
    made = await minji.post(f"{path}/budgets", {"amount": "1", "category_id": food["id"]})
    assert made.status_code == 201
    problem_of(await minji.patch(path, {"currency": "USD"}), 409, "ledger.currency_in_use")
    assert (await minji.delete(path)).status_code == 204


async def test_creating_twice_with_one_key_makes_one(minji: Someone) -> None:
    body, headers = {"amount": "1000"}, {"Idempotency-Key": "once"}
    first = await minji.post(f"{minji.ledger}/budgets", body, headers=headers)
    again = await minji.post(f"{minji.ledger}/budgets", body, headers=headers)
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")


async def test_the_exceeded_come_first_then_by_use(minji: Someone) -> None:
    for key, amount, spent in (("food", "100", "90"), ("cafe", "10", "11"), ("pets", "10", "0"),
                               ("car", "100", "95"), ("drinks", "10", "30")):  # fmt: skip
        category = await minji.category(key)
        await make(minji, amount, category_id=category["id"], alert_at=[])
        if spent != "0":
            await minji.record(spent, category_id=category["id"])
    found = [(one["category"]["key"], one["state"]) for one in await status(minji)]
    assert found == [
        ("drinks", "exceeded"),
        ("cafe", "exceeded"),
        ("car", "ok"),
        ("food", "ok"),
        ("pets", "ok"),
    ]


async def test_the_next_periods_are_shown_before_a_setting_is_applied(minji: Someone) -> None:
    query = {"month_start_day": 25, "month_start_shift": "previous_business_day", "count": 2}
    answer = await minji.get(f"{minji.ledger}/periods", params=query)
    assert answer.json()["items"] == [
        {"start": "2026-10-23", "end": "2026-11-24"},
        {"start": "2026-11-25", "end": "2026-12-23"},
    ]
    plain = (await minji.get(f"{minji.ledger}/periods", params={"count": 1})).json()["items"]
    assert plain == [{"start": "2026-11-01", "end": "2026-11-30"}]
    for name, value in (("month_start_day", 0), ("month_start_day", 32), ("count", 0), ("count", 61)):
        answer = await minji.get(f"{minji.ledger}/periods", params={name: value})
        problem_of(answer, 422, "request.invalid")

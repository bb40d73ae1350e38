"""Days on which nothing was spent, and the number of the day, over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from tests.web.client import Someone, join, problem_of
from tests.web.test_members import let_in


async def read(person: Someone, ledger: str, **query: str) -> dict[str, Any]:
    answer = await person.get(f"{ledger}/quiet-days", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_quiet_day_is_noted_once_and_taken_back(minji: Someone) -> None:
    await minji.record(occurred_on="2026-11-18")
    path = f"{minji.ledger}/quiet-days"
    for day in ("2026-11-19", "2026-11-19", "2026-11-21"):
        assert (await minji.put(f"{path}/{day}")).status_code == 204
    week = {"from": "2026-11-17", "to": "2026-11-23"}
    assert await read(minji, minji.ledger, **week) == {
        "period": {"start": "2026-11-17", "end": "2026-11-23"},
        "days_gone": 5,
        "days_known": 3,
        "items": ["2026-11-19", "2026-11-21"],
        "unrecorded": ["2026-11-20", "2026-11-17"],
    }
    for _ in range(2):
        assert (await minji.delete(f"{path}/2026-11-19")).status_code == 204
    month = await read(minji, minji.ledger)
    assert (month["period"]["start"], month["days_gone"], month["items"]) == (
        "2026-11-01",
        21,
        ["2026-11-21"],
    )
    later = await read(minji, minji.ledger, **{"from": "2026-12-01", "to": "2026-12-31"})
    assert (later["days_gone"], later["unrecorded"]) == (0, [])


async def test_what_is_no_quiet_day(minji: Someone) -> None:
    path = f"{minji.ledger}/quiet-days"
    problem_of(await minji.put(f"{path}/2026-11-22"), 422, "day.ahead")
    problem_of(await minji.put(f"{path}/1899-12-31"), 422, "day.out_of_range")
    problem_of(await minji.put(f"{path}/2026-02-30"), 422, "request.invalid")
    problem_of(await minji.get(path, params={"from": "2026-11-01"}), 422, "report.span_unclear")
    problem_of(
        await minji.get(path, params={"from": "2016-11-21", "to": "2026-11-21"}), 422, "report.too_long"
    )


async def test_strangers_see_nothing_of_it_and_viewers_change_nothing(
    app: FastAPI, minji: Someone, stranger: Someone
) -> None:
    path = f"{minji.ledger}/quiet-days"
    for answer in (
        await stranger.get(path),
        await stranger.put(f"{path}/2026-11-19"),
        await stranger.delete(f"{path}/2026-11-19"),
        await stranger.get(f"{minji.ledger}/budgets/today"),
    ):
        problem_of(answer, 404, "ledger.not_found")
    viewer = await join(app)
    await let_in(minji, viewer, "viewer")
    problem_of(await viewer.put(f"{path}/2026-11-19"), 403, "ledger.read_only")
    problem_of(await viewer.delete(f"{path}/2026-11-19"), 403, "ledger.read_only")
    assert (await read(viewer, minji.ledger))["items"] == []
    assert (await viewer.get(f"{minji.ledger}/budgets/today")).json()["overall"] is None


async def test_todays_number_falls_by_what_is_spent_today(minji: Someone) -> None:
    path = f"{minji.ledger}/budgets"
    food = await minji.category("food")
    budget = (await minji.post(path, {"amount": "110000"})).json()
    await minji.post(path, {"amount": "50000", "category_id": food["id"]})
    await minji.record("10000", occurred_on="2026-11-03")
    await minji.record("4000")
    found = (await minji.get(f"{path}/today")).json()
    assert (found["on"], len(found["items"])) == ("2026-11-21", 2)
    assert found["overall"] == {
        "budget_id": budget["id"],
        "category": None,
        "period": {"start": "2026-11-01", "end": "2026-11-30"},
        "share": "10000",
        "spent_today": "4000",
        "left": "6000",
        "from_tomorrow": "10666",
        "remaining": "96000",
        "days_left": 10,
        "state": "ok",
    }
    await minji.record("9000")
    assert (await minji.get(f"{path}/today")).json()["overall"]["left"] == "-3000"
    assert (await minji.patch(f"{path}/today", {})).status_code == 405

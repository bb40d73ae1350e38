from __future__ import annotations

from typing import Any

import pytest

from backend.db.session import Database, unit_of_work
from tests.people import make_uncountable
from tests.web.client import Someone, problem_of


async def read(person: Someone, report: str, **query: Any) -> dict[str, Any]:
    answer = await person.get(f"{person.ledger}/reports/{report}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def fill(person: Someone) -> dict[str, Any]:
    food, salary = await person.category("food"), await person.category("salary")
    for amount, day in (("3000", "2026-11-02"), ("5000", "2026-11-20"), ("4000", "2026-10-31")):
        await person.record(amount, category_id=food["id"], occurred_on=day)
    await person.record("1", occurred_on="2026-11-20", excluded=True)
    income = {"kind": "income", "category_id": salary["id"], "occurred_on": "2026-11-02"}
    await person.record("100000", **income)
    return food


async def test_a_month_is_summed_up(minji: Someone) -> None:
    food = await fill(minji)
    found = await read(minji, "summary")
    top = found.pop("top_entries")
    assert [entry["amount"] for entry in top] == ["5000", "3000"]
    assert set(top[0]) >= {"id", "kind", "amount", "category", "author", "occurred_on"}
    spent, received = found.pop("by_category")
    assert spent == {
        "category": {"id": food["id"], "key": "food", "name": "식비", "emoji": "🍚", "parent_id": None},
        "kind": "expense",
        "amount": "8000",
        "count": 2,
        "share_percent": 100.0,
        "previous_amount": "4000",
        "change_percent": 100.0,
    }
    assert (received["kind"], received["previous_amount"], received["change_percent"]) == (
        "income",
        "0",
        None,
    )
    assert found == {
        "period": {"start": "2026-11-01", "end": "2026-11-30"},
        "income": "100000",
        "expense": "8000",
        "net": "92000",
        "count": 3,
        "by_day": [
            {"date": "2026-11-02", "income": "100000", "expense": "3000"},
            {"date": "2026-11-20", "income": "0", "expense": "5000"},
        ],
        "by_member": [
            {
                "author": {"id": minji.me["id"], "display_name": "민지"},
                "income": "100000",
                "expense": "8000",
                "count": 3,
            }
        ],
    }


async def test_days_between_two_are_compared_with_as_many_before(minji: Someone) -> None:
    await fill(minji)
    found = await read(minji, "summary", **{"from": "2026-11-02", "to": "2026-11-03"})
    assert found["period"] == {"start": "2026-11-02", "end": "2026-11-03"}
    (row,) = [one for one in found["by_category"] if one["kind"] == "expense"]
    assert (row["amount"], row["previous_amount"], row["change_percent"]) == ("3000", "4000", -25.0)


async def test_an_empty_summary_has_every_field(minji: Someone) -> None:
    assert await read(minji, "summary", period="daily", on="2020-02-29") == {
        "period": {"start": "2020-02-29", "end": "2020-02-29"},
        "income": "0",
        "expense": "0",
        "net": "0",
        "count": 0,
        "by_category": [],
        "by_day": [],
        "by_member": [],
        "top_entries": [],
    }


async def test_a_trend_shows_empty_periods_too_oldest_first(minji: Someone) -> None:
    await fill(minji)
    items = (await read(minji, "trend", count=3))["items"]
    assert [(one["period"]["start"], one["expense"], one["net"]) for one in items] == [
        ("2026-09-01", "0", "0"),
        ("2026-10-01", "4000", "-4000"),
        ("2026-11-01", "8000", "92000"),
    ]
    assert items[0]["by_category"] == []
    assert set(items[1]["by_category"][0]) == {"category", "kind", "amount", "count"}
    assert len((await read(minji, "trend"))["items"]) == 12


async def test_a_report_of_at_most_ten_years(minji: Someone) -> None:
    path = f"{minji.ledger}/reports/summary"
    for since, until in (("2016-11-21", "2026-11-20"), ("2016-02-29", "2026-02-28")):
        assert (await minji.get(path, params={"from": since, "to": until})).status_code == 200
    for since, until, code in (
        ("2016-11-21", "2026-11-21", "report.too_long"),
        ("1926-11-21", "2026-11-21", "report.too_long"),
        ("2026-11-21", "2026-11-20", "report.ends_before_start"),
        ("0001-01-01", "0001-01-02", "day.out_of_range"),
        ("2026-01-01", "9999-12-31", "day.out_of_range"),
    ):
        problem_of(await minji.get(path, params={"from": since, "to": until}), 422, code)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-01"},
        {"to": "2026-11-01"},
        {"from": "2026-11-01", "to": "2026-11-02", "period": "monthly"},
        {"from": "2026-11-01", "to": "2026-11-02", "on": "2026-11-02"},
    ],
)
async def test_a_summary_is_of_two_days_or_of_a_period(minji: Someone, query: dict[str, str]) -> None:
    answer = await minji.get(f"{minji.ledger}/reports/summary", params=query)
    problem_of(answer, 422, "report.span_unclear")


@pytest.mark.parametrize(
    ("report", "query"),
    [
        ("summary", {"period": "hourly"}),
        ("summary", {"on": "2026-02-30"}),
        ("summary", {"on": "2026-13-01"}),
        ("trend", {"count": 0}),
        ("trend", {"count": 367}),
        ("trend", {"period": "monthl"}),
    ],
)
async def test_what_a_report_cannot_be(minji: Someone, report: str, query: dict[str, Any]) -> None:
    answer = await minji.get(f"{minji.ledger}/reports/{report}", params=query)
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)


async def test_a_strangers_reports_are_not_there(minji: Someone, stranger: Someone) -> None:
    for path in ("reports/summary", "reports/trend", "periods", "rates"):
        problem_of(await stranger.get(f"{minji.ledger}/{path}"), 404, "ledger.not_found")


async def test_a_report_may_go_by_calendar_months(minji: Someone) -> None:
    await minji.patch(minji.ledger, {"month_start_day": 25})
    await minji.record("1000", occurred_on="2026-11-02")
    await minji.record("200", occurred_on="2026-10-26")
    own = await read(minji, "summary", on="2026-11-10")
    assert (own["period"], own["expense"]) == ({"start": "2026-10-25", "end": "2026-11-24"}, "1200")
    plain = await read(minji, "summary", on="2026-11-10", months="calendar")
    assert (plain["period"], plain["expense"]) == ({"start": "2026-11-01", "end": "2026-11-30"}, "1000")
    items = (await read(minji, "trend", on="2026-11-10", count=2, months="calendar"))["items"]
    assert [(one["period"]["start"], one["expense"]) for one in items] == [
        ("2026-10-01", "200"),
        ("2026-11-01", "1000"),
    ]
    refused = await minji.get(
        f"{minji.ledger}/reports/summary",
        params={"from": "2026-11-01", "to": "2026-11-02", "months": "calendar"},
    )
    problem_of(refused, 422, "report.span_unclear")


async def test_what_cannot_be_counted_is_refused_not_a_failure(minji: Someone, database: Database) -> None:
    await minji.record("8000")
    await minji.record("8000")
    async with unit_of_work(database) as session:
        await make_uncountable(session, int(minji.me["default_ledger_id"]))
    for path in ("reports/summary", "reports/trend"):
        answer = await minji.get(f"{minji.ledger}/{path}")
        problem_of(answer, 422, "money.sum_too_large")

"""The API against an oracle: random households, on both databases, equal to the last won.

`ORACLE_EXAMPLES=2000 pytest tests/oracle` for a long run; each example is a household asked many times.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from backend.db.session import Database
from backend.kit.logs import set_up_logs
from backend.main import create_app
from backend.settings import Settings as AppSettings
from tests.databases import Databases
from tests.oracle import oracle
from tests.oracle.oracle import Plan, Purchase, World
from tests.oracle.worlds import Budgeting, Recording, Settings, Story, stories
from tests.web.client import API, Someone, join

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "0"))
FEW = 24
ASKED = {"households": 0, "answers": 0}


class Stage:
    """The application on a database of its own, and somebody in it who keeps one ledger after another."""

    def __init__(self, url: str) -> None:
        set_up_logs(style="json", level="WARNING")
        self.runner = asyncio.Runner()
        self.database = Database.open(url, role="test")
        self.app = create_app(AppSettings(), database=self.database)
        self.person: Someone = self.run(join(self.app))

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def close(self) -> None:
        self.run(self.person.client.aclose())
        self.run(self.database.close())
        self.runner.close()


@pytest.fixture(scope="module")
def stage(databases: Databases) -> Iterator[Stage]:
    url = databases.make()
    stage = Stage(url)
    yield stage
    stage.close()
    databases.drop(url)
    if EXAMPLES:
        sys.stderr.write(f"\noracle: {ASKED}\n")


@settings(
    max_examples=EXAMPLES or FEW,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink] if EXAMPLES else [Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(story=stories())
def test_the_api_says_what_the_oracle_says(stage: Stage, story: Story) -> None:
    stage.run(Play(stage.person, story).perform())
    ASKED["households"] += 1


class Play:
    """One story, told to the API and to the oracle alike."""

    def __init__(self, person: Someone, story: Story) -> None:
        self.person = person
        self.story = story
        self.world = World(currency=story.currency)
        self.ids: dict[str, str] = {}
        self.path = ""

    async def perform(self) -> None:
        await self.begin()
        for recording in self.story.recordings:
            await self.record(recording)
        for budget in self.story.budgets:
            await self.budget(budget)
        await self.settle(self.story.after)
        for day in self.story.days:
            await self.compare_statuses(day)
        for kind in self.story.kinds:
            await self.compare_period(kind, self.story.days[0])
            await self.compare_trend(kind, self.story.days[0])
        for span in self.story.spans:
            await self.compare_span(*span)
        assert (await self.person.delete(self.path)).status_code == 204

    async def begin(self) -> None:
        settings = self.settings_of(self.story.before)
        made = await self.ask("POST", "/ledgers", {"name": "이야기", "currency": self.story.currency})
        self.path = f"{API}/ledgers/{made['id']}"
        await self.ask("PATCH", self.path, settings)
        listed = await self.ask("GET", f"{self.path}/categories")
        self.ids = {one["key"]: one["id"] for one in listed["items"]}
        for name in ("side", "snack"):
            body = {"kind": "expense", "name": name, "parent_id": self.ids["food"]}
            self.ids[name] = (await self.ask("POST", f"{self.path}/categories", body))["id"]
            self.world.parents[self.ids[name]] = self.ids["food"]

    def settings_of(self, wanted: Settings) -> dict[str, Any]:
        self.world.start_day, self.world.shift = wanted.start_day, wanted.shift
        self.world.week_start, self.world.country = wanted.week_start, wanted.country
        return {"month_start_day": wanted.start_day, "month_start_shift": wanted.shift,
                "week_start": wanted.week_start, "country": wanted.country}  # fmt: skip

    async def settle(self, wanted: Settings) -> None:
        await self.ask("PATCH", self.path, self.settings_of(wanted))

    async def record(self, wanted: Recording) -> None:
        entries = f"{self.path}/entries"
        body = {"kind": wanted.kind, "amount": self.text(wanted.amount), "description": "x",
                "category_id": self.ids[wanted.category or "food"], "occurred_on": str(wanted.day),
                "excluded": wanted.excluded}  # fmt: skip
        entry = await self.ask("POST", entries, body)
        worth = wanted.amount
        if wanted.fate == "deleted":
            await self.person.delete(f"{entries}/{entry['id']}")
            return
        if isinstance(wanted.fate, int):
            worth = wanted.fate
            await self.ask("PATCH", f"{entries}/{entry['id']}", {"amount": self.text(worth)})
        category = self.ids[wanted.category] if wanted.category else None
        if category is None:
            await self.ask("PATCH", f"{entries}/{entry['id']}", {"category_id": None})
        self.world.purchases.append(
            Purchase(entry["id"], wanted.kind, worth, category, wanted.day, wanted.excluded)
        )

    async def budget(self, wanted: Budgeting) -> None:
        budgets = f"{self.path}/budgets"
        category = self.ids[wanted.category] if wanted.category else None
        body = {"category_id": category, "amount": self.text(wanted.amount), "period": wanted.kind,
                "starts_on": str(wanted.first), "ends_on": wanted.last and str(wanted.last),
                "rollover": wanted.rollover, "alert_at": wanted.alerts}  # fmt: skip
        answer = await self.person.post(budgets, body)
        if wanted.last is not None and wanted.last < wanted.first:
            assert answer.json()["code"] == "budget.ends_before_start"
            return
        if self.is_taken(wanted, category):
            assert (answer.status_code, answer.json()["code"]) == (409, "budget.overlaps")
            return
        assert answer.status_code == 201, answer.text
        made = answer.json()["id"]
        plan = Plan(made, made, category, wanted.amount, wanted.kind, wanted.first, wanted.last,
                    wanted.rollover, sorted(set(wanted.alerts)))  # fmt: skip
        self.world.plans.append(plan)
        if wanted.change_from is not None:
            await self.change(plan, wanted, wanted.change_from)

    def is_taken(self, wanted: Budgeting, category: str | None) -> bool:
        return any(
            one.category == category
            and one.kind == wanted.kind
            and one.first <= (wanted.last or date.max)
            and wanted.first <= (one.last or date.max)
            for one in self.world.plans
        )

    async def change(self, plan: Plan, wanted: Budgeting, since: date) -> None:
        changes = {"amount": self.text(wanted.change_to)}
        if wanted.change_rollover is not None:
            changes["rollover"] = wanted.change_rollover
        path = f"{self.path}/budgets/{plan.id}"
        answer = await self.person.patch(path, changes, params={"from": str(since)})
        opening = oracle.span(self.world, plan.kind, since)[0]
        rollover = wanted.change_rollover or plan.rollover
        if wanted.change_to == plan.amount and rollover == plan.rollover:
            assert answer.json()["id"] == plan.id
            return
        if plan.last is not None and opening > plan.last:
            assert answer.json()["code"] == "budget.ended"
            return
        assert answer.status_code == 200, answer.text
        if opening <= plan.first:
            assert answer.json()["id"] == plan.id
            plan.amount, plan.rollover = wanted.change_to, rollover
            return
        self.world.plans.append(
            Plan(
                answer.json()["id"],
                plan.family,
                plan.category,
                wanted.change_to,
                plan.kind,
                opening,
                plan.last,
                rollover,
                plan.alerts,
            )
        )
        plan.last = opening - timedelta(days=1)

    async def compare_statuses(self, day: date) -> None:
        answer = await self.ask("GET", f"{self.path}/budgets/status", on=str(day))
        found = [one | {"category": one["category"] and one["category"]["id"]} for one in answer["items"]]
        assert {one["budget_id"]: one for one in found} == {
            one["budget_id"]: one for one in oracle.statuses(self.world, day)
        }
        shown = [(one["state"] == "exceeded", one["used_percent"]) for one in found]
        assert shown == sorted(shown, reverse=True)

    async def compare_period(self, kind: str, day: date) -> None:
        first, last = oracle.span(self.world, kind, day)
        before = oracle.span(self.world, kind, first - timedelta(days=1))
        answer = await self.ask("GET", f"{self.path}/reports/summary", period=kind, on=str(day))
        assert self.plain(answer) == oracle.summary(self.world, first, last, before)

    async def compare_span(self, first: date, last: date) -> None:
        length = last - first + timedelta(days=1)
        before = (first - length, first - timedelta(days=1))
        answer = await self.ask(
            "GET", f"{self.path}/reports/summary", **{"from": str(first), "to": str(last)}
        )
        assert self.plain(answer) == oracle.summary(self.world, first, last, before)

    async def compare_trend(self, kind: str, day: date) -> None:
        count = self.story.count
        answer = await self.ask("GET", f"{self.path}/reports/trend", period=kind, on=str(day), count=count)
        found = [
            item
            | {"by_category": {self.key(row): (row["amount"], row["count"]) for row in item["by_category"]}}
            for item in answer["items"]
        ]
        assert found == oracle.trend(self.world, kind, day, count)

    def plain(self, answer: dict[str, Any]) -> dict[str, Any]:
        """A summary without what only serves display."""
        shown = dict(answer)
        rows = shown["by_category"]
        shown["by_category"] = {
            self.key(row): (
                row["amount"],
                row["count"],
                row["share_percent"],
                row["previous_amount"],
                row["change_percent"],
            )
            for row in rows
        }
        assert len(rows) == len(shown["by_category"])
        shown["by_day"] = [(row["date"], row["income"], row["expense"]) for row in shown["by_day"]]
        shown["by_member"] = [(row["income"], row["expense"], row["count"]) for row in shown["by_member"]]
        top = shown.pop("top_entries")
        shown["top"] = [int(one["ledger_amount"].replace(".", "")) for one in top]
        return shown

    def key(self, row: dict[str, Any]) -> tuple[str, str | None]:
        if row["category"] is None:
            return row["kind"], None
        assert row["category"]["parent_id"] == self.world.parents.get(row["category"]["id"])
        return row["kind"], row["category"]["id"]

    def text(self, minor: int) -> str:
        return oracle.text(self.world, minor)

    async def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        send = {"GET": self.person.get, "POST": self.person.post, "PATCH": self.person.patch}[method]
        more = {"json": body} if method != "GET" else {"params": query}
        answer: httpx.Response = await send(path, **more)
        assert answer.status_code in {200, 201}, (method, path, body, answer.text)
        ASKED["answers"] += method == "GET"
        return json.loads(answer.content)


def test_the_oracle_knows_paydays() -> None:
    """The oracle's own calendar, by dates looked up by hand."""
    world = World(start_day=25, shift="previous_business_day")
    assert oracle.span(world, "monthly", date(2026, 11, 21)) == (date(2026, 10, 23), date(2026, 11, 24))
    assert oracle.span(world, "yearly", date(2026, 1, 22)) == (date(2025, 1, 24), date(2026, 1, 22))
    assert oracle.span(World(start_day=31), "monthly", date(2028, 2, 29)) == (
        date(2028, 2, 29),
        date(2028, 3, 30),
    )

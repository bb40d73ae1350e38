"""Each page against the API calls that answer the same data, what it weighs, and what a second visit costs.

A page may take twice as long as the calls, weigh 60 kB without a cache, and ask for one thing beside itself
when it is seen again. `python -m benchmarks.pages [sqlite|postgres]`; it fails when a page is over a bar.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.kit.clock import system_clock
from benchmarks.api import free_port, make_table, wait_for
from benchmarks.databases import ENGINES
from benchmarks.load import Connection

ROUNDS = 60
WARM_UP = 10
MONTHS = 13
A_MONTH = 25
BARS = (2.0, 60_000, 1)
BUDGETS = ("food", "cafe", "transport", "groceries", "health")

PAGES = {
    "home": ("", ("/budgets/today", "/reports/summary?period=monthly", "/entries?limit=12")),
    "entries": ("/entries", ("/entries?limit=50", "/categories?limit=200")),
    "budgets": (
        "/budgets",
        ("/budgets/status", "/budgets", "/reports/trend?period=monthly&count=4", "/categories?limit=200"),
    ),
    "reports": (
        "/reports",
        (
            "/reports/summary?period=monthly",
            "/reports/trend?period=monthly&count=13",
            "/budgets/status",
            "/quiet-days",
        ),
    ),
    "categories": ("/categories", ("/categories?limit=200",)),
    "ledger": ("/settings", ("", "/members", "/invitations", "/periods?count=12")),
    "lessons": ("/lessons", ("/lessons",)),
    "rates": ("/rates", ("/rates",)),
}
"""Each page's address within a ledger, and the calls that answer what it shows."""


@dataclass(frozen=True)
class Result:
    """What one page came to."""

    page_ms: float
    calls_ms: float
    largest_ms: float
    weight: int
    again: int

    @property
    def ratio(self) -> float:
        """The page's time as a multiple of its calls'."""
        return self.page_ms / self.calls_ms


class Household:
    """Somebody whose ledger has a year of entries, budgets, a lesson and a rate."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.headers: dict[str, str] = {}
        self.api = ""
        self.pages = ""

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask over the API; what is refused ends the run."""
        sent = b"" if body is None else json.dumps(body).encode()
        status, answer = await self.connection.send(method, f"/api/v1{path}", sent, self.headers)
        if status >= 400:
            raise AssertionError(f"{method} {path}: {status} {answer[:300]!r}")
        return json.loads(answer) if answer else None

    async def settle(self) -> None:
        """Register, and live for a year."""
        person = {"email": "bench@example.com", "password": "a long password", "currency": "KRW"}
        await self.ask("POST", "/auth/register", person)
        form = b"username=bench%40example.com&password=a+long+password"
        _, answer = await self.connection.send(
            "POST", "/api/v1/auth/token", form, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        token = json.loads(answer)["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        number = (await self.ask("GET", "/me"))["default_ledger_id"]
        self.api, self.pages = f"/ledgers/{number}", f"/ledgers/{number}"
        self.cookie = {"Cookie": f"podo_session={token}", "Accept": "text/html", "Accept-Encoding": "gzip"}
        await self._live()

    async def _live(self) -> None:
        listed = (await self.ask("GET", f"{self.api}/categories?limit=200"))["items"]
        spending = [one for one in listed if one["kind"] == "expense"]
        today = system_clock().date()
        for number in range(MONTHS * A_MONTH):
            entry = {
                "kind": "expense",
                "amount": str(1000 + 977 * number % 50_000),
                "description": f"김치찌개 {number % 17}",
                "category_id": spending[number % len(spending)]["id"],
                "occurred_on": str(today - timedelta(days=number * 30 * MONTHS // (MONTHS * A_MONTH))),
            }
            await self.ask("POST", f"{self.api}/entries", entry)
        keys = {one["key"]: one["id"] for one in spending}
        for key in (None, *BUDGETS):
            budget = {"amount": "300000", "period": "monthly", "rollover": "balance"}
            await self.ask(
                "POST", f"{self.api}/budgets", budget | {"category_id": keys[key] if key else None}
            )
        await self.ask("POST", f"{self.api}/rates", {"currency": "VND", "day": str(today), "rate": "0.053"})


async def timed(connection: Connection, path: str, headers: dict[str, str]) -> tuple[float, bytes]:
    """Ask once; answers how long it took."""
    began = time.perf_counter()
    status, answer = await connection.send("GET", path, headers=headers)
    if status != 200:
        raise AssertionError(f"{path}: {status} {answer[:300]!r}")
    return time.perf_counter() - began, answer


async def measure(house: Household, path: str, calls: tuple[str, ...]) -> Result:
    """Ask for the page and its calls by turns, so that whatever slows one slows the other."""
    at = f"{house.pages}{path}"
    page: list[float] = []
    each: dict[str, list[float]] = {call: [] for call in calls}
    html = b""
    for number in range(WARM_UP + ROUNDS):
        seconds, html = await timed(house.connection, at, house.cookie)
        took = {
            call: (await timed(house.connection, f"/api/v1{house.api}{call}", house.headers))[0]
            for call in calls
        }
        if number >= WARM_UP:
            page.append(seconds)
            for call, seconds in took.items():
                each[call].append(seconds)
    medians = [statistics.median(times) * 1000 for times in each.values()]
    weight, again = await weigh(house, html)
    return Result(statistics.median(page) * 1000, sum(medians), max(medians), weight, again)


async def weigh(house: Household, packed: bytes) -> tuple[int, int]:
    """Tell what page and files weigh as they are sent, and how many files are asked for at the next visit."""
    html = gzip.decompress(packed).decode()
    links = re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/[^"]+)"', html)
    weight, again = len(packed), 0
    for link in dict.fromkeys(links):
        status, answer, kept = await fetch(house, link)
        if status != 200:
            raise AssertionError(f"{link}: {status}")
        weight += len(answer)
        again += not kept
    return weight, again


async def fetch(house: Household, path: str) -> tuple[int, bytes, bool]:
    """Fetch a file; answers whether a browser keeps it without asking again."""
    connection = house.connection
    status, answer = await connection.send("GET", path, headers=house.cookie)
    return status, answer, b"max-age=" in connection.head


def show(engine: str, found: dict[str, Result]) -> bool:
    """Print a table; says whether every page is within its bars."""
    heads = ("page ms", "calls ms", "ratio", "x largest", "bytes", "again")
    print(f"\n{engine:12}", *(f"{head:>10}" for head in heads))
    within = True
    for name, one in found.items():
        fine = one.ratio <= BARS[0] and one.weight <= BARS[1] and one.again <= BARS[2]
        within = within and fine
        cells = (f"{one.page_ms:10.2f}", f"{one.calls_ms:10.2f}", f"{one.ratio:10.2f}",
                 f"{one.page_ms / one.largest_ms:10.2f}", f"{one.weight:10}", f"{one.again:10}")  # fmt: skip
        print(f"  {name:10}", *cells, "" if fine else "  OVER")
    return within


async def run(port: int) -> dict[str, Result]:
    """Measure every page."""
    connection = Connection(port)
    await connection.open()
    house = Household(connection)
    await house.settle()
    return {name: await measure(house, path, calls) for name, (path, calls) in PAGES.items()}


def main(engines: list[str]) -> bool:
    """Measure on each engine."""
    within = True
    for engine in engines or list(ENGINES):
        with ENGINES[engine]() as url:
            asyncio.run(make_table(url))
            port = free_port()
            with subprocess.Popen([sys.executable, "-m", "benchmarks.server", url, str(port)]) as server:
                try:
                    asyncio.run(wait_for(port, time.perf_counter()))
                    within = show(engine, asyncio.run(run(port))) and within
                finally:
                    server.terminate()
    return within


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)

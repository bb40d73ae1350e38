"""Creating and listing entries over HTTP, as ratios to bare routes in the same run, on both engines."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time

import psutil
from sqlalchemy import text

from backend.db.engine import make_engine
from benchmarks.databases import ENGINES
from benchmarks.load import Connection, Load, measure

REQUESTS = {1: 400, 32: 2000}
ENTRY = json.dumps({"kind": "expense", "amount": "8000", "description": "김치찌개"}).encode()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def make_table(url: str) -> None:
    """The bare routes' own table."""
    key = "SERIAL PRIMARY KEY" if url.startswith("postgres") else "INTEGER PRIMARY KEY"
    engine = make_engine(url, role="tool")
    async with engine.begin() as connection:
        await connection.execute(text(f"CREATE TABLE bench (id {key}, amount BIGINT)"))
    await engine.dispose()


async def wait_for(port: int, began: float) -> float:
    """Wait until the server answers; says how long that took since then."""
    while True:
        try:
            connection = Connection(port)
            await connection.open()
            await connection.send("GET", "/bare")
        except OSError:
            await asyncio.sleep(0.02)
        else:
            connection.close()
            return time.perf_counter() - began


async def run(port: int) -> dict[str, dict[int, Load]]:
    """Measure every kind of request."""
    connection = Connection(port)
    await connection.open()
    person = json.dumps({"email": "bench@example.com", "password": "a long password", "currency": "KRW"})
    await connection.send("POST", "/api/v1/auth/register", person.encode())
    form = b"username=bench%40example.com&password=a+long+password"
    _, answer = await connection.send(
        "POST", "/api/v1/auth/token", form, {"Content-Type": "application/x-www-form-urlencoded"}
    )
    signed_in = {"Authorization": f"Bearer {json.loads(answer)['access_token']}"}
    _, answer = await connection.send("GET", "/api/v1/ledgers", headers=signed_in)
    entries = f"/api/v1/ledgers/{json.loads(answer)['items'][0]['id']}/entries"
    found: dict[str, dict[int, Load]] = {}
    for clients, requests in REQUESTS.items():
        for name, method, path, body, expected in (
            ("bare", "GET", "/bare", b"", 200),
            ("bare select", "GET", "/bare-select", b"", 200),
            ("bare insert", "POST", "/bare-insert", b"", 200),
            ("create", "POST", entries, ENTRY, 201),
            ("list 50", "GET", entries, b"", 200),
            ("list 10", "GET", f"{entries}?limit=10", b"", 200),
        ):
            await measure(port, method, path, clients=clients, requests=50, body=body, headers=signed_in,
                          expected=expected)  # fmt: skip
            load = await measure(port, method, path, clients=clients, requests=requests, body=body,
                                 headers=signed_in, expected=expected)  # fmt: skip
            found.setdefault(name, {})[clients] = load
    return found


def show(engine: str, found: dict[str, dict[int, Load]]) -> None:
    """Print a table: each kind, and its cost as multiples of the bare ones."""
    heads = ("req/s", "p50 ms", "p95 ms", "x bare", "x select", "x insert")
    print(f"\n{engine:28}", *(f"{head:>9}" for head in heads))
    for clients in REQUESTS:
        for name, loads in found.items():
            load = loads[clients]
            ratios = (
                found[base][clients].rate / load.rate for base in ("bare", "bare select", "bare insert")
            )
            times = (load.p50 * 1000, load.p95 * 1000)
            cells = (f"{load.rate:9.0f}", *(f"{cell:9.2f}" for cell in (*times, *ratios)))
            print(f"  {name:14} {clients:3} clients", *cells)


def main() -> None:
    """Measure both engines."""
    for engine, database in ENGINES.items():
        with database() as url:
            asyncio.run(make_table(url))
            port = free_port()
            began = time.perf_counter()
            with subprocess.Popen([sys.executable, "-m", "benchmarks.server", url, str(port)]) as server:
                try:
                    started = asyncio.run(wait_for(port, began))
                    show(engine, asyncio.run(run(port)))
                    memory = psutil.Process(server.pid).memory_info().rss / 2**20
                    print(f"  started in {started:.2f} s; {memory:.0f} MB after all this")
                finally:
                    server.terminate()


if __name__ == "__main__":
    main()

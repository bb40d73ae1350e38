"""The served document against the served application: schemathesis, all checks, over real HTTP.

The engines share the work, so that two workers finish it soon: Postgres, the stricter one, gets the boundary
cases of people and entries and the stateful ones, SQLite the boundary cases of the rest and the random ones.
`PODO_FUZZ=200` does everything on both, with so many examples (`make fuzz`).
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import uvicorn

from backend.main import create_app
from backend.settings import Settings
from tests.web.client import API, PASSWORD

ROOT = Path(__file__).parents[2]
DEEP = os.environ.get("PODO_FUZZ")
ENDS_THE_TOKEN = ["--exclude-operation-id", "endToken", "--exclude-operation-id", "deleteMe"]


@pytest.fixture
def served(fresh_database_url: str) -> Iterator[str]:
    """The application on a port of its own, with real commits."""
    settings = Settings(
        database_url=fresh_database_url,
        telegram_bot_token="4242:test-token",
        telegram_webhook_secret="webhook-secret",
    )
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port = found.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings), port=port, log_config=None, access_log=False)
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def token_for(url: str) -> str:
    email = f"contract{time.monotonic_ns()}@example.com"
    with httpx.Client(base_url=url) as client:
        client.post(f"{API}/auth/register", json={"email": email, "password": PASSWORD}).raise_for_status()
        form = {"username": email, "password": PASSWORD}
        return client.post(f"{API}/auth/token", data=form).raise_for_status().json()["access_token"]


def schemathesis(url: str, phases: str, examples: str, *more: str) -> None:
    run = subprocess.run(
        [
            Path(sys.executable).parent / "schemathesis",
            "--config-file=schemathesis.toml",
            "run",
            f"{url}/openapi.json",
            f"--header=Authorization: Bearer {token_for(url)}",
            "--header=X-Telegram-Bot-Api-Secret-Token: webhook-secret",
            f"--phases={phases}",
            f"--max-examples={examples}",
            "--no-color",
            "--generation-database=none" if DEEP else "--generation-deterministic",
            *more,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600 if DEEP else 240,
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]


SHARED = {"postgres": "include", "sqlite": "exclude"}
TAGS = ("People", "Entries")


@pytest.mark.parametrize("phases", ["examples,coverage", "fuzzing", "stateful"])
def test_the_application_keeps_what_its_document_says(served: str, dialect: str, phases: str) -> None:
    if DEEP:
        schemathesis(served, phases, DEEP, *ENDS_THE_TOKEN)
    elif phases == "examples,coverage":
        mine = [f"--{SHARED[dialect]}-tag={tag}" for tag in TAGS]
        schemathesis(served, phases, "1", *ENDS_THE_TOKEN, *mine)
    elif (phases == "stateful") == (dialect == "postgres"):
        schemathesis(served, phases, "4", *ENDS_THE_TOKEN)


@pytest.mark.parametrize("operation", ["endToken", "deleteMe"])
def test_so_does_what_ends_the_token(served: str, operation: str) -> None:
    schemathesis(served, "examples,coverage", "1", "--include-operation-id", operation)

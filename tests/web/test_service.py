from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from backend.db.session import Database, unit_of_work
from backend.main import create_app
from backend.settings import Settings
from tests.web.client import API, Someone, browser, problem_of
from tests.web.conftest import Hands


async def test_it_is_alive_and_ready(app: FastAPI) -> None:
    for path in ("/healthz", "/readyz"):
        answer = await browser(app).get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"}), answer.text


async def test_a_database_behind_the_code_is_not_ready(fresh_database_url: str, clock: Hands) -> None:
    database = Database.open(fresh_database_url, role="test")
    try:
        async with unit_of_work(database) as session:
            await session.execute(text("DELETE FROM alembic_version"))
        app = create_app(Settings(), database=database, clock=clock)
        content = problem_of(await browser(app).get("/readyz"), 503, "service.unavailable")
        assert "podo db upgrade" in content["detail"]
    finally:
        await database.close()


async def test_metrics_count_requests_by_route_never_by_address(app: FastAPI, minji: Someone) -> None:
    await minji.record()
    await minji.get(f"{minji.ledger}/entries/999")
    await browser(app).get("/nowhere/private")
    shown = (await browser(app).get("/metrics")).text
    route = f"{API}/ledgers/{{ledger_id}}/entries"
    assert f'podo_http_requests_total{{method="POST",route="{route}",status="201"}} 1.0' in shown
    assert f'route="{route}/{{entry_id}}",status="404"' in shown
    assert "private" not in shown
    for name in ("inbox_oldest_seconds", "outbox_lag_seconds", "inbox_dead", "last_poll_timestamp_seconds"):
        assert f"podo_{name} 0.0" in shown


async def test_two_applications_have_meters_of_their_own(database: Database, clock: Hands) -> None:
    one, two = (create_app(Settings(), database=database, clock=clock) for _ in range(2))
    await browser(one).get("/healthz")
    assert 'route="/healthz"' in (await browser(one).get("/metrics")).text
    assert 'route="/healthz"' not in (await browser(two).get("/metrics")).text


async def test_the_lifespan_prepares_and_opens_a_database(
    dialect: str, request: pytest.FixtureRequest
) -> None:
    # A new file is made ready; Postgres is never changed at start.
    url = request.getfixturevalue("empty_database_url" if dialect == "sqlite" else "fresh_database_url")
    app = create_app(Settings(database_url=url))
    async with app.router.lifespan_context(app):
        assert (await browser(app).get("/readyz")).status_code == 200


async def test_a_failing_commit_is_not_answered_as_done(minji: Someone, database: Database) -> None:
    class Broken(Exception):
        """What a driver might raise."""

    original = database.write

    def failing():
        session = original()

        async def commit() -> None:
            raise Broken

        session.commit = commit  # type: ignore[method-assign]
        return session

    database.write = failing  # type: ignore[assignment]
    answer: httpx.Response = await minji.post("/ledgers", {"name": "never kept"})
    database.write = original
    problem_of(answer, 500, "service.unexpected")
    assert len((await minji.get("/ledgers")).json()["items"]) == 1

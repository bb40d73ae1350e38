"""The application over the test's database, at the test's moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI

from backend.db.session import Database
from backend.kit.logs import set_up_logs
from backend.settings import Settings
from tests.web.apps import app_on
from tests.web.client import Someone, join


class Hands:
    """A clock whose hands the test moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@pytest.fixture
def clock(now: datetime) -> Hands:
    return Hands(now)


@pytest.fixture
def settings() -> Settings:
    return Settings(
        telegram_bot_token="4242:test-token",
        telegram_webhook_secret="webhook-secret",
        public_url="http://podo.test",
    )


@pytest.fixture
def app(database: Database, settings: Settings, clock: Hands) -> FastAPI:
    return app_on(database, settings, clock)


@pytest.fixture
async def minji(app: FastAPI) -> Someone:
    """Somebody with a ledger in Korean won."""
    return await join(app, display_name="민지", locale="ko")


@pytest.fixture
async def stranger(app: FastAPI) -> Someone:
    """Somebody else."""
    return await join(app, display_name="Stranger", locale="en")


@pytest.fixture(scope="session", autouse=True)
def _quiet_logs() -> None:
    """Log as in production: the default shows every variable of a traceback, for seconds."""
    set_up_logs(style="json", level="WARNING")

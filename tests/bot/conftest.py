"""The road of a message, on either database."""

from __future__ import annotations

import pytest

from backend.db.session import Database
from bot.handlers import HANDLERS
from bot.worker import Worker
from tests.bot import echo
from tests.bot.support import Road, Talk


@pytest.fixture
async def road(database: Database, now) -> Road:
    """The bot with its own handlers; one that fails fails the test."""
    return await Road.build(database, HANDLERS, now=now)


@pytest.fixture
async def talk(road: Road) -> Talk:
    """A person who speaks Korean, in their private chat with the bot."""
    return road.person()


@pytest.fixture
async def bare_road(database: Database, now) -> Road:
    """The road under handlers that only echo, with failures handled as in production."""
    return await Road.build(database, echo.HANDLERS, now=now, worker=Worker)

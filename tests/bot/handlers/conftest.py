"""The bot with all its handlers."""

import pytest

from bot.handlers import HANDLERS
from tests.bot.support import Road


@pytest.fixture
async def road(database, now):
    return await Road.build(database, HANDLERS, now=now)

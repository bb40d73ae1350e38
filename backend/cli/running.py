"""What every long-running command of `podo` does first and last: settings, schema, signals."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import uvloop

from backend.cli.refusals import KNOWN
from backend.kit.logs import set_up_logs
from backend.schema import prepare
from backend.settings import Settings, load_settings
from bot.intake import PollingStuckError
from bot.starting import TokenRefusedError
from bot.wake import Bells

RUNNING = (
    *KNOWN,
    (
        TokenRefusedError,
        lambda _: "Telegram does not know this bot token: check TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL",
    ),
    (PollingStuckError, lambda _: "polling hangs: start the bot anew"),
)
"""What may end a running process, and what is said of it."""


def settings_of(*, bot: bool = False) -> Settings:
    """Read the settings and set up the logs that they ask for."""
    settings = load_settings(bot=bot)
    set_up_logs(style=settings.log_format, level=settings.log_level)
    return settings


async def ready(settings: Settings) -> None:
    """Bring database and program together, before anything goes on the network."""
    await prepare(settings.database_url)


def run_until_told(work: Callable[[Bells], Coroutine[Any, Any, None]]) -> None:
    """Run until the work ends or the process is told to end, which the bells pass on."""

    async def told() -> None:
        bells, loop = Bells(), asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, bells.stop)
        await work(bells)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(told())

"""`podo bot` and `podo chat`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import Annotated

import typer
import uvloop

from backend.cli.errors import CannotStartError, in_sentences
from backend.cli.running import RUNNING, ready, run_until_told, settings_of
from backend.db.session import Database
from backend.kit.clock import system_clock
from backend.kit.logs import set_up_logs
from backend.settings import Settings, load_settings
from bot.chat import HELP, TerminalChat
from bot.main import run_bot
from bot.wake import Bells


@in_sentences(*RUNNING)
def bot() -> None:
    """Run the bot alone."""
    settings = settings_of(bot=True)
    if settings.bot_id is None:
        raise CannotStartError("TELEGRAM_BOT_TOKEN is missing: the bot cannot run without it. Try podo chat")
    run_until_told(lambda bells: _bot(settings, bells))


@in_sentences(*RUNNING)
def chat(
    person: Annotated[int, typer.Option("--as", help="Who talks: any number, a person each.", min=1)] = 1,
    language: Annotated[str, typer.Option(help="The language their Telegram would be in.")] = "ko",
) -> None:
    """Talk to the bot in this terminal, without Telegram."""
    settings = load_settings()
    set_up_logs(style=settings.log_format, level="WARNING")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(ready(settings))
        database = Database.open(settings.database_url, role="bot", pool=settings.pool)
        talk = TerminalChat(
            database,
            secret_key=settings.secret_key.get_secret_value(),
            clock=system_clock,
            person=person,
            language=language,
            write=typer.echo,
            public_url=settings.public_url,
        )
        try:
            runner.run(talk.open())
            for line in _typed():
                runner.run(talk.hear(line))
        finally:
            runner.run(talk.close())
            runner.run(database.close())


def _typed() -> Iterator[str]:
    """Read lines as they are typed or piped, until the end or /quit."""
    at_keyboard = sys.stdin.isatty()
    if at_keyboard:
        typer.echo(HELP)
    while True:
        try:
            line = input("> " if at_keyboard else "")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip() == "/quit":
            return
        if not at_keyboard:
            typer.echo(f"> {line}")
        yield line


async def _bot(settings: Settings, bells: Bells) -> None:
    await ready(settings)
    await run_bot(settings, bells)

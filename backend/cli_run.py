"""`podo up`, `serve`, `bot`, `chat`: the processes, each until SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Annotated, Any

import typer
import uvicorn
import uvloop

from backend.cli_errors import CannotStartError, in_sentences
from backend.db.session import Database
from backend.kit.clock import system_clock
from backend.kit.logs import set_up_logs
from backend.main import create_app
from backend.schema import prepare
from backend.settings import Settings, load_settings
from bot.chat import HELP, TerminalChat
from bot.main import run_bot
from bot.wake import Bells

NO_TOKEN = "No TELEGRAM_BOT_TOKEN is set, so there is no bot; talk to the app all the same: podo chat"  # noqa: S105
DRAIN_SECONDS = 5

Host = Annotated[str, typer.Option(help="The address to listen at.")]
Port = Annotated[int, typer.Option(help="The port to listen at.", min=0, max=65535)]


@in_sentences
def up(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Bring up the API and, if there is a token, the bot, in one process."""
    settings = _settings()
    listener = _listen(host, port)
    if settings.bot_id is None:
        typer.echo(NO_TOKEN)
    _run(lambda bells: _up(settings, listener, bells))


@in_sentences
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the API alone."""
    settings = _settings()
    listener = _listen(host, port)
    _run(lambda bells: _serve(settings, listener, bells))


@in_sentences
def bot() -> None:
    """Run the bot alone."""
    settings = _settings(bot=True)
    if settings.bot_id is None:
        raise CannotStartError("TELEGRAM_BOT_TOKEN is missing: the bot cannot run without it. Try podo chat")
    _run(lambda bells: _bot(settings, bells))


@in_sentences
def chat(
    person: Annotated[int, typer.Option("--as", help="Who talks: any number, a person each.", min=1)] = 1,
    language: Annotated[str, typer.Option(help="The language their Telegram would be in.")] = "ko",
) -> None:
    """Talk to the bot in this terminal, without Telegram."""
    settings = load_settings()
    set_up_logs(style=settings.log_format, level="WARNING")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_ready(settings))
        database = Database.open(settings.database_url, role="bot", pool=settings.pool)
        talk = TerminalChat(
            database,
            secret_key=settings.secret_key.get_secret_value(),
            clock=system_clock,
            person=person,
            language=language,
            write=typer.echo,
        )
        try:
            runner.run(talk.open())
            for line in _typed():
                runner.run(talk.hear(line))
        finally:
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


def _settings(*, bot: bool = False) -> Settings:
    settings = load_settings(bot=bot)
    set_up_logs(style=settings.log_format, level=settings.log_level)
    return settings


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is begun, so that a taken one is a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotStartError(f"cannot listen at {host}:{port} ({error.strerror})") from None


async def _ready(settings: Settings) -> None:
    await prepare(settings.database_url)


def _run(work: Callable[[Bells], Coroutine[Any, Any, None]]) -> None:
    """Run until the work ends or the process is told to end, which the bells pass on."""

    async def told() -> None:
        bells, loop = Bells(), asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, bells.stop)
        await work(bells)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(told())


async def _up(settings: Settings, listener: socket.socket, bells: Bells) -> None:
    await _ready(settings)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_serve_prepared(settings, listener, bells))
        if settings.bot_id is not None:
            tasks.create_task(run_bot(settings, bells))


async def _serve(settings: Settings, listener: socket.socket, bells: Bells) -> None:
    await _ready(settings)
    await _serve_prepared(settings, listener, bells)


async def _bot(settings: Settings, bells: Bells) -> None:
    await _ready(settings)
    await run_bot(settings, bells)


class _Server(uvicorn.Server):
    """A server that leaves signals to us: it may share its process with the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def _serve_prepared(settings: Settings, listener: socket.socket, bells: Bells) -> None:
    server = _Server(
        uvicorn.Config(
            create_app(settings),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )

    async def end_when_told() -> None:
        await bells.stopped.wait()
        server.should_exit = True

    host, port = listener.getsockname()[:2]
    typer.echo(f"Podo Budget is at http://{f'[{host}]' if ':' in host else host}:{port} (the API: /docs)")
    async with asyncio.TaskGroup() as tasks:
        ending = tasks.create_task(end_when_told())
        await server.serve(sockets=[listener])
        ending.cancel()
    if not server.started:
        raise CannotStartError("the API did not start; the reason stands above")
    bells.stop()

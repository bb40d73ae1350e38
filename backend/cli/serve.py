"""`podo up` and `podo serve`."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Annotated

import typer
import uvicorn

from backend.cli.errors import CannotStartError, in_sentences
from backend.cli.running import RUNNING, ready, run_until_told, settings_of
from backend.main import create_app
from backend.settings import Settings
from bot.main import run_bot
from bot.wake import Bells

NO_TOKEN = "No TELEGRAM_BOT_TOKEN is set, so there is no bot; talk to the app all the same: podo chat"  # noqa: S105
DRAIN_SECONDS = 5

Host = Annotated[str, typer.Option(help="The address to listen at.")]
Port = Annotated[int, typer.Option(help="The port to listen at.", min=0, max=65535)]


@in_sentences(*RUNNING)
def up(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Bring up the API and, if there is a token, the bot, in one process."""
    settings = settings_of()
    listener = _listen(host, port)
    if settings.bot_id is None:
        typer.echo(NO_TOKEN)
    run_until_told(lambda bells: _up(settings, listener, bells))


@in_sentences(*RUNNING)
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the API alone."""
    settings = settings_of()
    listener = _listen(host, port)
    run_until_told(lambda bells: _serve(settings, listener, bells))


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is begun, so that a taken one is a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotStartError(f"cannot listen at {host}:{port} ({error.strerror})") from None


async def _up(settings: Settings, listener: socket.socket, bells: Bells) -> None:
    await ready(settings)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_serve_prepared(settings, listener, bells))
        if settings.bot_id is not None:
            tasks.create_task(run_bot(settings, bells))


async def _serve(settings: Settings, listener: socket.socket, bells: Bells) -> None:
    await ready(settings)
    await _serve_prepared(settings, listener, bells)


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

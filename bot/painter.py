"""Has pictures drawn by a process of its own, started at the first one and ended when none is asked for.

The plotting library stays out of the bot: it is half a second and some 60 MB, and drawing would hold up every
other message.
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

DRAW_SECONDS = 5.0
"""How long a picture may take; starting the process counts too, and goes on where one gave up waiting."""

IDLE_SECONDS = 120.0
"""How long the process stays when nobody asks for a picture."""

COMMAND = (sys.executable, "-m", "bot.drawing")
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "MPLCONFIGDIR", "SYSTEMROOT")
"""What the process is told of the environment: no token, no key, no database."""

LENGTH = struct.Struct(">I")

Draw = Callable[[Mapping[str, Any]], Awaitable[bytes]]
"""Gives the PNG of a picture as the outbox holds it. Raises DrawingError."""


class DrawingError(Exception):
    """A picture could not be drawn, or not in time."""


class Painter:
    """One drawing process; pictures wait for each other."""

    def __init__(self, command: tuple[str, ...] = COMMAND, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._command = command
        self._idle_seconds = idle_seconds
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._is_ready = False
        self._ending: asyncio.TimerHandle | None = None

    async def draw(self, picture: Mapping[str, Any]) -> bytes:
        """Draw a picture. Raises DrawingError."""
        try:
            async with asyncio.timeout(DRAW_SECONDS), self._turn:
                return await self._draw(json.dumps(picture).encode() + b"\n")
        except (TimeoutError, OSError, EOFError) as error:
            raise DrawingError(type(error).__name__) from error
        finally:
            self._end_later()

    async def _draw(self, line: bytes) -> bytes:
        process = await self._running()
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            raise DrawingError("no pipes")
        try:
            stdin.write(line)
            await stdin.drain()
            (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
            png = await stdout.readexactly(length)
        except BaseException:
            self._kill()  # what it writes from here on would be taken for the next picture
            raise
        if not png:
            raise DrawingError("not drawn")
        return png

    async def _running(self) -> Process:
        """Give the process, started anew where it has ended, once it says that it is ready."""
        if self._process is not None and self._process.returncode is not None:
            self._process = None
        if self._process is None:
            told = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
            self._is_ready = False
            # In a session of its own: Ctrl+C is for the bot, whose end ends the input of this one.
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                env=told | {"OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
            )
        if not self._is_ready and self._process.stdout is not None:
            await self._process.stdout.readexactly(1)
            self._is_ready = True
        return self._process

    def _end_later(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(self._idle_seconds, self._end)

    def _end(self) -> None:
        """Let the process end by itself: it has read all there is."""
        if self._turn.locked() or self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        self._process = None

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        self._process = None

    async def close(self) -> None:
        """End the process, at once."""
        if self._ending is not None:
            self._ending.cancel()
        process = self._process
        self._kill()
        if process is not None:
            await process.wait()

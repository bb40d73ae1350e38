"""The process that draws: started when asked, started anew when it died, never waited for without end."""

from __future__ import annotations

import asyncio
import sys

import pytest

from bot import painter as painting
from bot.painter import DrawingError, Painter
from tests.bot.test_charts import a_picture

PICTURE = a_picture().as_json()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine may be slow to start a process."""
    monkeypatch.setattr(painting, "DRAW_SECONDS", 60.0)


@pytest.fixture
async def painter():
    painter = Painter()
    yield painter
    await painter.close()


async def test_pictures_asked_for_at_once_are_all_drawn(painter):
    drawn = await asyncio.gather(*(painter.draw(PICTURE) for _ in range(3)))
    assert [png[:4] for png in drawn] == [b"\x89PNG"] * 3


async def test_what_cannot_be_drawn_does_not_stop_the_next(painter):
    with pytest.raises(DrawingError):
        await painter.draw(PICTURE | {"bars": None})
    assert await painter.draw(PICTURE)


async def test_a_process_that_was_killed_is_started_anew(painter):
    assert await painter.draw(PICTURE)
    painter._process.kill()
    await painter._process.wait()
    assert await painter.draw(PICTURE)


async def test_it_ends_when_nobody_asks(painter):
    lazy = Painter(idle_seconds=0.0)
    await lazy.draw(PICTURE)
    process = lazy._process
    assert await asyncio.wait_for(process.wait(), 5) == 0
    assert lazy._process is None
    await lazy.close()


@pytest.mark.parametrize("program", ["import sys; sys.exit(1)", "import time; time.sleep(60)"])
async def test_a_process_that_does_not_draw_is_an_error_in_time(monkeypatch, program):
    monkeypatch.setattr(painting, "DRAW_SECONDS", 0.3)
    broken = Painter((sys.executable, "-c", program))
    with pytest.raises(DrawingError):
        await broken.draw(PICTURE)
    await broken.close()


async def test_the_process_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    told = (
        "import os, sys; sys.stdout.write('!'); sys.stdout.flush(); sys.stdin.readline(); "
        "sys.stdout.write('\\0\\0\\0\\1' + 'yn'['SECRET_KEY' in os.environ])"
    )
    nosy = Painter((sys.executable, "-c", told))
    assert await nosy.draw(PICTURE) == b"y"
    await nosy.close()

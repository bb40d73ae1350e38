"""The report's picture: drawing it against an empty sheet of its size, its weight, the process it takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from statistics import median

import psutil
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.charts import DPI, _png, draw
from bot.painter import Painter
from bot.pictures import DARK, LIGHT
from tests.bot.test_charts import a_picture, opened

ROUNDS = 20
MOST_MS = 300
MOST_KB = 150


def took(act: Callable[[], object]) -> float:
    """Milliseconds, the median of some rounds."""
    spans = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        spans.append((time.perf_counter() - began) * 1000)
    return median(spans)


def empty_sheet(size: tuple[int, int]) -> bytes:
    """A picture of the same size with nothing on it."""
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI)
    return _png(FigureCanvasAgg(figure))


async def process() -> None:
    """Measure the process that draws, from its start."""
    painter = Painter()
    began = time.perf_counter()
    await painter.draw(a_picture().as_json())
    first = (time.perf_counter() - began) * 1000
    for _ in range(ROUNDS):
        await painter.draw(a_picture().as_json())
    drawing = psutil.Process(painter._process.pid)  # type: ignore[union-attr]  # noqa: SLF001
    memory = drawing.memory_info().rss / 2**20
    print(f"the process: first picture after {first:.0f} ms, {memory:.0f} MB after {ROUNDS} more")
    await painter.close()


def main() -> None:
    """Measure both themes."""
    for theme in (LIGHT, DARK):
        picture = a_picture(theme)
        png = draw(picture)
        drawn = took(lambda picture=picture: draw(picture))  # type: ignore[misc]
        empty = took(lambda png=png: empty_sheet(opened(png).size))  # type: ignore[misc]
        weight = len(png) / 1024
        print(
            f"{theme}: {drawn / empty:.1f} times an empty sheet, "
            f"{drawn:.0f} ms ({drawn / MOST_MS:.2f} of what is allowed), "
            f"{weight:.0f} KB ({weight / MOST_KB:.2f} of what is allowed)"
        )
    asyncio.run(process())


if __name__ == "__main__":
    main()

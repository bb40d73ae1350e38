"""What a picture of a report shows: figures and words, ready to be drawn; plain JSON, as the outbox keeps it.

Nothing here draws: the outbox names what a picture shows, and the sender has it drawn when it sends it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

PICTURE = "picture"
"""Under this name a call's payload holds what is to be drawn in the place of a file."""

LIGHT, DARK = "light", "dark"
THEMES = (LIGHT, DARK)
STEPS = (1, 2, 5, 10)
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One category's share."""

    label: str
    amount: str
    percent: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, and what stands at it."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """What was spent by each day of a period, day by day from its first; `pace` is its budget.

    `days` are those of the whole period, `spent` has one number for each that is gone.
    """

    days: int
    spent: tuple[int, ...]
    pace: int | None
    legend: str
    pace_legend: str
    day_ticks: tuple[Tick, ...]
    money_ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A report as a picture; every word is said already, in the reader's language."""

    theme: str
    title: str
    headline: str
    note: str
    bars: tuple[Bar, ...]
    line: Line | None

    def as_json(self) -> dict[str, Any]:
        """Write it down for the outbox."""
        return asdict(self)

    @classmethod
    def of_json(cls, written: Mapping[str, Any]) -> Self:
        """Read it as it was written down."""
        line = written["line"]
        return cls(
            theme=written["theme"],
            title=written["title"],
            headline=written["headline"],
            note=written["note"],
            bars=tuple(Bar(**bar) for bar in written["bars"]),
            line=None if line is None else _line(line),
        )


def _line(written: Mapping[str, Any]) -> Line:
    ticks = {name: tuple(Tick(**tick) for tick in written[name]) for name in ("day_ticks", "money_ticks")}
    return Line(**{**written, **ticks, "spent": tuple(written["spent"])})


def money_ticks(highest: int, label: Callable[[int], str]) -> tuple[Tick, ...]:
    """Mark an axis of money at round figures, from 0 to the first one that reaches the highest."""
    size = 1
    while True:
        for step in STEPS:
            if highest <= step * size * (MOST_TICKS - 1):
                count = -(-highest // (step * size)) or 1
                return tuple(Tick(at, label(at)) for at in range(0, step * size * count + 1, step * size))
        size *= 10


def day_ticks(labels: Sequence[str]) -> tuple[Tick, ...]:
    """Mark an axis of days: the first, the last, and some between that stand well apart."""
    last = len(labels) - 1
    between = range(0, last + 1, max(1, -(-last // (MOST_TICKS - 1))))
    apart = last // (2 * MOST_TICKS)
    kept = [at for at in between if last - at > apart]
    return tuple(Tick(at, labels[at]) for at in [*kept, last])

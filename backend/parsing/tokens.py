"""The pieces that a line is made of: days, times, amounts, quantities, codes, and the text between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum, auto

MASK = "\ue000"
"""Stands for a character that a token has taken, so that later patterns see a boundary and not its text."""

WORD_MASK = "\ue002"
"""Stands for a character of a name that holds digits (7-eleven): no amount, yet a word."""


class Strength(Enum):
    """How surely a number is an amount of money."""

    GLUED = 0
    """A number inside a name (63빌딩)."""
    SMALL = 1
    """A bare number that is rather a count (2 beers)."""
    BARE = 2
    """A bare number as large or as precise as prices are."""
    UNIT = 3
    """With a currency, or 천, 만, k."""


@dataclass(slots=True)
class Span:
    """A stretch of the line, from `start` up to `end`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Day(Span):
    """A word or number that names a day. `bare` is the day of the month alone; `future` marks a plan."""

    on: date | None = None
    bare: int | None = None
    future: bool = False
    past: bool = True
    explicit: bool = False


@dataclass(slots=True)
class Clock(Span):
    """A clock time."""

    at: time | None = None


@dataclass(slots=True)
class Amount(Span):
    """A number that may be money, in a currency that the text names or None."""

    value: Decimal = Decimal(0)
    currency: str | None = None
    strength: Strength = Strength.BARE
    each: bool = False
    negative: bool = False
    plus: bool = False
    aside: bool = False
    """What follows says that it is not the price paid (원래 39,000원인데)."""
    head: int = -1
    """Where the number itself stands, after a sign."""
    tail: int = -1
    """Where what trails behind it begins (만원|짜리, 만원|은)."""


_COUNTED_THINGS = ("tickets", "ticket", "bottles", "bottle", "cups", "boxes", "bags", "cans")
_MOST_ROUNDS = 5
"""An evening has at most so many rounds: 2차, 3차."""


@dataclass(slots=True)
class Quantity(Span):
    """A number with a counter: how many."""

    count: Decimal = Decimal(0)
    people: bool = False
    word: bool = False
    """Reads well in a description (2박, 10kg), so it may stay there."""

    @property
    def names(self) -> bool:
        """It names a thing by itself: a line, a branch, an issue."""
        if self.text.casefold().endswith(_COUNTED_THINGS):
            return True
        return self.word and self.text.rstrip("을를이가은는에 ").endswith(
            ("호선", "호점", "월호") if self.count > _MOST_ROUNDS else ("호선", "호점", "월호", "차")
        )


@dataclass(slots=True)
class Code(Span):
    """Digits that are no amount whatever stands around them: phones, accounts, scores, codes."""

    name: bool = False
    """It belongs to the name of a thing (7-eleven, 1+1)."""


class Side(Enum):
    """On which side of its amount an item's words stand."""

    BEFORE = auto()
    AFTER = auto()


def blank(line: str, start: int, end: int, mask: str = MASK) -> str:
    """Take a stretch out of the line, keeping every position."""
    return line[:start] + mask * (end - start) + line[end:]

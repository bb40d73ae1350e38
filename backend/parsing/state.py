"""What the reading of one text carries from line to line, and an entry in the making."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from backend.parsing.drafts import Draft, Vocabulary, Why
from backend.parsing.tokens import Amount, Day

MAX_ENTRIES = 200
"""Entries taken from one message; what follows is handed back unread."""
MAX_LINES = 600
"""Lines read of one message."""


@dataclass(slots=True)
class State:
    """What lines hand on to the lines after them."""

    head: Day | None = None
    drafts: list[Draft] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    reasons: list[Why] = field(default_factory=list)
    income: bool | None = None
    carried: Day | None = None
    chunks: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What every line is read with."""

    today: date
    currency: str
    vocabulary: Vocabulary
    foreign_words: bool = False
    """The text holds no Hangul, kana or hanja: a price with cents in it is no slip of a Korean."""


@dataclass(slots=True)
class Item:
    """One entry in the making: a stretch of the scanned line and its amount."""

    start: int
    end: int
    amount: Amount
    value: Decimal
    words: bool = True

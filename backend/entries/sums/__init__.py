"""What sums of entries are asked for, and what they answer; plain values, so that rules can fold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backend.entries.views import AuthorView, CategoryView
from backend.parsing.drafts import Kind


@dataclass(frozen=True, slots=True)
class Span:
    """Days to add up, `first` until the day before `beyond`; split by day, by category, or not."""

    first: date
    beyond: date
    by_day: bool = False
    by_category: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """What a span adds up to, or a day of it, or a category in it; `total` in the ledger's minor units.

    `author` is set in sums by member only, whose `span` is MEMBERS.
    """

    span: int
    kind: Kind
    day: date | None
    category: CategoryView | None
    parent_id: int | None
    total: int
    count: int
    author: AuthorView | None = None


MEMBERS = -1

Spending = tuple[int, date | None, int | None, int | None, int]
"""What was spent in a span (its number), on a day if it is split, in a category, the one it stands under."""

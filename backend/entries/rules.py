"""What an entry may be, and what follows from what; pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from backend.entries.views import Changes, EntryView
from backend.kit.errors import Invalid
from backend.kit.values import UNSET
from backend.parsing.drafts import Draft

UNDO_FOR = timedelta(days=30)
CANCEL_WITHIN = timedelta(days=92)
"""How long after a purchase its cancellation is looked for: card issuers post refunds within weeks."""
ALIKE = 0.6
"""How alike the words of a cancellation and of its purchase are at least (difflib's ratio)."""
LONGEST = {"description": 200, "memo": 1000, "payment_method": 80}
"""Characters that an entry's words may have, as its columns do."""
EARLIEST = date(1900, 1, 1)
LATEST = date(2999, 12, 31)
_DAYS = {"occurred_on"}
_MOMENTS = {"occurred_at", "created_at", "updated_at"}


def check_day(day: date) -> date:
    """Let pass what a ledger may hold. Raises Invalid `entry.day_out_of_range`."""
    if not EARLIEST <= day <= LATEST:
        raise Invalid("entry.day_out_of_range", field="occurred_on")
    return day


def tidy(text: str, longest: int) -> str:
    """One line of printable text, cut to the column's length."""
    printable = "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join(printable.split())[:longest]


def fold(*texts: str) -> str:
    """The searchable form of an entry's words, on both databases the same."""
    return unicodedata.normalize("NFKC", " ".join(filter(None, texts))).casefold()[:1300]


def snapshot(row: dict[str, Any]) -> dict[str, Any]:
    """An entry's columns as JSON keeps them."""
    return json.loads(json.dumps(row, default=lambda value: value.isoformat()))  # type: ignore[no-any-return]


def from_snapshot(kept: dict[str, Any]) -> dict[str, Any]:
    """An entry's columns as they were when the snapshot was made."""
    row = dict(kept)
    for name in _DAYS:
        row[name] = date.fromisoformat(row[name])
    for name in _MOMENTS:
        row[name] = row[name] and datetime.fromisoformat(row[name])
    return row


def differing(changes: Changes) -> dict[str, Any]:
    """The fields that changes name, by name."""
    named = ((field.name, getattr(changes, field.name)) for field in fields(changes))
    return {name: value for name, value in named if value is not UNSET}


def corrected_fields(before: Draft | None, after: Draft) -> set[str]:
    """What an edited text says differently: only that is corrected, so choices made by button stay."""
    names = {"kind", "amount", "occurred_on", "description", "category", "memo", "payment_method"}
    if before is None:
        return names
    return {name for name in names if getattr(before, name) != getattr(after, name)}


def closest_payment(cancelled: Draft, candidates: Iterable[EntryView]) -> EntryView | None:
    """The purchase that a cancellation means: same card and similar words, else None rather than a guess."""
    best: tuple[float, EntryView] | None = None
    for candidate in candidates:
        card = cancelled.payment_method or ""
        same_card = bool(card) and candidate.payment_method == card
        if card and candidate.payment_method and not same_card:
            continue
        likeness = SequenceMatcher(None, fold(cancelled.description), fold(candidate.description)).ratio()
        score = likeness + same_card
        if likeness >= ALIKE and (best is None or score > best[0]):
            best = (score, candidate)
    return best[1] if best else None

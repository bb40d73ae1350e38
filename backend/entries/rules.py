"""What an entry may be, and what follows from what; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from backend.acts import rules as acts_rules
from backend.entries.views import Changes, EntryView
from backend.kit.errors import Invalid
from backend.kit.money import Money
from backend.kit.values import UNSET
from backend.parsing import normalise_words
from backend.parsing.drafts import Draft, Kind
from backend.parsing.notices.recognise import split_notices

CANCEL_WITHIN = timedelta(days=92)
"""How long after a purchase its cancellation is looked for: card issuers post refunds within weeks."""
ALIKE = 0.6
"""How alike the words of a cancellation and of its purchase are at least (difflib's ratio)."""
CONTAINED = 0.8
"""How alike a name and a part of it are at least: 김밥천국 and 김밥천국 강남점."""
NEAR = timedelta(days=1)
"""How far apart a purchase typed by hand and its notice may be."""
ASK_FOR = timedelta(days=30)
"""How long an undecided notice waits for an answer."""
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


def from_snapshot(kept: Mapping[str, Any]) -> dict[str, Any]:
    """An entry's columns as they were when the snapshot was made."""
    return acts_rules.from_snapshot(kept, days=_DAYS, moments=_MOMENTS)


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


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice, or an entry, says of one payment."""

    kind: Kind
    amount: Money
    occurred_on: date
    occurred_at: datetime | None
    description: str
    payment_method: str


def likeness(one: str, other: str) -> float:
    """How alike two spellings of a shop are, 0 to 1: blanks and signs do not count, a part is alike."""
    short, long = sorted((normalise_words(one), normalise_words(other)), key=len)
    ratio = SequenceMatcher(None, short, long).ratio()
    return max(ratio, CONTAINED) if _tells(short) and short in long else ratio


def _tells(word: str) -> bool:
    """Two syllables of Hangul tell something, two letters do not."""
    return len(word) > 2 or (len(word) == 2 and not word.isascii())  # noqa: PLR2004


def share_words(one: str, other: str) -> bool:
    """Tell whether a word of one text is in the other: enough to ask, not to decide."""
    if likeness(one, other) >= ALIKE:
        return True
    pairs = ((one, normalise_words(other)), (other, normalise_words(one)))
    return any(
        _tells(word) and word in key for text, key in pairs for word in map(normalise_words, text.split())
    )


def is_same_card(one: str, other: str) -> bool:
    """Tell whether two labels may name one card: 신한카드 and 신한카드(1234) may."""
    short, long = sorted((normalise_words(one), normalise_words(other)), key=len)
    return bool(short) and short in long


def is_again(said: Said, known: Said) -> bool:
    """Tell whether a notice says what is known already: only the spelling of the shop may differ."""
    return (
        (said.kind, said.amount, said.occurred_on, said.occurred_at, said.payment_method)
        == (known.kind, known.amount, known.occurred_on, known.occurred_at, known.payment_method)
    ) and likeness(said.description, known.description) >= ALIKE


def said_in(entry: EntryView) -> Said:
    """Say of an entry what a notice would."""
    return Said(
        entry.kind,
        entry.amount,
        entry.occurred_on,
        entry.occurred_at,
        entry.description,
        entry.payment_method,
    )


def closest_payment(
    cancelled: Draft, candidates: Iterable[EntryView], as_said: Mapping[int, Said] | None = None
) -> EntryView | None:
    """The purchase that a cancellation means: same card and similar words, else None rather than a guess.

    `as_said` is what the notices of the candidates said, by entry: people correct entries, not notices.
    """
    card = cancelled.payment_method or ""
    best: tuple[float, EntryView] | None = None
    for candidate in candidates:
        known = said_in(candidate)
        told = (as_said or {}).get(candidate.id, known)
        method = told.payment_method or known.payment_method
        if card and method and not is_same_card(card, method):
            continue
        alike = max(likeness(cancelled.description, words) for words in (known.description, told.description))
        score = alike + bool(card and method)
        if alike >= ALIKE and (best is None or score > best[0]):
            best = (score, candidate)
    return best[1] if best else None


def same_purchase(said: Said, category_id: int | None, typed: Iterable[EntryView]) -> EntryView | None:
    """The entry typed by hand that a notice may repeat: similar words or the same category."""
    found = [
        (
            likeness(said.description, entry.description),
            -abs((entry.occurred_on - said.occurred_on).days),
            entry,
        )
        for entry in typed
        if share_words(said.description, entry.description)
        or (entry.category is not None and entry.category.id == category_id)
    ]
    return max(found, key=lambda one: one[:2])[2] if found else None


def line_of(text: str, draft: Draft, *, alone: bool) -> str:
    """The part of a text that a draft was read from, as people wrote it, on one line."""
    if alone:
        return " ".join(text.split())
    parts = split_notices(text) if draft.is_notice else text.splitlines()
    words = next((one.words for one in draft.evidence if one.field == "amount" and one.words), "")
    found = [part for part in parts if words in part and draft.description in part]
    return " ".join(found[0].split()) if found else f"{draft.description} {draft.amount.plain()}"

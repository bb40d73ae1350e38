"""Why an entry is filed, counted and dated as it is: the evidence that decided, told anew from its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.categories.catalogue import Catalogue, get_catalogue
from backend.categories.lessons import LessonView, find_lesson
from backend.entries.history import queries as history_queries
from backend.entries.service import get_entry
from backend.entries.texts import read_text
from backend.entries.views import EntryView
from backend.ledgers.access import Actor
from backend.models import EntryChange
from backend.parsing.drafts import Draft, Evidence


class Rule(StrEnum):
    """What decided a field of an entry."""

    BY_HAND = "by_hand"
    """A person chose or changed it."""
    LESSON = "lesson"
    """What the household taught of these words."""
    OWN_NAME = "own_name"
    """The name of a category of the household's own."""
    WORD_LIST = "word_list"
    """The word lists that come with the app."""
    NOT_KNOWN = "not_known"
    """No word was known."""
    FORMER = "former"
    """Something that has been forgotten or changed since."""
    IN_TEXT = "in_text"
    """The text says it."""
    MULTIPLIED = "multiplied"
    """The text says a price and how many."""
    IN_NOTICE = "in_notice"
    """The payment notice says it."""
    NOT_SAID = "not_said"
    """The text does not say it: the day it was written."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What decided, by which words, and, where a person did, who and when."""

    rule: Rule
    words: str = ""
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """Why an entry is as it is. `lesson` is one that says the same, `likely` are categories to choose."""

    entry: EntryView
    category: Reason
    amount: Reason
    day: Reason
    lesson: LessonView | None
    likely: tuple[int, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Tell whether the category is worth a question."""
        return self.category.rule is Rule.LESSON or bool(self.likely)


_CATEGORY = {
    "learnt": Rule.LESSON,
    "category_name": Rule.OWN_NAME,
    "no_word_known": Rule.NOT_KNOWN,
}
_OTHERS = {
    "unit_price_times_count": Rule.MULTIPLIED,
    "notice": Rule.IN_NOTICE,
    "no_day_word": Rule.NOT_SAID,
}


async def explain(session: AsyncSession, actor: Actor, entry_id: int) -> Explained:
    """Say why an entry is as it is. Raises Missing `entry.not_found`."""
    entry = await get_entry(session, actor, entry_id)
    changes = await history_queries.changes_of_entry(session, actor.ledger_id, entry_id)
    by_hand = _by_hand(changes, entry)
    draft, catalogue = await _draft_of(session, actor, entry)
    likely: tuple[int, ...] = ()
    category = by_hand.get("category_id")
    if category is None:
        category, likely = _category_reason(entry, draft, catalogue)
    words = category.words if category.rule is Rule.LESSON else entry.description
    lesson = await find_lesson(session, actor, entry.kind, words)
    if lesson is not None and (entry.category is None or lesson.category.id != entry.category.id):
        lesson = None
    return Explained(
        entry,
        category,
        by_hand.get("amount_minor") or _reason(entry, draft, "amount"),
        by_hand.get("occurred_on") or _reason(entry, draft, "occurred_on"),
        lesson,
        likely,
    )


def _by_hand(changes: Sequence[tuple[EntryChange, str | None]], entry: EntryView) -> dict[str, Reason]:
    """Find who changed which field last; a message edited is no choice, its new text speaks for itself."""
    now: dict[str, Any] = {
        "category_id": entry.category.id if entry.category else None,
        "amount_minor": entry.amount.minor,
        "occurred_on": entry.occurred_on.isoformat(),
        "text": entry.text,
    }
    found: dict[str, Reason] = {}
    for change, name in reversed(changes):
        if change.before is None or change.action != "edited":
            continue
        before = {field: change.before[field] for field in now}
        for field in now.keys() - {"text"} - found.keys():
            if before[field] != now[field] and before["text"] == now["text"]:
                found[field] = Reason(Rule.BY_HAND, by=name, at=change.changed_at)
        now = before
    return found


async def _draft_of(session: AsyncSession, actor: Actor, entry: EntryView) -> tuple[Draft | None, Catalogue]:
    """Read the entry's text anew, as on the day it was written; None for one that has no text."""
    if not entry.text:
        return None, await get_catalogue(session, actor)
    reading, catalogue = await read_text(session, actor, entry.text, sent_at=entry.created_at)
    if entry.line is not None:
        return next((one for one in reading.drafts if one.line == entry.line), None), catalogue
    alike = [one for one in reading.drafts if one.amount == entry.amount]
    named = [one for one in alike if one.description == entry.description]
    return next(iter([*named, *alike, *reading.drafts]), None), catalogue


def _category_reason(
    entry: EntryView, draft: Draft | None, catalogue: Catalogue
) -> tuple[Reason, tuple[int, ...]]:
    filed = entry.category.id if entry.category else None
    choice = catalogue.choose(entry.description, entry.kind)
    if draft is None and catalogue.chosen_id(choice, entry.kind) != filed:
        by = entry.author.display_name if entry.author else None
        return Reason(Rule.BY_HAND, by=by, at=entry.created_at), ()
    proof, likely, reference = choice.evidence, choice.likely, choice.category
    if draft is not None and draft.kind == entry.kind:
        proof, likely = _proof(draft, "category") or proof, draft.likely
        reference = draft.category or reference
    if (catalogue.find_id(reference) or catalogue.other_id(entry.kind)) != filed:
        return Reason(Rule.FORMER), ()
    ids = tuple(one for one in map(catalogue.find_id, likely) if one is not None)
    return Reason(_CATEGORY.get(proof.rule, Rule.WORD_LIST), proof.words), ids


def _proof(draft: Draft, field: str) -> Evidence | None:
    return next((one for one in draft.evidence if one.field == field), None)


def _reason(entry: EntryView, draft: Draft | None, field: str) -> Reason:
    proof = _proof(draft, field) if draft is not None else None
    if proof is None:
        by = entry.author.display_name if entry.author else None
        return Reason(Rule.BY_HAND, by=by, at=entry.created_at)
    return Reason(_OTHERS.get(proof.rule, Rule.IN_TEXT), proof.words)

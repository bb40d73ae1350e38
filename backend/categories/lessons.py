"""What a ledger's people teach by their choices: words, and the category they belong in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.categories import queries
from backend.kit.errors import Missing
from backend.kit.pages import Page, decode_cursor, page_of
from backend.ledgers.access import Actor
from backend.models import Category
from backend.parsing import normalise_words
from backend.parsing.drafts import Kind

LONGEST = 200
"""Characters that a lesson's words may have, as its column does; longer texts are not said again."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who taught a lesson."""

    id: int
    display_name: str


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as it stands; `replaced` is the category that it beat, `phrase` its words as written."""

    id: int
    kind: Kind
    phrase: str
    category: Category
    replaced: Category | None
    taught_by: Teacher | None
    taught_at: datetime


def _view(row: queries.LessonRow) -> LessonView:
    lesson, category, replaced, name = row
    by = None if lesson.taught_by is None else Teacher(lesson.taught_by, name or "")
    return LessonView(lesson.id, Kind(lesson.kind), lesson.phrase, category, replaced, by, lesson.taught_at)


async def teach(
    session: AsyncSession, actor: Actor, phrase: str, category: Category, *, act: str | None, now: datetime
) -> None:
    """Learn that these words belong in this category: at once, and above whatever was taught before."""
    words = normalise_words(phrase)
    if not words or len(words) > LONGEST:
        return
    row = {
        "ledger_id": actor.ledger_id,
        "kind": category.kind,
        "words": words,
        "phrase": phrase[:LONGEST],
        "category_id": category.id,
        "replaced_category_id": None,
        "act": act,
        "taught_by": actor.user_id,
        "taught_at": now,
    }
    await queries.upsert_lesson(session, row)


async def take_back(session: AsyncSession, actor: Actor, act: str) -> None:
    """Unlearn what an act taught; where it beat another lesson, that one stands again."""
    await queries.take_back_lessons(session, actor.ledger_id, act)


async def drop_restored(
    session: AsyncSession, actor: Actor, kind: Kind, phrase: str, category_id: int
) -> None:
    """Unlearn a lesson that an undone edit taught, when it stands again after having been beaten."""
    words = normalise_words(phrase)
    await queries.drop_restored_lesson(session, actor.ledger_id, kind, words, category_id)


async def list_lessons(
    session: AsyncSession, actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> Page[LessonView]:
    """Read what the ledger learnt, newest words first, page by page. Raises Invalid `cursor.invalid`."""
    before = None if cursor is None else int(decode_cursor(cursor, (int,))[0])
    rows = await queries.list_lessons(session, actor.ledger_id, before, limit + 1)
    return page_of([_view(row) for row in rows], limit, lambda lesson: (lesson.id,))


async def find_lesson(session: AsyncSession, actor: Actor, kind: Kind, phrase: str) -> LessonView | None:
    """Read the lesson for exactly these words."""
    found = await queries.find_lesson(session, actor.ledger_id, kind, normalise_words(phrase))
    return None if found is None else _view(found)


async def find_ledger_of_lesson(session: AsyncSession, user_id: int, lesson_id: int) -> int | None:
    """Tell in which of a person's ledgers a lesson is."""
    return await queries.find_ledger_of_lesson(session, user_id, lesson_id)


async def forget(session: AsyncSession, actor: Actor, lesson_id: int) -> str:
    """Unlearn one lesson, and the one it beat; answers its words as they were written.

    Raises Missing `lesson.not_found`, Forbidden `ledger.read_only`.
    """
    actor.must_write()
    phrase = await queries.delete_lesson(session, actor.ledger_id, lesson_id)
    if phrase is None:
        raise Missing("lesson.not_found")
    return phrase

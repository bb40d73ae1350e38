"""What people are shown of lessons."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backend.categories.defaults import display_name
from backend.categories.lessons import LessonView
from backend.models import Category
from backend.parsing.drafts import Kind
from backend.web.api.fields import Moment, Shown, ShownId


class LessonCategory(Shown):
    """The category of a lesson, named in the reader's language."""

    id: ShownId
    key: str | None
    name: str
    emoji: str


class LessonTeacher(Shown):
    """Who taught it."""

    id: ShownId
    display_name: str


class LessonShown(Shown):
    """Words, and the category that the household chose for them. `replaced` is the one it chose before."""

    id: ShownId
    kind: Kind
    words: Annotated[str, Field(examples=["김밥천국 강남점"])]
    category: LessonCategory
    replaced: LessonCategory | None
    taught_by: LessonTeacher | None
    taught_at: Moment


class LessonList(Shown):
    """Some of what a ledger learnt."""

    items: list[LessonShown]
    next_cursor: str | None


def show_lesson(lesson: LessonView, language: str) -> LessonShown:
    """Show a lesson to a reader of that language."""
    by = lesson.taught_by
    return LessonShown(
        id=str(lesson.id),
        kind=lesson.kind,
        words=lesson.phrase,
        category=_show_category(lesson.category, language),
        replaced=None if lesson.replaced is None else _show_category(lesson.replaced, language),
        taught_by=None if by is None else LessonTeacher(id=str(by.id), display_name=by.display_name),
        taught_at=lesson.taught_at,
    )


def _show_category(category: Category, language: str) -> LessonCategory:
    return LessonCategory(
        id=str(category.id),
        key=category.key,
        name=display_name(category, language),
        emoji=category.emoji,
    )

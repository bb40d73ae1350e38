"""What people send and are shown of categories."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from backend.categories.defaults import display_name
from backend.models import Category
from backend.parsing.drafts import Kind
from backend.web.api.fields import Body, Id, Line, Shown, ShownId, Yes, absent, whole

MAX_NAME = 40
MAX_EMOJI = 16
MAX_POSITION = 100_000
Name = Annotated[str, Line(MAX_NAME, "반찬")]
Emoji = Annotated[str, Line(MAX_EMOJI, "🥬")]
Position = Annotated[int, Field(ge=0, le=MAX_POSITION, examples=[3]), BeforeValidator(whole)]


class NewCategoryBody(Body):
    """A category to be added; without a position it goes last."""

    kind: Kind
    name: Name
    emoji: Emoji = "🏷️"
    parent_id: Id | None = None
    position: Position | None = None
    archived: Yes = False


class CategoryChanges(Body):
    """What shall be different about a category; the name null gives a default one its own back."""

    name: Name | None = None
    emoji: Emoji = Field(default_factory=absent)
    parent_id: Id | None = None
    position: Position = Field(default_factory=absent)
    archived: Yes = Field(default_factory=absent)


class CategoryShown(Shown):
    """A category, named in the reader's language while nobody gave it a name of its own."""

    id: ShownId
    key: str | None
    name: str
    emoji: str
    kind: Kind
    parent_id: ShownId | None
    position: int
    archived: bool


class CategoryList(Shown):
    """Some of a ledger's categories."""

    items: list[CategoryShown]
    next_cursor: str | None


def show_category(category: Category, language: str) -> CategoryShown:
    """Show a category to a reader of that language."""
    return CategoryShown(
        id=str(category.id),
        key=category.key,
        name=display_name(category, language),
        emoji=category.emoji,
        kind=Kind(category.kind),
        parent_id=str(category.parent_id) if category.parent_id is not None else None,
        position=category.position,
        archived=category.archived,
    )

"""Categories by the name that a reader of a language knows."""

from __future__ import annotations

from typing import Protocol

from backend.categories.defaults import display_name


class Named(Protocol):
    """Anything that shows a category: a row or the part of an entry."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def key(self) -> str | None:
        """Its key in the default set, if it is of it."""

    @property
    def name(self) -> str | None:
        """The name a person gave it, if one did."""

    @property
    def emoji(self) -> str:
        """Its emoji, empty where it has none."""


def category_label(category: Named, language: str) -> str:
    """Emoji and name, as buttons and receipts show them."""
    return f"{category.emoji} {display_name(category, language)}".strip()

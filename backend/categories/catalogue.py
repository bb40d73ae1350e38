"""A ledger's categories as parsing and recording need them: found by key, by name and by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from backend.categories.service import find_category, list_categories
from backend.kit.errors import Invalid
from backend.ledgers.access import Actor
from backend.models import Category
from backend.parsing import normalise_words
from backend.parsing.categories import classify
from backend.parsing.drafts import Kind, Vocabulary

FALLBACK = {Kind.EXPENSE: "other", Kind.INCOME: "other_income"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every category of a ledger that entries may still be filed under, and the words they go by.

    A reference is a default category's key, or "#17" for one without.
    """

    categories: tuple[Category, ...]
    vocabulary: Vocabulary
    by_reference: dict[str, Category] = field(default_factory=dict)

    def find(self, reference: str | None) -> Category | None:
        """Find a category by its reference."""
        return self.by_reference.get(reference) if reference else None

    def find_id(self, reference: str | None) -> int | None:
        """Find a category's id by its reference."""
        found = self.find(reference)
        return found.id if found else None

    def other_id(self, kind: Kind) -> int | None:
        """Find the category for what fits nowhere, if the ledger still has it."""
        return self.find_id(FALLBACK[kind])

    def of_kind(self, kind: Kind) -> list[Category]:
        """List the categories of a kind in the household's order."""
        return [category for category in self.categories if category.kind == kind]


def reference_of(category: Category) -> str:
    """Name a category as drafts do."""
    return category.key or f"#{category.id}"


def catalogue_of(categories: Iterable[Category]) -> Catalogue:
    """Make a catalogue of a ledger's categories."""
    usable = tuple(category for category in categories if not category.archived)
    names = {normalise_words(row.name): reference_of(row) for row in usable if row.name}
    return Catalogue(usable, Vocabulary(names=names), {reference_of(row): row for row in usable})


async def get_catalogue(session: AsyncSession, actor: Actor) -> Catalogue:
    """Read the catalogue of the actor's ledger: one statement."""
    return catalogue_of(await list_categories(session, actor))


async def check_category(
    session: AsyncSession, actor: Actor, category_id: int, kind: Kind | None = None
) -> Category:
    """Answer a category that an entry of this kind may have.

    Raises Invalid `category.not_found`, `category.wrong_kind`.
    """
    found = await find_category(session, actor, category_id)
    if found is None:
        raise Invalid("category.not_found", field="category_id")
    if kind is not None and found.kind != kind:
        raise Invalid("category.wrong_kind", field="category_id")
    return found


async def choose_category(session: AsyncSession, actor: Actor, description: str, kind: Kind) -> int | None:
    """Choose a category for words, as parsing would; None where the ledger has none that fits."""
    catalogue = await get_catalogue(session, actor)
    choice = classify(description, description, kind, catalogue.vocabulary)
    return catalogue.find_id(choice.category) or catalogue.other_id(kind)

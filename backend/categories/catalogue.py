"""A ledger's categories as parsing and recording need them: found by key, by name and by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from backend.categories import queries
from backend.categories.service import find_category
from backend.kit.errors import Invalid
from backend.ledgers.access import Actor
from backend.models import Category
from backend.parsing import normalise_words
from backend.parsing.categories import Choice, classify
from backend.parsing.drafts import Kind, Vocabulary

FALLBACK = {Kind.EXPENSE: "other", Kind.INCOME: "other_income"}
MOST_LESSONS = 2_000
"""The newest lessons that parsing is told of: reading stays quick however long a household teaches."""

LearntWords = tuple[str, str, int]
"""A kind, words as parsing looks them up, and the id of the category they belong in."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A category as far as filing under it needs; `name` is None for a default one nobody renamed."""

    id: int
    key: str | None
    name: str | None
    emoji: str
    kind: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every category of a ledger that entries may still be filed under, and the words they go by.

    A reference is a default category's key, or "#17" for one without. `vocabulary` knows the words of both
    kinds; where the same words are taught for both, `vocabulary_of` a kind tells them apart.
    """

    categories: tuple[Filed, ...]
    vocabulary: Vocabulary
    by_reference: dict[str, Filed] = field(default_factory=dict)
    by_kind: Mapping[Kind, Vocabulary] = field(default_factory=dict)

    def vocabulary_of(self, kind: Kind) -> Vocabulary:
        """Give only the words that speak for categories of a kind."""
        return self.by_kind.get(kind, self.vocabulary)

    def choose(self, description: str, kind: Kind) -> Choice:
        """Choose for words as parsing would, and say why."""
        return classify(description, description, kind, self.vocabulary_of(kind))

    def chosen_id(self, choice: Choice, kind: Kind) -> int | None:
        """Find the category of a choice; None where the ledger has none that fits."""
        return self.find_id(choice.category) or self.other_id(kind)

    def find(self, reference: str | None) -> Filed | None:
        """Find a category by its reference."""
        return self.by_reference.get(reference) if reference else None

    def find_id(self, reference: str | None) -> int | None:
        """Find a category's id by its reference."""
        found = self.find(reference)
        return found.id if found else None

    def other_id(self, kind: Kind) -> int | None:
        """Find the category for what fits nowhere, if the ledger still has it."""
        return self.find_id(FALLBACK[kind])

    def of_kind(self, kind: Kind) -> list[Filed]:
        """List the categories of a kind in the household's order."""
        return [category for category in self.categories if category.kind == kind]


def reference_of(category: Category | Filed) -> str:
    """Name a category as drafts do."""
    return category.key or f"#{category.id}"


def catalogue_of(categories: Iterable[Filed], lessons: Sequence[LearntWords] = ()) -> Catalogue:
    """Make a catalogue of the categories a ledger files under and of its lessons, newest first.

    A lesson that names another category, an archived one, is left out.
    """
    usable = tuple(categories)
    by_id = {row.id: row for row in usable}
    named: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
    learnt: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
    both: dict[str, str] = {}
    for row in usable:
        if row.name:
            named[Kind(row.kind)][normalise_words(row.name)] = reference_of(row)
    for kind, words, category_id in lessons:
        category = by_id.get(category_id)
        if category is not None and category.kind == kind:
            learnt[Kind(kind)][words] = reference_of(category)
            both.setdefault(words, reference_of(category))
    by_kind = {kind: Vocabulary(learnt[kind], named[kind]) for kind in Kind}
    names = {**named[Kind.INCOME], **named[Kind.EXPENSE]}
    by_reference = {reference_of(row): row for row in usable}
    return Catalogue(usable, Vocabulary(both, names), by_reference, by_kind)


async def get_catalogue(session: AsyncSession, actor: Actor) -> Catalogue:
    """Read the catalogue of the actor's ledger: two statements."""
    categories = [Filed(*row) for row in await queries.filed_under(session, actor.ledger_id)]
    return catalogue_of(categories, await queries.newest_lessons(session, actor.ledger_id, MOST_LESSONS))


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
    return catalogue.chosen_id(catalogue.choose(description, kind), kind)

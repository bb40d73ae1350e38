"""Entries as services hand them out and take them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backend.kit.money import Money
from backend.kit.values import UNSET, Unset
from backend.parsing.drafts import Kind


class Source(StrEnum):
    """Where an entry came from."""

    TELEGRAM = "telegram"
    WEB = "web"
    API = "api"
    IMPORT = "import"
    RECURRING = "recurring"


@dataclass(frozen=True, slots=True)
class MessageRef:
    """The chat message an entry was written in: with the line, its source key."""

    bot_id: int
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category as entries show it; `name` is None for a default one nobody renamed."""

    id: int
    key: str | None
    name: str | None
    emoji: str


@dataclass(frozen=True, slots=True)
class AuthorView:
    """Who recorded an entry."""

    id: int
    display_name: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be recorded. `choose_category` lets the app choose one when `category_id` is None.

    `chosen` says that a given category is a person's own choice, from which the ledger may learn.
    """

    kind: Kind
    amount: Money
    description: str
    occurred_on: date | None = None
    occurred_at: datetime | None = None
    category_id: int | None = None
    choose_category: bool = True
    memo: str = ""
    payment_method: str = ""
    installments: int | None = None
    excluded: bool = False
    text: str | None = None
    line: int = 0
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Touched:
    """Where an entry counts, or counted before it was changed."""

    kind: Kind
    occurred_on: date
    category_id: int | None
    excluded: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as it stands. `id` is 0 for one that was only tried (a dry run).

    `line` counts the entries of the chat message it was written in.
    """

    id: int
    kind: Kind
    amount: Money
    ledger_amount: Money
    rate: str | None
    category: CategoryView | None
    description: str
    memo: str
    payment_method: str
    installments: int | None
    occurred_on: date
    occurred_at: datetime | None
    excluded: bool
    author: AuthorView | None
    source: Source
    text: str | None
    revision: int
    created_at: datetime
    updated_at: datetime
    line: int | None = None

    @property
    def touched(self) -> Touched:
        """Where it counts."""
        category_id = None if self.category is None else self.category.id
        return Touched(self.kind, self.occurred_on, category_id, self.excluded)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change in an entry; fields left UNSET stay."""

    kind: Kind | Unset = UNSET
    amount: Money | Unset = UNSET
    category_id: int | Unset | None = UNSET
    description: str | Unset = UNSET
    memo: str | Unset = UNSET
    payment_method: str | Unset = UNSET
    occurred_on: date | Unset = UNSET
    occurred_at: datetime | Unset | None = UNSET
    excluded: bool | Unset = UNSET


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries of a ledger are wanted; days include both ends, amounts are in its currency."""

    since: date | None = None
    until: date | None = None
    kind: Kind | None = None
    category_id: int | None = None
    author_id: int | None = None
    words: str | None = None
    least: Money | None = None
    most: Money | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one act recorded, and the act's name, by which it can be undone."""

    entries: tuple[EntryView, ...]
    act: str

"""What people send and are shown of entries."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backend.categories.defaults import display_name
from backend.entries.rules import LONGEST
from backend.entries.views import CategoryView, Changes, EntryView, NewEntry, Source
from backend.kit.values import UNSET
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind
from backend.web.api.fields import (
    Amount,
    Body,
    Currency,
    Day,
    Id,
    Moment,
    Shown,
    ShownId,
    Text,
    Yes,
    absent,
    amount_of,
)
from backend.web.deps import id_of

MAX_TEXT = 4096
"""As long as a Telegram message may be."""
Description = Annotated[str, Text(LONGEST["description"], "김밥")]
Memo = Annotated[str, Text(LONGEST["memo"], "민지랑")]
PaymentMethod = Annotated[str, Text(LONGEST["payment_method"], "신한카드")]
WrittenText = Annotated[str, Text(MAX_TEXT, "점심 김밥 8000, 커피 4500")]


class NewEntryBody(Body):
    """An entry to be recorded: no currency is the ledger's, no day today, no category the app's choice."""

    kind: Kind
    amount: Amount
    currency: Currency | None = None
    category_id: Id | None = None
    description: Description
    memo: Memo = ""
    payment_method: PaymentMethod = ""
    occurred_on: Day | None = None
    excluded: Yes = False


class EntryChanges(Body):
    """What shall be different about an entry. A category null takes it out of its category."""

    kind: Kind = Field(default_factory=absent)
    amount: Amount = Field(default_factory=absent)
    currency: Currency = Field(default_factory=absent)
    category_id: Id | None = None
    description: Description = Field(default_factory=absent)
    memo: Memo = Field(default_factory=absent)
    payment_method: PaymentMethod = Field(default_factory=absent)
    occurred_on: Day = Field(default_factory=absent)
    excluded: Yes = Field(default_factory=absent)


class TextBody(Body):
    """What a person would write to the bot; `dry_run` shows what it would record, and records nothing."""

    text: WrittenText
    dry_run: Yes = False


class EntryCategory(Shown):
    """The category of an entry, named in the reader's language."""

    id: ShownId
    key: str | None
    name: str
    emoji: str


class EntryAuthor(Shown):
    """Who recorded it."""

    id: ShownId
    display_name: str


class EntryShown(Shown):
    """Money out or money in. `ledger_amount` is `amount` in the ledger's currency by the rate of the day."""

    id: ShownId
    kind: Kind
    amount: Annotated[str, Field(examples=["8000"])]
    currency: Annotated[str, Field(examples=["KRW"])]
    ledger_amount: Annotated[str, Field(examples=["8000"])]
    rate: str | None
    category: EntryCategory | None
    description: str
    memo: str
    payment_method: str
    occurred_on: Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-11-21"])]
    occurred_at: Moment | None
    excluded: bool
    author: EntryAuthor | None
    source: Source
    text: str | None
    created_at: Moment
    updated_at: Moment


class EntryList(Shown):
    """Some of a ledger's entries."""

    items: list[EntryShown]
    next_cursor: str | None


class TextRead(Shown):
    """What a text gave; of a dry run the ids are "0"."""

    entries: list[EntryShown]
    unread: list[str]


def new_entry(body: NewEntryBody, actor: Actor) -> NewEntry:
    """Say what is to be recorded. Raises Invalid `money.…`."""
    return NewEntry(
        kind=body.kind,
        amount=amount_of(body.amount, body.currency or actor.currency),
        description=body.description,
        occurred_on=body.occurred_on,
        category_id=None if body.category_id is None else id_of(body.category_id),
        memo=body.memo,
        payment_method=body.payment_method,
        excluded=body.excluded,
    )


def entry_changes(body: EntryChanges, standing: EntryView | None) -> Changes:
    """Say what is to change; half of an amount is completed from the entry as it stands.

    Raises Invalid `money.…`.
    """
    named = body.model_dump(exclude_unset=True)
    amount, currency = named.pop("amount", None), named.pop("currency", None)
    if standing is not None and (amount is not None or currency is not None):
        text = amount if amount is not None else standing.amount.plain()
        named["amount"] = amount_of(text, currency or standing.amount.currency)
    if named.get("category_id") is not None:
        named["category_id"] = id_of(named["category_id"])
    return Changes(**{"amount": UNSET, **named})


def show_entry(entry: EntryView, language: str) -> EntryShown:
    """Show an entry to a reader of that language."""
    author = entry.author
    return EntryShown.model_construct(
        id=str(entry.id),
        kind=entry.kind,
        amount=entry.amount.plain(),
        currency=entry.amount.currency,
        ledger_amount=entry.ledger_amount.plain(),
        rate=entry.rate,
        category=show_category(entry.category, language),
        description=entry.description,
        memo=entry.memo,
        payment_method=entry.payment_method,
        occurred_on=entry.occurred_on.isoformat(),
        occurred_at=entry.occurred_at,
        excluded=entry.excluded,
        author=None
        if author is None
        else EntryAuthor.model_construct(id=str(author.id), display_name=author.display_name),
        source=entry.source,
        text=entry.text,
        created_at=entry.created_at,
        updated_at=entry.updated_at,
    )


def show_category(category: CategoryView | None, language: str) -> EntryCategory | None:
    """Show a category by its name in the reader's language."""
    if category is None:
        return None
    name = display_name(category, language)
    return EntryCategory.model_construct(
        id=str(category.id), key=category.key, name=name, emoji=category.emoji
    )

"""What parsing proposes: drafts of entries, each with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from backend.kit.money import Money


class Kind(StrEnum):
    """Money out or money in."""

    EXPENSE = "expense"
    INCOME = "income"


class Why(StrEnum):
    """Why a text gave no entry: the edge turns it into a useful answer."""

    EMPTY = "empty"
    NO_AMOUNT = "no_amount"
    AMOUNT_ZERO = "amount_zero"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    AMOUNT_UNCLEAR = "amount_unclear"
    QUESTION = "question"
    PLAN = "plan"
    NOT_MONEY = "not_money"
    NOT_A_PAYMENT = "not_a_payment"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for one field of a draft: `field` was decided by `rule` because of `words` in the text."""

    field: str
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry as the text says it, not yet recorded.

    `category` is a key of the default set ("food"), or what the vocabulary gave for learnt words.
    `line` counts the entries of one text from 0: it is the draft's place in the source key.
    `cancels` says that the text is the cancellation of an earlier payment of this amount.
    `likely` holds up to three categories, best first, when the evidence for `category` is weak.
    """

    kind: Kind
    amount: Money
    occurred_on: date
    description: str
    category: str | None
    line: int
    occurred_at: time | None = None
    payment_method: str | None = None
    memo: str | None = None
    installments: int | None = None
    cancels: bool = False
    is_notice: bool = False
    shared: bool | None = None
    likely: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a text gave: its drafts, the parts that were not understood, and why there is no draft."""

    drafts: tuple[Draft, ...]
    unread: tuple[str, ...] = ()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a ledger's people taught: normalised words and the category they chose for them.

    Keys are made by `backend.parsing.normalise`; values are opaque category references that come back in
    `Draft.category` ("food", or "#17" for a category of the ledger's own). `names` are the ledger's own
    category names, which a person may write as they are.
    """

    learnt: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a reply to a receipt asks for: only the fields that it names; `delete` stands alone."""

    amount: Money | None = None
    occurred_on: date | None = None
    category: str | None = None
    description: str | None = None
    kind: Kind | None = None
    delete: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing in the reply was understood."""
        return self == Amendment()

"""Money: whole minor units and a currency, in one value that refuses everything else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Self

from babel.numbers import format_currency, get_currency_precision, list_currencies

from backend.kit.errors import Invalid

MAX_DIGITS = 15
"""Digits an amount may have, counted in its currency's minor units: what a float-free JSON client keeps."""


@cache
def known_currencies() -> frozenset[str]:
    """Every ISO 4217 code that Babel's CLDR data lists."""
    return frozenset(list_currencies())


@cache
def digits_of(currency: str) -> int:
    """How many decimals the currency has: 0 for KRW, 2 for USD (ISO 4217, by Babel's CLDR data)."""
    if currency not in known_currencies():
        raise Invalid("money.currency_unknown", currency=currency[:8])
    return get_currency_precision(currency)


def _grouped(minor: int, digits: int) -> str:
    """Write an amount with its thousands apart: "1,234.50"."""
    whole, rest = divmod(minor, 10**digits)
    return f"{whole:,}.{rest:0{digits}d}" if digits else f"{whole:,}"


@cache
def _frame(currency: str, locale: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """What a language puts around amounts, and around those below zero; None where its digits are others.

    Babel says it once: asked for each amount, it takes longer than all the rest of a page.
    """
    digits = digits_of(currency)
    sample = 1234567 * 10**digits + 89 % 10**digits
    found = []
    for minor in (sample, -sample):
        shown = format_currency(Decimal(minor).scaleb(-digits), currency, locale=locale)
        before, middle, after = shown.partition(_grouped(sample, digits))
        if not middle:
            return None
        found.append((before, after))
    return found[0], found[1]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency's minor units (won, cents). Adding two currencies raises ValueError."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("money is whole minor units")

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """Take a decimal amount in the currency's main unit, exactly.

        Raises Invalid: `money.malformed`, `money.too_precise`, `money.out_of_range`,
        `money.currency_unknown`.
        """
        if isinstance(amount, float):
            raise TypeError("floats never touch money")
        digits = digits_of(currency)
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise Invalid("money.malformed") from None
        if not value.is_finite():
            raise Invalid("money.malformed")
        if value and value.adjusted() + digits >= MAX_DIGITS:
            raise Invalid("money.out_of_range", digits=MAX_DIGITS)
        scaled = value.scaleb(digits)
        if scaled != scaled.to_integral_value():
            raise Invalid("money.too_precise", currency=currency, digits=digits)
        return cls(int(scaled), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in the main unit: 12.50 for 1250 cents."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))

    def plain(self) -> str:
        """The amount as the API writes it: "8000", "12.50"."""
        return f"{self.decimal:f}"

    def format(self, locale: str) -> str:
        """The amount as people of a language read it: "8,000원" in Korean, "₩8,000" in English."""
        if locale == "ko" and self.currency == "KRW":
            return f"{self.minor:,}원"
        frame = _frame(self.currency, locale)
        if frame is None:
            return format_currency(self.decimal, self.currency, locale=locale)
        before, after = frame[self.minor < 0]
        return f"{before}{_grouped(abs(self.minor), digits_of(self.currency))}{after}"

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.minor < other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")


def positive(amount: Decimal | int | str, currency: str) -> Money:
    """Take an amount that an entry or a budget may have: `Money.of`, and above zero.

    Raises Invalid: `money.not_positive` besides those of `Money.of`.
    """
    money = Money.of(amount, currency)
    if money.minor <= 0:
        raise Invalid("money.not_positive")
    return money

"""Exchange rates of a day: the European Central Bank's reference rates that `currencyconverter` carries."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

from backend.kit.errors import Invalid
from backend.kit.money import Money, digits_of

RATE_DIGITS = 12
"""Significant digits kept of a rate: more than any published one has."""


@cache
def _table() -> CurrencyConverter:
    """Read the packaged table: about 0.4 s and 40 MB, so only when a foreign amount is met."""
    return CurrencyConverter(
        decimal=True,
        fallback_on_wrong_date=True,
        fallback_on_missing_rate=True,
        fallback_on_missing_rate_method="last_known",
    )


def find_rate(currency: str, into: str, day: date) -> Decimal | None:
    """Tell what one unit of `currency` was worth in `into` on that day, or on the last day known before it.

    None where the table lacks one of the two.
    """
    try:
        rate = _table().convert(1, currency, into, date=day)
    except (RateNotFoundError, ValueError):
        return None
    return Decimal(f"{Decimal(rate):.{RATE_DIGITS}g}")


def into_ledger(
    amount: Money, currency: str, day: date, given: Decimal | None = None
) -> tuple[Money, str | None]:
    """Convert an amount to the ledger's currency by the rate of the day, half up; also answer the rate.

    `given` is the ledger's own rate, for where the table has none. Raises Invalid `entry.rate_unknown` where
    no rate is known, `money.out_of_range` where the result is.
    """
    if amount.currency == currency:
        return amount, None
    rate = find_rate(amount.currency, currency, day) or given
    if rate is None:
        raise Invalid("entry.rate_unknown", field="currency", currency=amount.currency, into=currency)
    unit = Decimal(1).scaleb(-digits_of(currency))
    return Money.of((amount.decimal * rate).quantize(unit, ROUND_HALF_UP), currency), f"{rate:f}"

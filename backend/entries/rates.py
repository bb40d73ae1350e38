"""Exchange rates of a day: the European Central Bank's reference rates that `currencyconverter` carries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from currency_converter import CurrencyConverter, RateNotFoundError

from backend.kit.errors import Invalid
from backend.kit.money import Money, digits_of

RATE_DIGITS = 12
"""Significant digits kept of a rate: more than any published one has."""


class _Columns(CurrencyConverter):  # type: ignore[misc]
    """The packaged table with the columns of some currencies only: all of them take 40 MB and 0.4 s."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        super().__init__(
            decimal=True,
            fallback_on_wrong_date=True,
            fallback_on_missing_rate=True,
            fallback_on_missing_rate_method="last_known",
        )

    def load_lines(self, lines: Iterable[str]) -> None:
        """Read the lines of the table, the first of which names its columns."""
        rows = (line.split(",") for line in lines)
        heads = [name.strip() for name in next(rows)]
        kept = [0, *(place for place, name in enumerate(heads) if name in self._wanted)]
        chosen = (",".join(row[place] for place in kept) for row in (heads, *rows))
        super().load_lines(chosen)


@lru_cache(maxsize=16)
def _table(wanted: frozenset[str]) -> CurrencyConverter | None:
    try:
        return _Columns(wanted)
    except ValueError:  # none of them is in the table
        return None


def find_rate(currency: str, into: str, day: date) -> Decimal | None:
    """Tell what one unit of `currency` was worth in `into` on that day, or on the last day known before it.

    None where the table lacks one of the two.
    """
    table = _table(frozenset({currency, into} - {"EUR"}))
    if table is None:
        return None
    try:
        rate = table.convert(1, currency, into, date=day)
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

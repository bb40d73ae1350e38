"""Rates of a day, from the table that a package carries."""

from datetime import date
from decimal import Decimal

import pytest
from currency_converter import CurrencyConverter

from backend.entries.rates import find_rate, into_ledger
from backend.kit.errors import Invalid
from backend.kit.money import Money

DAY = date(2024, 5, 14)


@pytest.fixture(scope="module")
def whole():
    return CurrencyConverter(
        decimal=True,
        fallback_on_wrong_date=True,
        fallback_on_missing_rate=True,
        fallback_on_missing_rate_method="last_known",
    )


@pytest.mark.parametrize("day", [DAY, date(2024, 5, 12), date(1990, 1, 1), date(2090, 1, 1)])
@pytest.mark.parametrize(("one", "other"), [("USD", "KRW"), ("KRW", "USD"), ("EUR", "KRW"), ("JPY", "EUR")])
def test_a_rate_is_the_tables(whole, one, other, day):
    assert find_rate(one, other, day) == Decimal(f"{whole.convert(1, one, other, date=day):.12g}")


@pytest.mark.parametrize(("one", "other"), [("VND", "KRW"), ("KRW", "VND"), ("VND", "XAF"), ("VND", "EUR")])
def test_a_currency_that_the_table_lacks_has_none(one, other):
    assert find_rate(one, other, DAY) is None


def test_an_amount_is_converted_half_up_and_says_by_what():
    converted, rate = into_ledger(Money(450, "USD"), "KRW", DAY)
    assert converted.minor == int((Decimal("4.50") * Decimal(rate)).quantize(Decimal(1), "ROUND_HALF_UP"))


def test_a_rate_of_the_ledgers_own_fills_the_gap():
    assert into_ledger(Money(50_000, "VND"), "KRW", DAY, Decimal("0.054")) == (Money(2700, "KRW"), "0.054")
    with pytest.raises(Invalid, match=r"entry\.rate_unknown"):
        into_ledger(Money(50_000, "VND"), "KRW", DAY)

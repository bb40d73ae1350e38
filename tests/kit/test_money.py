"""Money: exact, bounded, of one currency."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from backend.kit.errors import Invalid
from backend.kit.money import MAX_DIGITS, Money, digits_of, known_currencies, positive

CURRENCIES = st.sampled_from(["KRW", "USD", "JPY", "EUR", "KWD"])


@given(st.integers(-(10**14), 10**14), CURRENCIES)
def test_what_is_written_reads_back_the_same(minor, currency):
    money = Money(minor, currency)
    assert Money.of(money.plain(), currency) == money


@given(st.integers(1, 10**14), CURRENCIES)
def test_plain_shows_the_digits_of_the_currency(minor, currency):
    _, _, decimals = Money(minor, currency).plain().partition(".")
    assert len(decimals) == digits_of(currency)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), CURRENCIES)
def test_sums_are_exact(one, other, currency):
    assert Money(one, currency) + Money(other, currency) - Money(other, currency) == Money(one, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        ("abc", "KRW", "money.malformed"),
        ("", "KRW", "money.malformed"),
        ("NaN", "KRW", "money.malformed"),
        ("Infinity", "KRW", "money.malformed"),
        ("0.5", "KRW", "money.too_precise"),
        ("1.005", "USD", "money.too_precise"),
        ("1e30", "KRW", "money.out_of_range"),
        ("1" * (MAX_DIGITS + 1), "KRW", "money.out_of_range"),
        ("1" * (MAX_DIGITS - 1), "USD", "money.out_of_range"),
        ("1", "XXQ", "money.currency_unknown"),
    ],
)
def test_what_cannot_be_money_is_refused_by_name(amount, currency, code):
    with pytest.raises(Invalid) as refused:
        Money.of(amount, currency)
    assert refused.value.code == code


def test_floats_never_become_money():
    with pytest.raises(TypeError):
        Money.of(0.1, "USD")
    with pytest.raises(TypeError):
        Money(1.0, "USD")


@pytest.mark.parametrize("amount", ["0", "-5", "0.00"])
def test_an_entry_needs_a_positive_amount(amount):
    with pytest.raises(Invalid) as refused:
        positive(amount, "USD")
    assert refused.value.code == "money.not_positive"


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="KRW and USD"):
        Money(1, "KRW") + Money(1, "USD")
    with pytest.raises(ValueError, match="KRW and USD"):
        _ = Money(1, "KRW") < Money(1, "USD")


@pytest.mark.parametrize(
    ("money", "locale", "shown"),
    [
        (Money(8000, "KRW"), "ko", "8,000원"),
        (Money(8000, "KRW"), "en", "₩8,000"),
        (Money(1250, "USD"), "en", "$12.50"),
        (Money(-450, "USD"), "en", "-$4.50"),
    ],
)
def test_people_read_money_in_their_language(money, locale, shown):
    assert money.format(locale) == shown


def test_the_smallest_unit_is_kept():
    assert Money.of("0.001", "KWD").minor == 1
    assert Money(1, "KWD").decimal == Decimal("0.001")


@pytest.mark.parametrize("locale", ["ko", "en", "de", "hi", "ar", "fr"])
def test_money_is_written_as_babel_writes_it(locale):
    for currency in sorted(known_currencies()):
        if (locale, currency) == ("ko", "KRW"):
            continue
        for minor in (0, 1, -1, 99, 100, 1_000, -123_456, 99_999_999, 10**15 - 1):
            money = Money(minor, currency)
            assert money.format(locale) == format_currency(money.decimal, currency, locale=locale)

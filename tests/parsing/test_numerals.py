"""Numbers as Koreans write them: every spelling of a number reads back as that number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.parsing.numerals import korean_number

DIGITS = "영일이삼사오육칠팔구"
UNITS = ((1000, "천"), (100, "백"), (10, "십"))
GREAT = ((10**8, "억"), (10**4, "만"), (1, ""))


def spell(number: int, *, ones: bool, spaced: bool) -> str:
    words = []
    for size, name in GREAT:
        group = number // size % 10**4
        if not group:
            continue
        text = ""
        for unit, unit_name in UNITS:
            digit = group // unit % 10
            if digit:
                text += ("" if digit == 1 and not ones else DIGITS[digit]) + unit_name
        if group % 10 and not (group == 1 and name == "만" and not ones):
            text += DIGITS[group % 10]
        words.append(text + name)
    return (" " if spaced else "").join(words)


@given(st.integers(1, 10**12 - 1), st.booleans(), st.booleans())
def test_spelled_numbers_read_back(number, ones, spaced):
    assert korean_number(spell(number, ones=ones, spaced=spaced), colloquial=False) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_digits_with_units_read_back(high, low):
    assert korean_number(f"{high}만{low}", colloquial=False) == high * 10**4 + low
    assert korean_number(f"{high:,}만 {low:,}", colloquial=False) == high * 10**4 + low


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2만3천", 23000),
        ("1.5만", 15000),
        ("3만5", 35000),
        ("8천5", 8500),
        ("12만 3,450", 123450),
        ("5십만", 500000),
        ("1억2천", 120_000_000),
        ("만오천", 15000),
        ("오만 육천 칠백", 56700),
        ("백만", 1_000_000),
        ("이백", 200),
    ],
)
def test_everyday_writings(text, value):
    assert korean_number(text) == Decimal(value)

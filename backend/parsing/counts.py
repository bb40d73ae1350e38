"""How many a unit price is paid for: 각 5천원씩 3개, two burritos 9.50 apiece."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import Decimal

from backend.parsing.scan import Scan
from backend.parsing.tokens import Amount, Strength

SHARE = re.compile(
    r"나눠|나눠서|엔빵|[nN]빵|[nN]분의|1/[nN]|더치|반반|내\s?몫|각자|반띵|split|my share|my half|반씩",
    re.IGNORECASE,
)
_COUNT_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELLED_COUNT = re.compile(rf"\b(?P<count>{'|'.join(_COUNT_WORDS)})\s[a-z]", re.IGNORECASE)


def times(amount: Amount, start: int, end: int, tokens: Scan) -> Decimal:
    """Give the count that a unit price is multiplied by: 각 5천원씩 3개, 3 coffees at 4.50 each."""
    if not amount.each:
        return Decimal(1)
    text = tokens.line[start:end]
    if SHARE.search(text):
        return Decimal(1)
    for quantity in tokens.quantities:
        inside = start <= quantity.start < end
        if (
            not inside
            or quantity.word
            or quantity.count <= 0
            or re.search(r"이서|[둘셋넷섯]이$", quantity.text)
        ):
            continue
        if quantity.count == 1:
            continue
        return quantity.count
    spelled = _SPELLED_COUNT.search(text)
    if spelled:
        return Decimal(2 + _COUNT_WORDS.index(spelled["count"].casefold()))
    for other in tokens.amounts:
        if (
            other is not amount
            and start <= other.start < end
            and other.strength is Strength.SMALL
            and 1 < other.value <= 100
            and other.value == int(other.value)
        ):
            return other.value
    return Decimal(1)


def is_multiple(amounts: list[Amount], place: int, tokens: Scan) -> bool:
    """Tell whether the total is the amount before it times a count of the line."""
    unit = amounts[place - 1].value
    return any(
        quantity.count and unit * quantity.count == amounts[place].value for quantity in tokens.quantities
    )

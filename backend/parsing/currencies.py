"""Signs and words of currencies, from tables/currencies.tsv, and what an ambiguous sign means to a ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DOLLARS = frozenset({"USD", "CAD", "AUD", "SGD", "HKD", "TWD", "NZD"})
_GENERIC = frozenset({"$", "달러", "달라", "딸라", "불", "dollar", "dollars", "buck", "bucks"})
_YEN_SIGN = frozenset({"¥"})


@dataclass(frozen=True, slots=True)
class Currencies:
    """Sign or word → code, and the pattern parts that find them before and after a number."""

    before: dict[str, str]
    after: dict[str, str]
    before_pattern: str
    after_pattern: str


def data_lines(name: str) -> list[str]:
    """Read the lines of one of the package's data files, without comments."""
    text = (files("backend.parsing") / "tables" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def currencies() -> Currencies:
    """Load the table once."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for line in data_lines("currencies.tsv"):
        code, signs, words = line.split("\t")
        before[code.casefold()] = code
        before |= dict.fromkeys((sign.casefold() for sign in signs.split()), code)
        after |= dict.fromkeys((word.casefold() for word in words.split()), code)
    return Currencies(before, after, _signs(before), _words(after))


def _longest_first(table: dict[str, str]) -> list[str]:
    return sorted(table, key=lambda key: (-len(key), key))


def _signs(before: dict[str, str]) -> str:
    """Match a sign; one of letters must not be the end of a longer word."""
    return "|".join(
        rf"(?<![A-Za-z]){re.escape(sign)}" if sign[0].isalpha() else re.escape(sign)
        for sign in _longest_first(before)
    )


def _words(after: dict[str, str]) -> str:
    """Match a word; one of Latin letters must end there."""
    return "|".join(
        rf"{re.escape(word)}(?![A-Za-z])" if word.isascii() and word[0].isalpha() else re.escape(word)
        for word in _longest_first(after)
    )


def meant(sign: str, code: str, ledger: str) -> str:
    """Tell which currency a sign means here: "$" is the ledger's own dollar where it has one."""
    if sign in _GENERIC and ledger in _DOLLARS:
        return ledger
    if sign in _YEN_SIGN and ledger == "CNY":
        return ledger
    return code

"""Numbers that measure, name or count something: bare ones, behind words for such things."""

from __future__ import annotations

import re
from functools import cache

from backend.parsing.currencies import data_lines
from backend.parsing.drafts import Why
from backend.parsing.scan import Scan
from backend.parsing.tokens import Amount, Strength

_STREET = re.compile(r"[가-힣]{2,8}(?:대로|로|길)\s?$")
_ADDRESS = re.compile(
    r"(?:^|\s)[가-힣]{1,6}(?:시|도|구|군|동|읍|면)\s(?:\S+\s){0,3}\S*(?:동|로|길|리|번지)\s?$"
)
_ACCOUNT = re.compile(r"계좌|은행|뱅크|농협|국민|신한|우리|하나|카뱅|토스|번호|통장")
_SCORES = re.compile(r"^\W*[a-z ]{3,20}\s\d{1,3},?\s[a-z ]{3,20}\s\d{1,3}\W*$", re.IGNORECASE)
_PLURAL = re.compile(r"\s[a-z]{2,}(?<!s)s\b(?!\s*[$\d])", re.IGNORECASE)
_FEW = 5
_AT = re.compile(r"\b(?:at|to|of)\s$", re.IGNORECASE)
_FARE = re.compile(r"^\W*(?:(?:my|the)\s)?(?:bus|train)\b", re.IGNORECASE)
_LEAST_MEASURE_FREE = 1000
_LONG_NUMBER = 10


def bare_number(tokens: Scan) -> Why | None:
    """Say what a sentence counts or names where it states no price, or None."""
    found = [amount for amount in tokens.amounts if amount.strength.value >= Strength.SMALL.value]
    if any(amount.strength is Strength.UNIT for amount in found):
        return None
    return _english(found, tokens) if tokens.line.isascii() else _korean(found, tokens)


def _korean(found: list[Amount], tokens: Scan) -> Why | None:
    """Tell a measure, an address or an account from a price."""
    if len(found) != 1 or "," in found[0].text:
        return None
    amount = found[0]
    before = tokens.line[: amount.start]
    if amount.value < _LEAST_MEASURE_FREE and (_measured().search(before) or _STREET.search(before)):
        return Why.NOT_MONEY
    if amount.value < 10 * _LEAST_MEASURE_FREE and _ADDRESS.search(before):
        return Why.NOT_MONEY
    if len(amount.text.strip()) >= _LONG_NUMBER and _ACCOUNT.search(before):
        return Why.NOT_MONEY
    return None


def _english(found: list[Amount], tokens: Scan) -> Why | None:
    """Tell a number that names or counts something from a price: room 204, covid 19, 2 kids and a dog."""
    if found and _measure().search(tokens.line[: found[0].start]):
        return Why.NOT_MONEY
    if any("." in amount.text or amount.value != amount.value.to_integral_value() for amount in found):
        return None
    if (_SCORES.match(tokens.line) and _teams().search(tokens.line)) or _are_numbers(found, tokens):
        return Why.NOT_MONEY
    return Why.AMOUNT_UNCLEAR if _is_count(found, tokens) else None


def _are_numbers(found: list[Amount], tokens: Scan) -> bool:
    """Tell "gate 14 at 9"; but "bus 22", where nothing follows, is a fare."""
    numbered = [_numbered().search(tokens.line[: amount.start]) is not None for amount in found]
    if not numbered or not numbered[0]:
        return False
    if _FARE.match(tokens.line) and not tokens.line[found[-1].end :].strip():
        return False
    return all(
        known or _AT.search(tokens.line[: amount.start])
        for known, amount in zip(numbered, found, strict=True)
    )


def _is_count(found: list[Amount], tokens: Scan) -> bool:
    """Tell "2 kids and a dog": a few of something at the head of a line, and no other number."""
    return (
        len(found) == 1
        and found[0].value <= _FEW
        and not tokens.line[: found[0].start].strip()
        and _PLURAL.match(tokens.line, found[0].end) is not None
    )


@cache
def measured_words() -> tuple[str, ...]:
    """Load what Koreans measure and number."""
    return tuple(
        word.strip() for line in data_lines("measured.txt") for word in line.split(",") if word.strip()
    )


@cache
def _measured() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in measured_words())
    return re.compile(rf"(?:^|\s)(?:{words})(?:이|가|은|는)?\s?$", re.IGNORECASE)


@cache
def _english_words(group: str) -> str:
    rows = dict(line.split("\t") for line in data_lines("numbered.txt"))
    return "|".join(re.escape(word.strip()) for word in rows[group].split(","))


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^\W*(?:(?:my|the|our|your|in|to|at|on|it's)\s)*(?:{_english_words('head')})"
        rf"|(?<!baby )(?<!pet )(?<!dog )(?<!stair )\b(?:{_english_words('anywhere')}"
        rf"|flight [a-z]{{2}}))\s#?\s?$",
        re.IGNORECASE,
    )


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:my |the |current )?(?:{_english_words('measure')})(?:\sis|:)?\s?$", re.IGNORECASE
    )


@cache
def _teams() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_english_words('team')})\b", re.IGNORECASE)

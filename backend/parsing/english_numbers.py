"""English amounts in words and pence: "twelve dollars", "twenty-five bucks", 175p."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70,
    "eighty": 80, "ninety": 90, "a": 1,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000}
_WORD = "|".join(sorted([*_UNITS, *_SCALES], key=len, reverse=True))
_SPELLED = re.compile(
    rf"\b(?P<words>(?:{_WORD})(?:[\s-](?:and\s)?(?:{_WORD})){{0,5}})\s(?=(?:dollars?|bucks?|euros?"
    rf"|pounds?|quid|won|yen)\b)",
    re.IGNORECASE,
)
_WITHOUT_CENTS = {"KRW": "won", "JPY": "yen"}
_UNIT = re.compile(r"doll|buck|euro|poun|quid|won|yen|grand", re.IGNORECASE)
_GRAND = re.compile(
    rf"\b(?P<count>\d{{1,3}}(?:\.\d)?|{_WORD})\sgrand\b(?!\s(?:piano|canyon|total))", re.IGNORECASE
)
_PENCE = re.compile(r"(?<![\w.,])(?P<pence>\d{1,3})p\b")


_SINGLE = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BELOW_HUNDRED = rf"(?:(?:{_TENS})(?:[\s-](?:{_SINGLE}))?|{_TEENS}|{_SINGLE})"
_PRICE_IN_WORDS = re.compile(
    rf"\b(?P<whole>{_BELOW_HUNDRED})\s(?P<cents>(?:{_TENS})(?:[\s-](?:{_SINGLE}))?|{_TEENS})(?![\s-](?:hundred|thousand|dollars?|bucks?|won|year|minute|people|percent|of))\b"
    rf"|(?<=spent\s)(?P<spent>(?:an?|{_SINGLE})\s(?:hundred|thousand)(?:\s(?:and\s)?{_BELOW_HUNDRED})?|{_TENS}(?:[\s-](?:{_SINGLE}))?|{_TEENS})(?=\s(?:on|at|for)\b)"
    rf"|(?<=paid\s)(?P<paid>(?:an?|{_SINGLE})\s(?:hundred|thousand)(?:\s(?:and\s)?{_BELOW_HUNDRED})?|{_TENS}(?:[\s-](?:{_SINGLE}))?|{_TEENS})(?=\s(?:on|at|for|to)\b)",
    re.IGNORECASE,
)
"""How a price is said aloud: "twelve fifty", "spent a hundred on shoes"."""


_EXTRA = re.compile(
    r"(?P<price>(?<![\d.,])\d{1,5}(?:\.\d\d?)?)\s?(?:\+|\bplus\b)\s?(?:an?\s)?"
    r"\$?(?P<extra>\d{1,4}(?:\.\d\d?)?)?\s?(?:in\s|for\s)?(?:tip|tax|gratuity|service charge)s?\b"
    r"(?:\s(?:of\s)?\$?(?P<behind>\d{1,4}(?:\.\d\d?)?)(?![\d%]))?",
    re.IGNORECASE,
)
"""What is added to a price: "40 + 8 tip", "12.50 plus tax 1.10"."""


_MILLIONS = re.compile(
    r"(?<![\w.,$€£])(?P<count>\d{1,3}(?:\.\d{1,3})?(?=\s?mil\b)|\d{1,3}\.\d{1,2}(?=m\b))(?:\s?mil|m)\b"
    r"(?!\s?(?:won|krw|yen|jpy|views?|followers?|subs\w*|users?|people|likes|tall|long|deep|wide|high|away|run|swim|cable|rope|[xX*]))",
    re.IGNORECASE,
)
"""Millions as people in a currency without cents write them: "laptop 1.2m", "car 20 mil"."""
_MEASURED_BEFORE = re.compile(
    r"\b(?:ran|run|swam|swim|walk\w*|jump\w*|threw|height|tall|depth|width|length|rope|cable|wire|table|ladder|pool|fabric"
    r"|distance|earthquake|population|views?|followers?|subs\w*|dived?|climbed|worth|raised|valued|funding|jackpot)\b",
    re.IGNORECASE,
)


_OTHER_PRICE = re.compile(r"\d{3}|\d\s?k\b|\d,\d")


def _in_millions(line: str, unit: str) -> str:
    """Write out the only number of a line where it counts millions, not metres."""
    found = _MILLIONS.search(line)
    if found is None or _MEASURED_BEFORE.search(line) or _OTHER_PRICE.search(line, found.end()):
        return line
    if _OTHER_PRICE.search(line[: found.start()]):
        return line
    return f"{line[: found.start()]}{int(Decimal(found['count']) * 1_000_000):,} {unit}{line[found.end() :]}"


def _with_extra(match: re.Match[str]) -> str:
    extra = match["extra"] or match["behind"]
    if extra is None or (match["extra"] and match["behind"]):
        return match.group()
    return str(Decimal(match["price"]) + Decimal(extra))


def spelled_out(line: str, ledger: str) -> str:
    """Write amounts in words as digits, and pence as pounds in a ledger of pounds."""
    if ledger == "GBP" and "p" in line:
        line = _PENCE.sub(
            lambda match: f"£{int(match['pence']) // 100}.{int(match['pence']) % 100:02d}", line
        )
    if ("+" in line or "plus" in line) and line.isascii():
        line = _EXTRA.sub(_with_extra, line)
    if ledger in _WITHOUT_CENTS and ("m" in line or "M" in line) and line.isascii():
        line = _in_millions(line, _WITHOUT_CENTS[ledger])
    if "grand" in line.casefold():
        line = _GRAND.sub(_thousands, line)
    if not any(character.isdigit() for character in line):
        line = _PRICE_IN_WORDS.sub(_price, line)
    if _UNIT.search(line) is None or _SPELLED.search(line) is None:
        return line
    return _SPELLED.sub(lambda match: f"{_value(match['words'])} ", line)


def _price(match: re.Match[str]) -> str:
    if match["whole"]:
        return f"{_value(match['whole'])}.{_value(match['cents']):02d}"
    return f"${_value(match['spent'] or match['paid'])}"


def _thousands(match: re.Match[str]) -> str:
    count = match["count"].casefold()
    value = Decimal(count) if count[0].isdigit() else Decimal(_value(count))
    return f"{int(value * 1000):,}"


def _value(words: str) -> int:
    total = section = 0
    for word in re.split(r"[\s-]+", words.casefold()):
        if word in _UNITS:
            section += _UNITS[word]
        elif word in _SCALES:
            section = (section or 1) * _SCALES[word]
            if _SCALES[word] == 1000:
                total, section = total + section, 0
    return total + section

"""Amounts of money in a line: digits, 만 and 천, Hangul numerals, currencies."""

# ruff: noqa: C901, PLR0911, PLR0912, PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from backend.kit.money import MAX_DIGITS, digits_of
from backend.parsing.currencies import currencies, meant
from backend.parsing.drafts import Kind
from backend.parsing.numerals import korean_number
from backend.parsing.sums import BEYOND, NUMBER, TAIL, extend
from backend.parsing.tokens import Amount, Strength
from backend.parsing.words import lexicon

_KOREAN_DIGITS = "일이삼사오육륙칠팔구"
_SPACED = r"\s[십백천만억](?=\s?[원불]|[^가-힣]|$|(?:정도|쯤|짜리|씩|이나|에)(?![가-힣]))"
"""A unit after a space, which is no word of its own: "6,500 만두" costs 6,500."""
_NO_WORD = (
    r"(?!\s[원불엔동언웡냥밧](?!원|(?:정|짜리|씩|어치|정도|쯤|이나|에|을|를|은|이|으로|로|도|만"
    r"|가)(?![가-힣])"
    r"|결제|지출|사용|나[옴왔온갔감]|들었|들어|썼|쓴|씀|냈|냄|입금|출금|송금|이체|주고|내고|받|줬|줌|보냈"
    r"|보냄|인데|이었|이야|이요|[^가-힣]|$))"
)
"""A currency after a space, which is no word of its own: "8500 불고기" is paid in won."""
_MIXED = (
    rf"(?:(?:{NUMBER})(?:[십백천만억]|{_SPACED})|(?:[만천](?=\d+[천백십])|(?<![가-힣])[만천](?=\s\d+[천백십])))"
    rf"(?:\s?(?:\d[\d,]*|[{_KOREAN_DIGITS}])\s?[십백천만억]|[십백천만억]|{_SPACED})*"
    r"(?:\s?\d{1,3},\d{3}|\s?\d{1,4}(?=\s?원)|\d{1,4}(?![\d,가-힣]))?"
)
_HANGUL = (
    rf"(?!(?<=[가-힣])[{_KOREAN_DIGITS}십백천만억]\s)(?:(?<![가-힣])[{_KOREAN_DIGITS}]\s(?=[십백천만억]))?"
    rf"[{_KOREAN_DIGITS}십백천만억](?:[{_KOREAN_DIGITS}십백천만억]|(?<=[십백천만억])\s[{_KOREAN_DIGITS}십백천만억])*"
)
_SLANG = {
    "마넌": "만원",
    "처넌": "천원",
    "만넌": "만원",
    "천넌": "천원",
    "마눤": "만원",
    "천언": "천원",
    "만언": "만원",
}
_SLANG_PATTERN = re.compile("|".join(_SLANG))
_PRODUCT = re.compile(
    r"(?:(?<![A-Za-z])(?:iphone|galaxy|ipad|ps|playstation|xbox|pixel|airpods|windows|switch|model|size"
    r"|season|vol|volume|episode|level|motel|route|part|series|watch|pro|chapter|gen|no\.?)"
    r"|(?<![가-힣])(?:아이폰|갤럭시|플스|시즌|에어팟|아이패드|애플워치|제|버전|레벨|사이즈))\s?$",
    re.IGNORECASE,
)
_CENTS = frozenset({"cents", "cent", "¢", "센트", "p"})
_TIMES = re.compile(r"x\d|ish\b", re.IGNORECASE)
MOST_AMOUNTS = 48
"""More numbers than a stretch of text can name things for: no list of purchases, and read no further."""
_LONGEST_MODEL = 3
_LEAST_JOINED_WON = 1000
_LONG_LATIN = 4
_SMALL_LIMIT = 100
_LEAST_BARE_WON = 100
_WEAKEST_WON = 10


@cache
def _pattern() -> re.Pattern[str]:
    table = currencies()
    return re.compile(
        rf"(?P<sign>(?<![\d.\w])[-+]\s?)?(?:(?P<before>{table.before_pattern})\s?(?P<inner>-)?)?"
        rf"(?:(?P<mixed>(?<![\d.,]){_MIXED})|(?P<number>(?<![\d.,])(?:{NUMBER})(?P<k>\s?[kK](?![A-Za-z])"
        rf"|\s?(?:mil(?:lion)?|[mM])(?=\s?(?:won|krw|원)))?)"
        rf"|(?P<hangul>(?<![\d]){_HANGUL}(?=\s?(?:원|불|달러|엔|유로|위안|바트|동(?![가-힣]))|(?:짜리"
        rf"|씩)?(?![가-힣]))))"
        rf"(?:{_NO_WORD}\s?(?P<after>{table.after_pattern})(?:정(?![가-힣]))?)?",
        re.IGNORECASE,
    )


def find_amounts(line: str, ledger: str) -> list[Amount]:
    """Find every number of the line that may be money, weak ones too; `ledger` is its currency."""
    if _SLANG_PATTERN.search(line):
        line = _SLANG_PATTERN.sub(lambda word: _SLANG[word.group()], line)
    found: list[Amount] = []
    position = 0
    pattern = _pattern()
    while len(found) <= MOST_AMOUNTS and (match := pattern.search(line, position)):
        position = max(match.end(), position + 1)
        amount = _amount(match, line, ledger)
        if amount is None:
            # The 구 of 직구 must not take the "$" of the price after it along.
            position = max(match.end("hangul"), match.start() + 1)
            continue
        position = extend(amount, line, ledger)
        found.append(amount)
    return found


def _amount(match: re.Match[str], line: str, ledger: str) -> Amount | None:
    before, after = match["before"], match["after"]
    decimals = digits_of(ledger)
    currency: str | None = None
    if after:
        currency = meant(after.casefold(), currencies().after[after.casefold()], ledger)
    elif before:
        currency = meant(before.casefold(), currencies().before[before.casefold()], ledger)
    start, end = match.start(), match.end()
    strength = Strength.UNIT
    if match["mixed"]:
        value = korean_number(match["mixed"], colloquial=not after)
    elif match["hangul"]:
        if not set(match["hangul"]) & set("십백천만억"):
            return None
        if "원" not in (after or "") and not _stands_alone(match, line, after):
            return None
        value = korean_number(match["hangul"], colloquial=False)
        if after is None:
            if len(match["hangul"]) < 2 or not set(match["hangul"]) & set("천만백억"):
                return None
            strength = Strength.BARE
        start = match.start("hangul")
        glued = start > 0 and "가" <= line[start - 1] <= "힣"
        if glued and " " in match["hangul"]:
            start += match["hangul"].index(" ") + 1
            value = korean_number(line[start : match.end("hangul")], colloquial=False)
            glued = False
        if glued and len(match["hangul"]) > 1 and match["hangul"][0] == "일":
            start += 1
            value = korean_number(line[start : match.end("hangul")], colloquial=False)
    else:
        value = _plain_number(match, decimals, currency)
        value = None if value is None else min(value, BEYOND)
        strength = _strength(match, value, line, decimals)
    if value is None:
        return None
    value = min(value, BEYOND)
    if after and after.casefold() in _CENTS:
        value = value.scaleb(-2)
    sign = match["sign"]
    number_at = (
        match.start("mixed") if match["mixed"] else match.start("number") if match["number"] else start
    )
    if after and after.casefold() == "동" and match["number"] and value < 1000:
        strength = Strength.GLUED
    amount = Amount(start, end, line[start:end], value, currency, strength, head=number_at)
    if sign:
        amount.negative = "-" in sign
        amount.plus = "+" in sign
    amount.negative = amount.negative or bool(match["inner"])
    return amount


def _stands_alone(match: re.Match[str], line: str, after: str | None) -> bool:
    """Tell whether a Hangul numeral is a word of its own, or ends in a unit of money that is surely meant."""
    start = match.start("hangul")
    alone = start == 0 or not ("가" <= line[start - 1] <= "힣")
    return alone or (after is not None and len(match["hangul"]) > 1)


def _plain_number(match: re.Match[str], decimals: int, currency: str | None) -> Decimal | None:
    digits = match["number"]
    suffix = (match["k"] or "").strip().casefold()
    if suffix:
        digits = digits[: len(digits) - len(match["k"])]
    if len(digits) > 4 * MAX_DIGITS:
        digits = digits[: 4 * MAX_DIGITS].rstrip(",.")
    head, _, tail = digits.replace(",", ".").rpartition(".")
    whole_won = (currency == "KRW" or (currency is None and not decimals)) and not suffix
    if "," in digits and digits.count(".") == 0 and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        # 1,2000 and 12,00 are slips of the comma; 4,50 is how much of Europe writes 4.50.
        digits = (
            f"{head}.{tail}" if decimals and len(tail) <= 2 and head.isdigit() else digits.replace(",", "")
        )
    elif whole_won and digits.count(".") == 1 and len(tail) == 3 and head.isdigit():
        digits = head + tail
    try:
        value = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None
    if suffix:
        value *= 1000 if suffix == "k" else 1_000_000
    return value


def _known_latin(word: str) -> bool:
    """Tell "coffee4500" from "abc1234"."""
    return len(word) >= _LONG_LATIN or word.casefold() in lexicon(Kind.EXPENSE).latin


def _after_hangul(line: str, start: int, value: Decimal | None) -> bool:
    """Tell "간식-3000", where a hyphen joins the thing and its price, from "A-12"."""
    return "가" <= line[start - 2] <= "힣" and value is not None and value >= _LEAST_JOINED_WON


def _names_product(digits: str, line: str, start: int) -> bool:
    """Tell the 15 of an iPhone 15 from the price behind a name: it is short and whole."""
    return (
        len(digits) <= _LONGEST_MODEL
        and digits.isdigit()
        and start > 1
        and (line[start - 1].isalpha() or line[start - 2].isalpha() or line[start - 1] == ".")
        and _PRODUCT.search(line, max(0, start - 14), start) is not None
    )


def _strength(match: re.Match[str], value: Decimal | None, line: str, decimals: int) -> Strength:
    """Judge a number written in digits by what stands around it."""
    if match["before"] or match["after"] or match["k"]:
        return Strength.UNIT
    digits = match["number"]
    start, end = match.start("number"), match.end()
    previous = line[start - 1] if start else " "
    following = line[end] if end < len(line) else " "
    if previous.isascii() and previous.isalpha():
        word = re.search(r"[A-Za-z]+$", line[max(0, start - 20) : start])
        if "," not in digits and (word is None or not _known_latin(word.group())):
            return Strength.GLUED
        return Strength.SMALL
    if _names_product(digits, line, start):
        return Strength.GLUED
    if following == "+" and not line[end + 1 : end + 2].strip():
        return Strength.GLUED
    if previous in "#_'@" or (
        previous == "-" and start > 1 and line[start - 2].isalnum() and not _after_hangul(line, start, value)
    ):
        return Strength.GLUED
    if following.isascii() and following.isalpha() and not _TIMES.match(line, end):
        return Strength.GLUED
    if "가" <= following <= "힣" and not TAIL.match(line, end):
        if value is None or value < 1000:
            return Strength.GLUED
        return Strength.BARE if not decimals and value % 10 == 0 else Strength.SMALL
    if following in "-'" and end + 1 < len(line) and line[end + 1].isalpha():
        return Strength.GLUED
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return Strength.GLUED
    if value is None:
        return Strength.GLUED
    if decimals:
        return Strength.BARE if "." in digits or "," in digits or value >= _SMALL_LIMIT else Strength.SMALL
    if "." in digits and value != value.to_integral_value():
        return Strength.SMALL
    return (
        Strength.BARE
        if value >= 1000 or (value >= _LEAST_BARE_WON and value % _WEAKEST_WON == 0)
        else Strength.SMALL
    )

"""Numbers that count or measure things, and digits that identify them: never amounts of money."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from backend.parsing.currencies import data_lines
from backend.parsing.drafts import Kind
from backend.parsing.numerals import NATIVE
from backend.parsing.tokens import Code, Quantity
from backend.parsing.words import lexicon

_URL = r"https?://\S{1,300}|www\.\S{1,300}|\b[\w-]{1,40}\.(?:me|is|kr|com|net|gl|ly)/\S{1,200}"
_CODES = re.compile(
    rf"(?P<url>{_URL})"
    r"|(?P<phone>(?<![\d,.])(?:\+82[ -]?0?|0)1[016789][ .-]?\d{3,4}[ .-]?\d{4}(?!\d)"
    r"|(?<!\d)0\d{1,2}[-)]\d{3,4}-?\d{4}(?!\d)|(?<!\d)1[568]\d\d-\d{4}(?!\d)"
    r"|(?<![\d-])\d{3}-\d{4}(?![\d-])|\(\d{3}\)\s?\d{3}-\d{4})"
    r"|(?P<account>(?<![\d-])\d{2,6}-\d{2,8}-\d{2,8}(?:-\d{1,8})?(?![\d-]))"
    r"|(?P<ip>(?<![\d.])\d{1,4}(?:\.\d{1,4}){2,3}(?![\d.원만천]))"
    r"|(?P<plate>(?<!\d)\d{2,3}[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호]\s?"
    r"\d{4}(?!\d|,\d|\s?원))"
    r"|(?P<score>(?<![\d:])\d{1,3}\s?:\s?\d{1,3}(?![\d:])|(?<!\d)\d{1,2}\s?대\s?\d{1,2}(?=로|으로|\s|$))"
    r"|(?P<result>(?<![\w.,])(?:won|lost|beat|tied|led|lead|score"
    r"|final)\b\D{0,24}\d{1,3}\s?-\s?\d{1,3}(?![\d.,]))"
    r"|(?P<lot>(?<=[동리로길]\s)\d{1,4}-\d{1,3}(?![\d,원]))"
    r"|(?P<long>(?<![\d.,])\d{9,}(?![\d.,]|\s*$|\s?[원만천억a-zA-Z$]))"
    r"|(?P<plus>(?<![\d,.+])[1-5]\s?\+\s?[1-3](?![\d,.+만천백]))"
    r"|(?P<share>(?<!\d)1\s?/\s?[nN](?![A-Za-z]))"
    r"|(?P<eleven>\b7-11\b(?!\s?$))"
    r"|(?P<plan>\b401\(?k\)?)"
    r"|(?P<seat>(?<![\w])\d{1,2}[A-Fa-f]석?(?![\w]))"
    r"|(?P<size>(?<![\d.])\d{3,4}\s?[xX×*]\s?\d{3,4}(?![\d,]))"
    r"|(?P<hash>[#№]\s?\d+)"
    r"|(?P<version>\bv\d+(?:\.\d+)*\b)"
    r"|(?P<hyphen>(?<![\d,.-])\d{1,4}-[A-Za-z]{2,}\w*|\b[A-Za-z]{1,}\w*-\d{1,4}\b)"
    r"|(?P<range>(?<![\d.,])\d{1,3}\s?~\s?\d{1,3}(?=\s?(?:시|일|월|명|개|세|살|층|kg|분)))"
)
_DIGITS = re.compile(r"\d+")
_PRICED = re.compile(r"\d\s?(?:천|만|원|달러|엔|개|명)")
_LETTER = re.compile("[A-Za-z가-힣]")
_LONGEST_COUNT = 12
_CODE_HINT = re.compile(
    r"[-+:#№~()/@]|\d\.\d+\.|\d\s?[A-FxX×*a-f]|\d\s?대|\d[가-힣]\s?\d{4}|\d{9}|401|\bv\d|01\d"
)
_NAMES = frozenset({"plan", "hyphen", "eleven", "version", "hash"})
_SMALL_NATIVE = {word: count for word, count in NATIVE.items() if len(word) > 1 or word in "한두세서석네넉열"}
_WORDS_LIKE_COUNTS = (
    "두부",
    "두통",
    "세대",
    "세단",
    "한인",
    "세부",
    "한판승",
    "한통속",
    "네모",
    "한컵",
    "두컵",
    "열매",
    "서구",
    "한구",
    "한편",
    "한번",
)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    groups: dict[str, str] = {}
    for line in data_lines("counters.tsv"):
        group, words = line.split("\t")
        for word in words.split():
            groups.setdefault(word.casefold(), group)
    ordered = sorted(groups, key=lambda word: (-len(word), word))
    ko = "|".join(re.escape(word) for word in ordered if not word.isascii())
    en = "|".join(re.escape(word) for word in ordered if word.isascii())
    native = "|".join(sorted(_SMALL_NATIVE, key=len, reverse=True))
    particles = "씩|에|이서|이랑|이|은|는|을|를|로|만|도|짜리|어치|으로|나|쯤|정도|요|에서|의|째|한테|에게"
    end = rf"(?:{particles})?(?![가-힣])"
    pattern = re.compile(
        rf"(?<![\d.,$€£¥₩+])(?<![A-Za-z])(?P<number>\d[\d,]*(?:\.\d+)?)"
        rf"(?:(?P<glued>{ko})(?!당|안(?![가-힣])|안화)(?P<glue_end>{end})?|\s(?P<spaced>{ko}){end}"
        rf"|(?P<latin_glued>{en})(?![A-Za-z]|\s?(?:won|krw|원))|\s(?P<latin>{en})(?![A-Za-z]))"
        rf"|(?P<weight>(?<![\d.,$£])\d+(?:\.\d+)?\s?(?:pounds?|lbs?|grams?|ounces?|kilos?)(?=\sof\s))"
        rf"|(?<![가-힣])(?P<native>{native})\s?(?P<unit>{ko})(?P<native_end>{end})"
        rf"|(?<![가-힣])(?P<together>둘|셋|넷|다섯|여섯|일곱|여덟)(?:이서?|한테|에게|이랑)(?![가-힣])",
        re.IGNORECASE,
    )
    return pattern, groups


def find_codes(line: str) -> list[Code]:
    """Find phones, accounts, scores, plates, links and other digits that name something."""
    names = _digit_names(line)
    if not _CODE_HINT.search(line):
        return names
    codes = [
        Code(match.start(), match.end(), match.group(), match.lastgroup in _NAMES)
        for match in _CODES.finditer(line)
    ]
    return names + [
        code for code in codes if not any(name.start < code.end and code.start < name.end for name in names)
    ]


@cache
def _digit_words() -> dict[str, re.Pattern[str]]:
    """Give, for each run of digits in the listed words (forever 21, 비타500), the words that hold it."""
    words: dict[str, set[str]] = {}
    for kind in Kind:
        for table in (lexicon(kind).hangul, lexicon(kind).latin, lexicon(kind).whole):
            for word in table.values():
                text = word.text.casefold()
                if _LETTER.search(text) and not _PRICED.search(text):
                    for run in _DIGITS.findall(text):
                        words.setdefault(run, set()).add(text)
    return {run: _any_word(found) for run, found in words.items()}


def _any_word(words: set[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(rf"(?<![A-Za-z0-9.,$]){re.escape(word)}(?![A-Za-z0-9]|[.,]\d)" for word in ordered),
        re.IGNORECASE,
    )


def _digit_names(line: str) -> list[Code]:
    table = _digit_words()
    found: list[Code] = []
    for run in set(_DIGITS.findall(line)) & table.keys():
        for match in table[run].finditer(line):
            if not any(name.start < match.end() and match.start() < name.end for name in found):
                found.append(Code(match.start(), match.end(), match.group(), name=True))
    return found


def find_quantities(line: str) -> list[Quantity]:
    """Find counts and measures: 3개, 500mg, 두 포대, 15 min."""
    pattern, groups = _pattern()
    found = []
    for match in pattern.finditer(line):
        if match["together"]:
            count, group = NATIVE[match["together"]], "people"
        elif match["weight"]:
            count, group = 0, "measure"
        elif match["native"]:
            count, group = _SMALL_NATIVE[match["native"]], groups[match["unit"].casefold()]
            if group in {"keep", "measure"} or match.group().startswith(_WORDS_LIKE_COUNTS):
                continue
        else:
            unit = next(match[name] for name in ("glued", "spaced", "latin_glued", "latin") if match[name])
            group = groups[unit.casefold()]
            digits = match["number"].replace(",", "")
            if not _is_count(match, unit, digits):
                continue
            count = int(Decimal(digits)) if len(digits) < _LONGEST_COUNT else 0
        found.append(
            Quantity(
                match.start(),
                match.end(),
                match.group(),
                Decimal(count),
                group == "people",
                group in {"keep", "measure"},
            )
        )
    return found


def _is_count(match: re.Match[str], unit: str, digits: str) -> bool:
    """Leave prices alone that only look counted: 15000분식, 4500 in a café."""
    large = len(digits.partition(".")[0]) > 3
    if match["glued"]:
        return match["glue_end"] is not None or not large
    if match["spaced"]:
        return not large or len(unit) > 1
    if match["latin"]:
        return not (
            large
            or ("." in digits and unit not in {"kg", "g", "l", "km", "oz", "lb", "lbs", "mi", "miles", "%"})
        ) and unit not in {"in", "x", "p", "m", "g", "l"}
    return True

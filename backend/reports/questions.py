"""What somebody asks of the ledger: "이번 달 얼마 썼어?", "how much on coffee last week"; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.kit.periods import Calendar, PeriodKind
from backend.parsing import Kind, Vocabulary, normalise_words
from backend.parsing.text import clean
from backend.parsing.words import category_names, kind_of_category
from backend.reports.words import read_period

LONGEST = 60
"""Characters within which somebody asks; a longer text tells a story."""

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PERIOD = re.compile(
    r"(?P<ko>이번\s?(?:달|주)|이달|금주|올해|금년|지난\s?(?:달|주|해)|저번\s?(?:달|주)|전달|전주|작년|오늘|어제"
    r"|(?:\d{4}년\s?)?\d{1,2}월(?!\s?\d)|\d{4}년)(?:달)?(?:에는|에만|에|은|는|동안|의)?"
    r"|(?:\b(?:in|for|during|since)\s)?\b(?P<en>(?:this|last)\s(?:month|week|year)|today|yesterday"
    rf"|(?:{_MONTHS})(?:\s\d{{4}})?)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"얼마|몇\s?원|\?|총액|합계|(?:썼|남았|썻)(?:어|지|니|나|더라|나요|어요)|\bhow\s(?:much|many)\b|\bwhat\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"남았|남은|남지|남아|남니|\b(?:left|remain(?:s|ing)?)\b", re.IGNORECASE)
_MAY = re.compile(
    r"(?:쓸\s?수|써도)\s?(?:있|되|돼|괜)|쓸\s?(?:돈|만큼)|\b(?:can|may|could)\s(?:i|we)\s(?:still\s)?spend\b",
    re.IGNORECASE,
)
_SPENT = re.compile(
    r"썼|썻|쓴|지출|소비|나갔|나간|들었|샀|사용|먹었|마셨|냈|결제|\b(?:spent|spend|spending|expenses?|cost|paid|pay)\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"얼마(?:나|야|지|예요|에요|였지|였어|니)?|몇\s?원(?:이나)?|(?:쓸\s?수|써도)\s?\S*|쓸\s?(?:돈|만큼)\S*"
    r"|남(?:았|은|지|아|니)\S*|(?:썼|썻|나갔|들었|샀|먹었|마셨|냈|사용했|결제했|지출했|소비했)\S*|(?:쓴|나간|들어간|사용한|결제한)"
    r"(?:\s?(?:돈|금액|거|것))?|지출(?:액)?|소비|예산|총액|합계|(?<![가-힣])(?:총|다|전부|모두|합쳐서|대략|지금|현재|내|내가|나"
    r"|우리|우리가|좀|뭐|돈|돈은|돈이|있어|있지|있나|있을까|까지)(?![가-힣])|(?:알려|보여)\s?(?:줘|주세요)"
    r"|\b(?:how\s(?:much|many)|what(?:'s|\sis|\sare|\shave)?|did|do|does|have|has|i|we|my|our|me|the|a|of|on|for|at|in|is"
    r"|are|was|can|may|could|still|so\sfar|spent|spend|spending|expenses?|cost|paid|pay|left|remain(?:s|ing)?|money|total"
    r"|budget|to|altogether|it|there)\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"(?:에서는|에서만|에서|한테|에게|으로|이랑|하고|은|는|을|를|의|에|이|가|로|랑|값|비용|값은|만)$"
)


MOST_WORDS = 3
"""Of a name: 스타벅스 강남역 지점."""


class About(StrEnum):
    """What is asked for."""

    SPENT = "spent"
    LEFT = "left"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the ledger can answer: of a period, and of a category, of words, or of all in it."""

    about: About
    period: PeriodKind
    day: date
    category: str | None = None
    words: str = ""


def read_question(text: str, calendar: Calendar, today: date, vocabulary: Vocabulary) -> Question | None:
    """Read a text that asks what was spent or is left, and nothing else; None for any other.

    `vocabulary` knows the ledger's own categories of expenses.
    """
    line = " ".join(clean(text).split())
    if len(line) > LONGEST or "\n" in text.strip() or not _ASKS.search(line):
        return None
    period, rest = _period(line, calendar, today)
    if period is None or any(char.isdigit() for char in rest):
        return None
    about = _about(line)
    if about is None:
        return None
    rest = " ".join(re.sub(r"[?!.~,…]+", " ", _FILLER.sub(" ", rest)).split())
    if not rest:
        return Question(about, *period)
    category = _category(rest, vocabulary)
    if category is not None:
        return Question(about, *period, category=category)
    words = _PARTICLE.sub("", rest)
    return Question(about, *period, words=words) if about is About.SPENT and _is_name(words) else None


def _period(line: str, calendar: Calendar, today: date) -> tuple[tuple[PeriodKind, date] | None, str]:
    """Find the period that is named, the month at hand without one, and what is left of the line."""
    match = _PERIOD.search(line)
    if match is None:
        return (PeriodKind.MONTHLY, today), line
    rest = f"{line[: match.start()]} {line[match.end() :]}"
    return read_period(match["ko"] or match["en"], calendar, today), rest


def _about(line: str) -> About | None:
    if _MAY.search(line):
        return About.TODAY
    if _LEFT.search(line):
        return About.LEFT
    return About.SPENT if _SPENT.search(line) else None


def _category(rest: str, vocabulary: Vocabulary) -> str | None:
    names = {name: key for name, key in category_names().items() if kind_of_category(key) is Kind.EXPENSE}
    names |= vocabulary.names
    for written in (rest, _PARTICLE.sub("", rest)):
        found = names.get(normalise_words(written))
        if found is not None:
            return found
    return None


def _is_name(words: str) -> bool:
    """Tell whether what is left may be a shop or a thing: a few words, and no more questions."""
    return len(words) > 1 and len(words.split()) <= MOST_WORDS

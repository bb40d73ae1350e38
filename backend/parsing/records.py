"""What reads as a record at a glance: amounts, days and nothing else but words that the lists know."""

from __future__ import annotations

import re
from functools import cache

from backend.parsing.drafts import Kind
from backend.parsing.korean_words import words_of
from backend.parsing.refusals import talked_of
from backend.parsing.scan import Scan
from backend.parsing.text import key_of
from backend.parsing.tokens import MASK, WORD_MASK, Amount, Strength
from backend.parsing.words import known_things, latin_words, lexicon

_SPENDING = frozenset({"spent", "paid", "bought", "grabbed"})
_LINKS = _SPENDING | frozenset(
    {"on", "for", "at", "from", "the", "a", "an", "and", "my", "some", "with", "in"}
)
_HANGUL = re.compile("[가-힣]")
_CLEAR_PRICE = 1000
_MOST_COUNTED = 12
_MOST_WORDS = 12


def reads_as_record(tokens: Scan) -> bool:
    """Tell "버스 1500, 커피 4천원", which cannot be talk, from what must be looked at."""
    if (
        "?" in tokens.line
        or any(day.future for day in tokens.days)
        or any(not code.name for code in tokens.codes)
    ):
        return False
    if any(not _clear(amount, tokens) for amount in tokens.amounts):
        return False
    words = tokens.masked.replace(MASK, " ").replace(WORD_MASK, " ").split()
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if words[0].casefold() in _SPENDING:
        words = [word for word in words if word.casefold() not in _LINKS]
    return all(map(_known, _groups(words)))


def _clear(amount: Amount, tokens: Scan) -> bool:
    """Tell a price from a measure or a count: it has a unit, is large, or has words before it."""
    if amount.negative or amount.plus:
        return False
    if amount.strength is Strength.UNIT or amount.value >= _CLEAR_PRICE:
        return True
    return tokens.line.isascii() and (amount.start > 0 or amount.value > _MOST_COUNTED)


def _groups(words: list[str]) -> list[str]:
    """Give each Hangul word by itself and the Latin words between them together, punctuation left out."""
    groups: list[str] = []
    run: list[str] = []
    for word in words:
        if _HANGUL.search(word):
            if run:
                groups.append(" ".join(run))
                run = []
            groups.append(word)
        elif word.strip(_PUNCTUATION):
            run.append(word)
    if run:
        groups.append(" ".join(run))
    return groups


_PARTICLE = re.compile(r"(?:에서는|에서|에는|에|으로|로|이랑|랑|하고|은|는|도)$")
_METHOD = re.compile(
    "(?:신한|삼성|현대|국민|롯데|우리|하나|농협|체크|신용|카카오|네이버|토스|삼성)?(?:카드|페이)로?|현금(?:으로)?"
)
_PUNCTUATION = ".,;:!~-+/&()[]|·=>*#'\""


def _known(group: str) -> bool:
    if _HANGUL.search(group):
        key = key_of(group)
        return key in _plain() or _METHOD.fullmatch(key) is not None or _PARTICLE.sub("", key) in _plain()
    table = lexicon(Kind.EXPENSE).latin
    words = latin_words(group)
    start = 0
    while start < len(words):
        for size in range(min(lexicon(Kind.EXPENSE).longest_latin, len(words) - start), 0, -1):
            if " ".join(words[start : start + size]) in table:
                start += size
                break
        else:
            return False
    return True


@cache
def _plain() -> frozenset[str]:
    """Every known thing but those that one mostly talks about."""
    return (known_things() | words_of("paying.txt")) - talked_of()

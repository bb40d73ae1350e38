"""A budget asked for in words: "식비 예산 50만원", "예산 전체 200만", "set food budget to 400"; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.kit.money import Money, digits_of, positive
from backend.kit.periods import PeriodKind
from backend.parsing import Kind, Vocabulary, normalise_words
from backend.parsing.amounts import find_amounts
from backend.parsing.text import clean
from backend.parsing.tokens import Amount, Strength
from backend.parsing.words import category_names, kind_of_category

LONGEST = 80
"""Characters within which somebody sets a budget; a longer text is about something else."""
_BUDGET = re.compile(r"예산(?:은|는|을|를|이|의|으로|액)?(?![가-힣])|\bbudgets?\b", re.IGNORECASE)


def _korean(words: str) -> str:
    return rf"(?<![가-힣])(?:{words})(?![가-힣])"


def _pattern(korean: str, english: str) -> re.Pattern[str]:
    return re.compile(rf"{_korean(korean)}|\b(?:{english})\b", re.IGNORECASE)


_PERIODS = {
    PeriodKind.YEARLY: _pattern(
        "(?:매년|연간|일년|1년|올해|한\\s?해)에?", "yearly|annual|(?:a|per|this) year"
    ),
    PeriodKind.WEEKLY: _pattern("(?:매주|주간|일주일|이번\\s?주|주)에?", "weekly|(?:a|per|this) week"),
    PeriodKind.DAILY: _pattern("(?:매일|하루|일일)에?", "daily|(?:a|per) day"),
    PeriodKind.MONTHLY: _pattern(
        "(?:매달|매월|한\\s?달|월간|이번\\s?달|이달|월)에?", "monthly|(?:a|per|this) month"
    ),
}
_ALL = _pattern("(?:전체|총|총액|전부|모두|모든|합계)(?:로|의)?", "total|overall|all|everything|whole")
_FILLER = _pattern(
    "(?:설정|변경|수정|지정|등록|추가)(?:해|해\\s?줘|해\\s?주세요|할게|하기)?|(?:으로|로)?\\s?해\\s?(?:줘|주세요)?"
    "|바꿔\\s?(?:줘|주세요)?|잡아\\s?(?:줘|주세요)?|정해\\s?(?:줘|주세요)?|맞춰\\s?(?:줘|주세요)?|으로|로|좀|내|우리",
    "set|change|make|update|create|new|please|pls|to|for|of|on|my|our|the|a|an|is|at|be|should",
)
_ASKING = re.compile(
    "(?:얼마(?:나)?|남았(?:어|니|나|지|나요|어요)?|남은|남은\\s?거|남은\\s?돈|확인|보기|보여\\s?줘|알려\\s?줘)"
    "|\\b(?:show|left|how|much|what|remaining|status)\\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile("(?:은|는|을|를|의|에|이|가|로|으로)$")


@dataclass(frozen=True, slots=True)
class BudgetWords:
    """What words ask for; without an amount, to see budgets. `unclear` is a number of unknown unit."""

    amount: Money | None
    category: str | None
    period: PeriodKind
    unclear: str | None = None


def speaks_of_budget(text: str) -> bool:
    """Tell whether a text is worth reading: quick, for every message."""
    return len(text) <= LONGEST and _BUDGET.search(text) is not None


def read_budget(text: str, currency: str, vocabulary: Vocabulary) -> BudgetWords | None:
    """Read a text that asks for a budget and nothing else; None for any other.

    `currency` is the ledger's, `vocabulary` knows its own categories of expenses. Raises Invalid `money.…`.
    """
    if not speaks_of_budget(text) or "\n" in text.strip():
        return None
    line = " ".join(clean(text).split())
    amounts = [one for one in find_amounts(line, currency) if one.strength is not Strength.GLUED]
    if len(amounts) > 1 or any(one.negative for one in amounts):
        return None
    rest = line
    for one in amounts:
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    if amounts and "?" in rest:
        return None
    period, rest = _period(_BUDGET.sub(" ", rest))
    if not amounts:
        rest = _ASKING.sub(" ", rest)
    is_known, category = _category(rest, vocabulary)
    return _wish(amounts, category, period, currency) if is_known else None


def _wish(amounts: list[Amount], category: str | None, period: PeriodKind, currency: str) -> BudgetWords:
    if not amounts:
        return BudgetWords(None, category, period)
    one = amounts[0]
    if one.strength is Strength.SMALL and not digits_of(currency) and one.value > 0:
        return BudgetWords(None, category, period, unclear=one.text)
    return BudgetWords(positive(one.value, one.currency or currency), category, period)


def _period(rest: str) -> tuple[PeriodKind, str]:
    for kind, pattern in _PERIODS.items():
        if pattern.search(rest):
            return kind, pattern.sub(" ", rest)
    return PeriodKind.MONTHLY, rest


def _category(rest: str, vocabulary: Vocabulary) -> tuple[bool, str | None]:
    """Find the one category that what is left names; no words at all are all spending."""
    names = {name: key for name, key in category_names().items() if kind_of_category(key) is Kind.EXPENSE}
    names |= vocabulary.names
    for written in (rest, _ALL.sub(" ", rest), _FILLER.sub(" ", _ALL.sub(" ", rest))):
        key = normalise_words(written)
        if not key:
            return True, None
        for one in (key, _PARTICLE.sub("", key)):
            if one in names:
                return True, names[one]
    return False, None

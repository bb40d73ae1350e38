"""What a reply to a receipt asks to change: 9천원, 어제, 교통, 수입, 삭제."""

from __future__ import annotations

import re
from datetime import date, datetime

from backend.kit.errors import Invalid
from backend.kit.money import Money, positive
from backend.parsing.descriptions import tidy
from backend.parsing.drafts import Amendment, Kind, Vocabulary
from backend.parsing.scan import Scan, scan
from backend.parsing.text import clean, normalise_words
from backend.parsing.tokens import MASK, Strength
from backend.parsing.words import category_names, kind_of_category

_NOTHING = Vocabulary()
_MAX_REPLY = 500
_DELETE = re.compile(
    r"^\s*(?:이거|이건|그거|방금\s?거|위에?\s?거|아까\s?거)?\s*(?:삭제|취소|지워|제거|빼|없애|delete"
    r"|remove|undo|cancel|drop|erase|void)"
    r"(?:해|하기|함|요|줘|주세요|줄래|버려|버리|할게|할래|이거|this|it|that|please|one|pls|\s|[.!~])*$",
    re.IGNORECASE,
)
_KINDS = {
    Kind.INCOME: frozenset({"수입", "입금", "들어온돈", "income", "moneyin", "received", "in", "수익"}),
    Kind.EXPENSE: frozenset({"지출", "출금", "나간돈", "expense", "moneyout", "spent", "out", "소비"}),
}
_FILLER = re.compile(
    r"(?<![가-힣])(?:아니|아냐|아니야|아니고|아니라|실은|사실|정정|수정|변경|카테고리|분류|금액|가격|날짜"
    r"|말고|바꿔줘|바꿔|고쳐줘|고쳐|수정해줘|변경해줘|수정해|변경해|해줘|해주세요|해|줘|주세요|이야|야"
    r"|이에요|예요|였어|이었어|임|인데"
    r"|거야|로|으로|을|를|은|는|이|가|에|것|거|요|원래는?|맞아|였음)(?![가-힣])"
    r"|\b(?:no|not|actually|it|was|is|should|be|to|change|set|make|the|amount|category|date|day|fix"
    r"|please|pls|as|for|on|sorry|oops|correct|correction|move|under|type)\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"(?:으로|로|이야|이에요|예요|이요|야|요|임|입니다|이다|인데|에|은|는|을|를|이었어|였어|이었음|였음)$"
)
_RENAME = re.compile(
    r"^\s*(?:이름|내용|설명|메모|제목|description|name|note|title)\s*(?:은|는|을|를|:|="
    r"|to)?\s+(?P<text>.{1,120}?)\s*(?:으로|로)?\s*$",
    re.IGNORECASE,
)


def read_amendment(text: str, now: datetime, currency: str, vocabulary: Vocabulary = _NOTHING) -> Amendment:
    """Read a reply to a receipt; what it does not name stays None. Empty: not understood."""
    text = " ".join(clean(text[: 4 * _MAX_REPLY]).split())[:_MAX_REPLY]
    if not text:
        return Amendment()
    if _DELETE.match(text):
        return Amendment(delete=True)
    rename = _RENAME.match(text)
    if rename:
        return Amendment(description=rename["text"])
    tokens = scan(text, now.date(), currency)
    amount = _amount(tokens, currency)
    day = _day(tokens, now.date())
    rest = tokens.masked.replace(MASK, " ")
    category = _category(rest, vocabulary)
    kind = _kind(rest)
    if kind is not None and category is not None and kind_of_category(category) not in {None, kind}:
        category = None
    description = None
    if category is None and kind is None:
        description = _description(rest)
        if description is not None and amount is None and day is None and text.rstrip().endswith("?"):
            description = None
    return Amendment(amount=amount, occurred_on=day, category=category, description=description, kind=kind)


def _amount(tokens: Scan, currency: str) -> Money | None:
    """Take the last amount: "4500원 아니고 5000원" ends with what is meant."""
    for amount in sorted(tokens.amounts, key=lambda found: (found.strength.value, found.start), reverse=True):
        if amount.strength is Strength.GLUED or amount.negative:
            continue
        try:
            return positive(amount.value, amount.currency or currency)
        except Invalid:
            continue
    return None


def _day(tokens: Scan, today: date) -> date | None:
    days = [day.on for day in tokens.days if day.on is not None and not day.future]
    return min(days[-1], today) if days else None


def _names(vocabulary: Vocabulary) -> dict[str, str]:
    return {**category_names(), **{normalise_words(key): value for key, value in vocabulary.names.items()}}


def _category(rest: str, vocabulary: Vocabulary) -> str | None:
    """Find a category's name: the whole reply, or the longest run of its words."""
    names = _names(vocabulary)
    words = rest.split()[:20]
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            run = " ".join(words[start : start + size])
            for written in (run, _PARTICLE.sub("", run)):
                key = normalise_words(written)
                if key and key in names:
                    return names[key]
    return None


def _kind(rest: str) -> Kind | None:
    for word in rest.split():
        key = normalise_words(word)
        for kind, words in _KINDS.items():
            if key in words or normalise_words(_PARTICLE.sub("", word)) in words:
                return kind
    return None


def _description(rest: str) -> str | None:
    words = _FILLER.sub(" ", rest)
    if not re.search(r"[^\W\d_]", words):
        return None
    return tidy(words) or None

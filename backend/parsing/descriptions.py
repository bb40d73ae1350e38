"""What was bought, or where, as a person wants to read it: the words on both sides of the amount."""

# ruff: noqa: PLR0911, PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re

from backend.parsing.drafts import Kind
from backend.parsing.korean_words import HANGUL, nouns_of, words_of
from backend.parsing.text import key_of
from backend.parsing.tokens import MASK
from backend.parsing.words import known_things, latin_words, lexicon

MAX_LENGTH = 120
_EDGE = " \t\n.,;:!?~|=*_-+/·…'\"()[]{}<>→>✓✔#&^@$\\`" + MASK
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u3030\u303d\u2190-\u21ff\u25a0-\u25ff"
    "\U000e0000-\U000e007f]+"
)
_EN_KEEP_BEFORE = frozenset({"from", "at", "for", "with", "to", "on", "by"})
_EN_COMMENT = re.compile(
    r"\b(?:because|since|but|which|so|although|lol|haha|ugh|was\s(?:so|really|very|good|great|for\s\d)|it's|it"
    r" was|that's|split\s(?:with|between|by)|i\s(?:think|guess|feel)|cuz|coz|set me back|cost me|ran me"
    r"|put me back)\b",
    re.IGNORECASE,
)
_MEAL = frozenset(
    [
        "점심",
        "저녁",
        "아침",
        "간식",
        "야식",
        "브런치",
        "식사",
        "런치",
        "디너",
        "아점",
        "점저",
        "lunch",
        "dinner",
        "breakfast",
        "snack",
        "snacks",
        "brunch",
    ]
)
_GLUED_MEAL = re.compile(rf"{MASK}(?:저녁|아침|점심|새벽)에?\s+(?=[가-힣]{{2}})")
"""When, not what: "어제저녁 족발"."""
_BRACKETS = re.compile(r"[(\[<{]\s*[)\]>}]|^\s*[\[(](?P<inside>[^\])]*)[\])]\s*$")


def describe(before: str, after: str) -> tuple[str, bool]:
    """Make the description from the words on the two sides of the amount (tokens are blanked out of both).

    Also tells whether the words name a thing; when they do not, they stand there as they are.
    """
    head = tidy(_GLUED_MEAL.sub(" ", before))
    tail = tidy(after)
    if tail and _subordinate(before) and _words_in(tail):
        return tail[:MAX_LENGTH], True
    if not head or not _words_in(head):
        if tail:
            return tail[:MAX_LENGTH], True
        return (tidy(before, strict=False) or tidy(after, strict=False))[:MAX_LENGTH], bool(head)
    if tail:
        if HANGUL.search(head + tail):
            if (
                (head in _MEAL or _known(tail))
                and len(tail.split()) <= 3
                and not after.lstrip(" " + MASK).startswith(("(", "[", ".", "!", ","))
            ):
                return f"{head} {tail}"[:MAX_LENGTH], True
        else:
            start = after.replace(MASK, " ").strip(" .,!-:").split(" ", 1)
            if start[0].casefold() in _EN_KEEP_BEFORE:
                joint = (
                    ""
                    if start[0].casefold() == "for" and head.casefold() in _MEAL
                    else f"{start[0].casefold()} "
                )
                return f"{head} {joint}{tail}"[:MAX_LENGTH], True
            if _known_latin(tail) and not after.lstrip(" " + MASK).startswith(("(", "[", ".", "!", ",", "-")):
                return f"{head} {tail}"[:MAX_LENGTH], True
    return head[:MAX_LENGTH], True


def _known(tail: str) -> bool:
    """Tell whether the last of the words behind the amount is a thing that the word lists know."""
    return key_of(tail.rsplit(maxsplit=1)[-1]) in known_things()


def _known_latin(tail: str) -> bool:
    return " ".join(latin_words(tail)) in lexicon(Kind.EXPENSE).latin


_SUBORDINATE = re.compile(r"(?:해서|써서|받아서|인데|는데|아서|어서|여서|려서|니까|라서|기념으로|이라)\s*$")
_INCLUDED = re.compile(
    r"(?:팁|봉사료|부가세|세금|배송비|배달비|배달팁|서비스료|포장비|수수료|vat)\s?포함(?:해서|된"
    r"|됨)?(?![가-힣])"
    r"|\b(?:including|incl\.?|with)\s(?:tip|tax|taxes|vat|shipping|delivery)\b",
    re.IGNORECASE,
)
_PERCENT_OFF = re.compile(
    r"\d{1,2}\s?%\s?(?:off\b|할인(?:받아서|받아|으로|해서|가)?|세일(?:로|해서|가|가로)?|쿠폰(?:으로)?|디씨|dc)?",
    re.IGNORECASE,
)
_TALK_BEFORE = re.compile(
    r"^.*(?:챌린지|무지출|다이어트|절약|금주|금연|작심삼일)\S*\s(?:\S+\s)?"
    r"(?:실패|망함|망했\S*|망|포기|끝|끝남|중단|깨짐|성공)[ ,.!]+(?=\S)"
)
"""What one failed in before spending: "다이어트 망함ㅋㅋ 치킨"."""
_SOME = re.compile(
    r"(?<=\S)\s몇\s?(?:개|잔|병|봉지|조각|장|판|그릇|캔|줄|팩|가지|권|벌)(?:에|를|을|만)?(?![가-힣])"
)
_APPROXIMATELY = re.compile(r"(?<=\S)\s+(?:약|한|총|합|단|거의|딱|대략)\s*$")


def _subordinate(before: str) -> bool:
    """Tell whether the words before the amount are only a reason: "쿠폰 써서 2만7천원에 치킨"."""
    return _SUBORDINATE.search(before.replace(MASK, " ")) is not None


def tidy(text: str, *, strict: bool = True) -> str:
    """Take fillers, verbs and particles off a stretch of text; when not `strict`, something always stays."""
    if not text or text.isspace():
        return ""
    if "%" in text:
        text = _PERCENT_OFF.sub(" ", text)
    if "포함" in text or "tip" in text or "tax" in text or "incl" in text or " with " in text:
        text = _INCLUDED.sub(" ", text)
    if "몇" in text:
        text = _SOME.sub(" ", text)
    if "실패" in text or "망" in text or "포기" in text or "끝" in text or "성공" in text:
        text = _TALK_BEFORE.sub("", text)
    plain = _APPROXIMATELY.sub(" ", _EMOJI.sub(" ", text).replace(MASK, " "))
    words = [word for word in (part.strip(_EDGE) for part in _pieces(plain)) if word]
    if not words:
        return (
            ""
            if plain != text and not _emoji_only(text)
            else text.replace(MASK, " ").strip(" .,!~-:;=+/()[]\t")
        )
    if any(HANGUL.search(word) for word in words):
        words = nouns_of(words, strict=strict)
    words = _english(words, strict=strict)
    return _finish(" ".join(words))


def _pieces(text: str) -> list[str]:
    return text.replace(MASK, " ").split()


def _emoji_only(text: str) -> bool:
    return _EMOJI.search(text) is not None


def _words_in(text: str) -> bool:
    return any(character.isalpha() or ord(character) > 0x2000 for character in text)


def _finish(text: str) -> str:
    text = _BRACKETS.sub(lambda match: match["inside"] or "", text)
    while text.count("(") != text.count(")") and text and text[-1] == "(":
        text = text[:-1]
    if text.count("(") > text.count(")"):
        text += ")"
    elif text.count(")") > text.count("("):
        text = text.replace(")", "", 1)
    return " ".join(text.split()).strip(" .,;:!~=-|/")


def _english(words: list[str], *, strict: bool) -> list[str]:
    """Strip what only leads up to the thing, and what trails after it."""
    if not any(character.isascii() and character.isalpha() for word in words for character in word):
        return words
    joined = " ".join(words)
    comment = _EN_COMMENT.search(joined)
    if comment and comment.start() > 0 and not HANGUL.search(joined):
        words = joined[: comment.start()].split() or words
    start, end = 0, len(words)
    while start < end and words[start].casefold().strip(_EDGE) in words_of("english_leads.txt"):
        start += 1
    while end > start and words[end - 1].casefold().strip(_EDGE) in words_of("english_trails.txt"):
        end -= 1
    kept = words[start:end]
    return kept if kept or strict else words

"""Which category words speak for: what the ledger taught, then the word lists; the longest match wins."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from backend.parsing.drafts import Evidence, Kind, Vocabulary
from backend.parsing.text import key_of
from backend.parsing.words import Lexicon, Word, emoji_words, latin_words, lexicon

_Offer = Callable[[Word, float], None]

_WEAK = {Kind.EXPENSE: ("food", "groceries", "shopping"), Kind.INCOME: ("other_income", "salary", "side")}
_FALLBACK = {Kind.EXPENSE: "other", Kind.INCOME: "other_income"}
_FORCEFUL = {"pets": 3.0}
"""An animal decides over what is done with it: 강아지 예방접종 belongs to the animal."""
_LEAST_PREFIX = 4
_LONGEST_PREFIX = 24
_LATER = 0.25
_LATER_KOREAN = 1.0
"""The head of a Korean phrase is its last word, and the thing says more than the shop before it."""
_HEAD_BONUS = 5.0
_OCCASIONS = frozenset({"night", "party", "trip", "day", "weekend", "club"})
"""What a thing is for, where the thing follows: "poker night snacks"."""
_TAIL = re.compile(r"\s(?:at|from|for|with|to|on|in|of|near|by)\s")
_EMOJI_HINT = re.compile("[\u2600-\u27bf\U0001f100-\U0001faff]")
_MAX_TEXT = 200
_MAX_LEARNT = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """The category chosen, why, and up to three likely ones where the reason is weak."""

    category: str
    evidence: Evidence
    likely: tuple[str, ...] = ()
    score: float = 0.0


def classify(description: str, context: str, kind: Kind, vocabulary: Vocabulary) -> Choice:
    """Choose for a description; `context` is all that the text says of the item, asked second."""
    learnt = _learnt(description, vocabulary)
    if learnt is not None:
        return learnt
    scores: dict[str, tuple[float, Word]] = {}
    table = lexicon(kind)
    _collect(description[:_MAX_TEXT], table, scores, 1.0)
    if not scores and context != description:
        _collect(context[:_MAX_TEXT], table, scores, 0.9)
    if not scores:
        return Choice(_FALLBACK[kind], Evidence("category", "no_word_known", description), _WEAK[kind])
    ranked = sorted(scores.items(), key=lambda item: (-item[1][0], item[0]))
    best, (score, word) = ranked[0]
    likely: tuple[str, ...] = ()
    if len(ranked) > 1 and ranked[1][1][0] >= score - 1.0:
        likely = tuple(category for category, _ in ranked[:3])
    return Choice(best, Evidence("category", "word_list", word.text), likely, score)


def score_of(text: str, kind: Kind) -> tuple[float, str | None]:
    """Say how strongly the word lists of one kind speak for a text, and for which category."""
    scores: dict[str, tuple[float, Word]] = {}
    _collect(text[:_MAX_TEXT], lexicon(kind), scores, 1.0)
    if not scores:
        return 0.0, None
    best = max(scores, key=lambda category: (scores[category][0], category))
    return scores[best][0], best


def _learnt(description: str, vocabulary: Vocabulary) -> Choice | None:
    """Look up the whole description, then the longest run of its words, then the ledger's own names."""
    if not vocabulary.learnt and not vocabulary.names:
        return None
    words = description.split()[:_MAX_LEARNT]
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size, -1, -1):
            key = key_of(" ".join(words[start : start + size]))
            for table, rule in ((vocabulary.learnt, "learnt"), (vocabulary.names, "category_name")):
                if key and key in table:
                    shown = " ".join(words[start : start + size])
                    return Choice(table[key], Evidence("category", rule, shown))
    return None


def _collect(text: str, table: Lexicon, scores: dict[str, tuple[float, Word]], factor: float) -> None:
    text = _EMOJI_HINT.sub(lambda sign: f" {emoji_words().get(sign.group(), '')} ", text)
    key = key_of(text)
    if not key:
        return

    def offer(word: Word, weight: float) -> None:
        weight = (weight + _FORCEFUL.get(word.category, 0.0)) * factor
        known = scores.get(word.category)
        if known is None or weight > known[0]:
            scores[word.category] = (weight, word)

    if key in table.whole:
        offer(table.whole[key], table.whole[key].weight + 10)
    parts = [key_of(part) for part in text.split()]
    if table.whole and len(parts) > 1:
        for place, part in enumerate(parts):
            if part in table.whole:
                offer(table.whole[part], table.whole[part].weight + _LATER * place)
    if not key.isascii():
        _hangul(parts, table, offer)
    if any("a" <= character <= "z" for character in key):
        _latin(text, table, offer)


def _hangul(parts: list[str], table: Lexicon, offer: _Offer) -> None:
    """Find list words inside the words of the text, or beginning at one and running into the next."""
    key = "".join(parts)
    ends: list[int] = []
    starts: set[int] = set()
    for part in parts:
        starts.add(ends[-1] if ends else 0)
        ends.append((ends[-1] if ends else 0) + len(part))
    boundary = 0
    longer: list[tuple[int, int]] = []
    forceful: list[tuple[int, int, Word, float]] = []
    for at in range(len(key) - 1):
        while at >= ends[boundary]:
            boundary += 1
        for length in table.starts.get(key[at : at + 2], ()):
            word = table.hangul.get(key[at : at + length])
            if word is None or (at + length > ends[boundary] and at not in starts):
                continue
            weight = word.weight + _LATER_KOREAN * boundary + (0.5 if at + length in ends else 0.0)
            if word.category in _FORCEFUL:
                forceful.append((at, at + length, word, weight))
            else:
                longer.append((at, at + length))
                offer(word, weight)
    for first, last, word, weight in forceful:
        # 동물원 is no animal, 핫도그 no dog: a longer listed word takes the force from the one inside it.
        if not any(start <= first and last <= end and end - start > last - first for start, end in longer):
            offer(word, weight)


def _latin(text: str, table: Lexicon, offer: _Offer) -> None:
    """Find list phrases between word boundaries; the words before a preposition name the thing."""
    lowered = text.casefold()
    tail = _TAIL.search(lowered)
    head_words = len(latin_words(lowered[: tail.start()])) if tail else 0
    words = latin_words(lowered)
    start = 0
    while start < len(words):
        step = 1
        for size in range(min(table.longest_latin, len(words) - start), 0, -1):
            phrase = " ".join(words[start : start + size])
            word = table.latin.get(phrase) or _singular(phrase, table)
            if word is not None:
                head = _HEAD_BONUS if start + size <= head_words else 0.0
                if words[start + size - 1] in _OCCASIONS and start + size < (head_words or len(words)):
                    head -= _HEAD_BONUS
                offer(word, word.weight + head + _LATER * start)
                step = size
                break
        else:
            if len(words[start]) > 2 * _LEAST_PREFIX:
                word = _prefix(words[start][:_LONGEST_PREFIX], table)
                if word is not None:
                    offer(word, 1.0)
        start += step


def _prefix(word: str, table: Lexicon) -> Word | None:
    """Find a known name at the start of a word that a terminal ran together: UBERTRIPTOKYO."""
    for size in range(len(word) - 1, _LEAST_PREFIX - 1, -1):
        found = table.latin.get(word[:size])
        if found is not None:
            return found
    return None


def _singular(phrase: str, table: Lexicon) -> Word | None:
    if len(phrase) < 4 or not phrase.endswith("s"):
        return table.latin.get(phrase + "s") if len(phrase) > 2 else None
    found = table.latin.get(phrase[:-1])
    if found is None and phrase.endswith("es"):
        found = table.latin.get(phrase[:-2])
    if found is None and phrase.endswith("ies"):
        found = table.latin.get(phrase[:-3] + "y")
    return found

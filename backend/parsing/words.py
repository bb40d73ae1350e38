"""The word lists: which words speak for which category, loaded once from words/<category key>.txt."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from backend.parsing.currencies import data_lines
from backend.parsing.drafts import Kind
from backend.parsing.text import normalise_words

EXPENSES = (
    "food", "cafe", "groceries", "drinks", "transport", "car", "housing", "telecom", "subscriptions",
    "shopping", "beauty", "health", "culture", "travel", "education", "kids", "pets", "gifts",
    "finance", "savings", "other",
)  # fmt: skip
INCOMES = ("salary", "bonus", "allowance", "side", "interest", "refund", "other_income")
KIND_OF = dict.fromkeys(EXPENSES, Kind.EXPENSE) | dict.fromkeys(INCOMES, Kind.INCOME)

_HANGUL = re.compile("[가-힣]")
_LATIN_WORD = re.compile(r"[a-z0-9&]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a list: its category, how much it weighs, and whether it must be the whole description."""

    text: str
    category: str
    weight: float
    whole: bool = False


@dataclass(slots=True)
class Lexicon:
    """The lists of one kind of entry. `hangul` match inside a word, `latin` between word boundaries."""

    hangul: dict[str, Word] = field(default_factory=dict)
    latin: dict[str, Word] = field(default_factory=dict)
    whole: dict[str, Word] = field(default_factory=dict)
    starts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    longest_latin: int = 1

    def close(self) -> None:
        """Note by their first two characters how long the Hangul words are, so that a look-up is cheap."""
        lengths: dict[str, set[int]] = {}
        for word in self.hangul:
            lengths.setdefault(word[:2], set()).add(len(word))
        self.starts = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


def latin_words(text: str) -> list[str]:
    """Split into lower-case Latin words, an apostrophe left out: "Trader Joe's" → trader, joes."""
    return _LATIN_WORD.findall(text.casefold().replace("'", ""))


@cache
def lexicon(kind: Kind) -> Lexicon:
    """Load the lists of one kind; a missing file is an empty list."""
    found = Lexicon()
    for category in EXPENSES if kind is Kind.EXPENSE else INCOMES:
        path = files("backend.parsing") / "words" / f"{category}.txt"
        if not path.is_file():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            _add(found, line, category)
    found.close()
    return found


def _add(found: Lexicon, line: str, category: str) -> None:
    phrase, *marks = line.partition("#")[0].rstrip().split("\t")
    phrase = phrase.strip()
    key = normalise_words(phrase)
    if not key:
        return
    weight = float(len(key))
    whole = False
    for mark in (mark.strip() for mark in marks):
        if mark == "=":
            whole = True
        elif mark:
            weight = float(mark)
    word = Word(phrase, category, weight, whole)
    if whole:
        found.whole.setdefault(key, word)
    elif _HANGUL.search(key):
        if len(key) > 1:
            found.hangul.setdefault(key, word)
        else:
            found.whole.setdefault(key, word)
    else:
        parts = latin_words(phrase)
        if parts:
            found.longest_latin = max(found.longest_latin, len(parts))
            found.latin.setdefault(" ".join(parts), word)
        else:
            found.whole.setdefault(key, word)


@cache
def category_names() -> dict[str, str]:
    """Every name of a category that a person may write, in key form → the category's key."""
    text = (files("backend.parsing") / "categories_names.toml").read_text(encoding="utf-8")
    names: dict[str, str] = {}
    for key, languages in tomllib.loads(text).items():
        names.setdefault(normalise_words(key), key)
        for written in languages.values():
            for name in written:
                names.setdefault(normalise_words(name), key)
    return names


@cache
def emoji_words() -> dict[str, str]:
    """Give the word that each known emoji stands for."""
    words: dict[str, str] = {}
    for line in data_lines("emoji.tsv"):
        signs, word = line.split("\t")
        words |= dict.fromkeys(signs, word)
    return words


@cache
def known_things() -> frozenset[str]:
    """Every Hangul word of the lists: what tells a noun from a noun with a particle."""
    return frozenset(
        key for kind in Kind for table in (lexicon(kind).hangul, lexicon(kind).whole) for key in table
    )


def kind_of_category(category: str) -> Kind | None:
    """Tell the kind of a default category; None for one of the ledger's own."""
    return KIND_OF.get(category)

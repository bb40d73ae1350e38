"""Text as the grammar wants it: one form for each character, nothing invisible, no control characters."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 8192
"""Longer texts are refused whole: twice what a Telegram message may hold."""

HANGUL = "가-힣"
_FIRST, _LAST, _FINALS = 0xAC00, 0xD7A3, 28
_SSANG_SIOT = 20
PAST = "".join(
    chr(code) for code in range(_FIRST + _SSANG_SIOT, _LAST + 1, _FINALS) if chr(code) not in "있겠"
)
"""Every syllable that ends in ㅆ (았, 했, 샀 …), which marks the past tense; 있 and 겠 do not."""

_BULLET_DIGITS = re.compile(r"[①-⓿❶-➓]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_LONE_JAMO = re.compile("[\u3131-\u3163\u3165-\u318e]+")
_LEFT_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("‘’ʼ`´", "'") | {"“": '"', "”": '"'}
)
_DASHED = re.compile("[‐‑‒–—―−﹣－‘’ʼ`´“”]")
_NOT_WORD = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """NFKC, with invisible and control characters, lone jamo (ㅠㅠ, ㅋㅋ) and foreign digits made plain."""
    if not text.isascii():
        text = _BULLET_DIGITS.sub("- ", text)
        text = _LONE_JAMO.sub(" ", _INVISIBLE.sub("", text))
        text = unicodedata.normalize("NFKC", text)
        text = text.translate(_DASHES) if _DASHED.search(text) else text
        text = _LEFT_JAMO.sub(" ", _INVISIBLE.sub("", text))
        text = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group(), 0)), text)
    return _CONTROL.sub(" ", _LINE_END.sub("\n", text))


def normalise_words(text: str) -> str:
    """Make the key under which words are learnt and looked up: case, spaces and punctuation do not count."""
    return key_of(clean(text))


def key_of(text: str) -> str:
    """Make the key of a text that is clean already."""
    return _NOT_WORD.sub("", text.casefold())


def ends_closed(word: str) -> bool:
    """Tell whether the last syllable has a final consonant, which decides the form of a Korean particle."""
    code = ord(word[-1]) if word else 0
    return _FIRST <= code <= _LAST and (code - _FIRST) % _FINALS != 0

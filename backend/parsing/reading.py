"""From a text to its reading: notices where it is one, chat lines otherwise."""

from __future__ import annotations

import re
from datetime import datetime

from backend.parsing.chat import read_line
from backend.parsing.drafts import Draft, Reading, Vocabulary, Why
from backend.parsing.notices import looks_like_notice, read_notices
from backend.parsing.state import Setting, State
from backend.parsing.text import MAX_LENGTH, clean

_NOTHING = Vocabulary()
_EAST_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
_NO_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?:0[xX][0-9A-Fa-f]+|\d+[eE][+-]?\d+)|\d,\d{1,2},\d")
"""How machines write numbers, and commas where no thousands are: a part of such a one is no amount."""
_MORE_TELLING = (
    Why.AMOUNT_OUT_OF_RANGE, Why.AMOUNT_ZERO, Why.QUESTION, Why.PLAN, Why.NOT_A_PAYMENT, Why.NOT_MONEY,
    Why.AMOUNT_UNCLEAR, Why.NO_AMOUNT,
)  # fmt: skip


def read(text: str, now: datetime, currency: str, vocabulary: Vocabulary = _NOTHING) -> Reading:
    """Read a text: its drafts, what was not understood, and why there is no draft.

    `now` is the local moment of the ledger, `currency` the ledger's own. No text raises.
    """
    if len(text) > MAX_LENGTH:
        return Reading((), (), Why.TOO_LONG)
    text = clean(text)
    if len(text) > 2 * MAX_LENGTH:
        return Reading((), (), Why.TOO_LONG)
    if not text.strip():
        return Reading((), (), Why.EMPTY)
    if looks_like_notice(text):
        drafts, unread, why = read_notices(text, now.date(), currency, vocabulary)
        return Reading(tuple(drafts), tuple(unread), why)
    setting = Setting(now.date(), currency, vocabulary, foreign_words=_EAST_ASIAN.search(text) is None)
    state = State()
    for line in text.split("\n"):
        if _NO_NUMBER.search(line):
            state.unread.append(line.strip())
            state.reasons.append(Why.AMOUNT_UNCLEAR)
        else:
            read_line(line, setting, state)
    if state.drafts:
        return Reading(tuple(state.drafts), tuple(dict.fromkeys(state.unread)))
    why = next((reason for reason in _MORE_TELLING if reason in state.reasons), Why.NO_AMOUNT)
    return Reading((), tuple(dict.fromkeys(state.unread)), why)


def parse(text: str, now: datetime, currency: str, vocabulary: Vocabulary = _NOTHING) -> list[Draft]:
    """Give only the drafts of a text."""
    return list(read(text, now, currency, vocabulary).drafts)

"""Days in a line as people name them, in Korean and English: where they stand."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from datetime import date

from backend.parsing.day_patterns import (
    ENGLISH,
    ENGLISH_HINT,
    KOREAN,
    KOREAN_HINT,
    LETTER,
    NUMBERED,
    NUMBERED_HINT,
    ON_BEFORE,
)
from backend.parsing.day_words import read_day
from backend.parsing.tokens import Day


def find_days(line: str, today: date) -> list[Day]:
    """Find every day that the line names, unsure ones (11.20, 11-20) included: see `unsure`."""
    days: list[Day] = []
    for match in _matches(line):
        day = read_day(match, today)
        if day is not None:
            before = ON_BEFORE.search(line, max(0, day.start - 8), day.start)
            if before and day.explicit:
                day.start = before.start()
            days.append(day)
    return days


def _matches(line: str) -> list[re.Match[str]]:
    """Match the patterns whose hints the line holds: in order, without overlaps."""
    found: list[re.Match[str]] = []
    if NUMBERED_HINT.search(line):
        found.extend(NUMBERED.finditer(line))
    if not line.isascii() and KOREAN_HINT.search(line):
        found.extend(KOREAN.finditer(line))
    if LETTER.search(line) and ENGLISH_HINT.search(line):
        found.extend(ENGLISH.finditer(line))
    if len(found) < 2:
        return found
    found.sort(key=lambda match: (match.start(), -match.end()))
    result = []
    end = 0
    for match in found:
        if match.start() >= end:
            result.append(match)
            end = match.end()
    return result


def unsure(day: Day) -> bool:
    """Tell a day that might as well be a price or a name: 11.20, 7-11."""
    return (
        any(mark in day.text for mark in ".-")
        and len(day.text.rstrip(". 에")) <= len("11.20")
        and day.explicit
    )

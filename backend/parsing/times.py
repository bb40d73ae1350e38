"""Clock times, which are never amounts."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from datetime import time

from backend.parsing.tokens import Clock

_PATTERN = re.compile(
    r"(?:(?P<half>오전|오후|아침|저녁|밤|낮|새벽|점심)\s?)?(?<![\d.,])(?P<h>2[0-4]|1\d"
    r"|0?\d)\s?시(?!\s?간(?!식)|즌|리즈|켰|킴|켜|작|계|장|금치|도|험|나몬|럽)"
    r"(?:\s?(?P<m>[0-5]?\d)\s?분|\s?(?P<hf>반)(?![가-힣]{2}))?(?:\s?(?:쯤|경|정도|께)(?![가-힣]{2}))?(?:에"
    r"|부터|까지)?"
    r"|(?:(?P<half2>오전|오후|am|pm)\s?)?(?<![\d.:])(?P<h2>2[0-3]"
    r"|[01]?\d):(?P<m2>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s?(?P<ap>[ap])\.?m\b\.?)?(?:에|쯤|경)?"
    r"|(?:\b(?:at|around)\s)?(?<![\d.,$])\b(?P<h3>1[0-2]|0?[1-9])\s?(?P<ap3>[ap])\.?m\b\.?",
    re.IGNORECASE,
)
_MERIDIEM = re.compile(r"\d\s?[ap]\.?m", re.IGNORECASE)
_AFTERNOON = {"오후", "저녁", "밤", "낮", "점심", "pm", "p"}
_NOON = 12


def find_times(line: str) -> list[Clock]:
    """Find the clock times of a line: 22시경, 오후 3시 반, 14:36, 3pm."""
    if "시" not in line and ":" not in line and not _MERIDIEM.search(line):
        return []
    found = []
    for match in _PATTERN.finditer(line):
        hour = int(match["h"] or match["h2"] or match["h3"])
        minute = 30 if match["hf"] else int(match["m"] or match["m2"] or 0)
        half = (match["half"] or match["half2"] or match["ap"] or match["ap3"] or "").casefold()
        if (
            hour < _NOON
            and (half in _AFTERNOON)
            and not (half == "밤" and hour < 5)
            and not (half == "낮" and hour > 9)
        ):
            hour += 12
        elif hour == _NOON and half in {"오전", "am", "a", "새벽", "밤"}:
            hour = 0
        found.append(Clock(match.start(), match.end(), match.group(), at=time(hour % 24, minute)))
    return found

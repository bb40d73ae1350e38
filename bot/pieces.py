"""Long HTML in pieces that Telegram takes, none of which ends inside a tag or a word of markup; pure."""

from __future__ import annotations

import re

LONGEST = 4096
"""UTF-16 units that a message may have. Telegram counts them without the markup; we count it too."""

_PART = re.compile(r"<[^<>]*>|&(?:\w+|#\w+);|.", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z-]+)")


def length(text: str) -> int:
    """Count as Telegram counts: UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def pieces(html: str, longest: int = LONGEST) -> list[str]:
    """Split at line ends where possible; a tag that is open at a cut is closed, and opened again after it."""
    if length(html) <= longest:
        return [html]
    parts = _PART.findall(html)
    found, stack = [], list[str]()
    while parts:
        reopened = "".join(stack)
        cut, stack = _fill(parts, stack, longest - length(reopened))
        found.append(reopened + "".join(parts[:cut]).rstrip("\n") + _closing(stack))
        parts = parts[cut:]
    return [piece for piece in found if piece.strip()]


def _fill(parts: list[str], stack: list[str], room: int) -> tuple[int, list[str]]:
    """Say how many parts fit, up to a line end if there is one, and which tags are open there."""
    size = 0
    line_end: tuple[int, list[str]] | None = None
    for index, part in enumerate(parts):
        size += length(part)
        after = _opened_by(part, stack)
        if index and size + length(_closing(after)) > room:
            return line_end or (index, stack)
        stack = after
        if part == "\n":
            line_end = (index + 1, stack)
    return len(parts), stack


def _opened_by(part: str, stack: list[str]) -> list[str]:
    tag = _TAG.match(part)
    if tag is None:
        return stack
    return stack[:-1] if tag[1] else [*stack, part]


def _closing(stack: list[str]) -> str:
    names = (match[2] for part in reversed(stack) if (match := _TAG.match(part)))
    return "".join(f"</{name}>" for name in names)

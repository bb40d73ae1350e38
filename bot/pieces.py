"""Long HTML in pieces that Telegram takes, none of which ends inside a tag or a word of markup; pure."""

from __future__ import annotations

import re

LONGEST = 4096
"""UTF-16 units that a message may have. Telegram counts them without the markup; we count it too."""

_TOKEN = re.compile(r"<[^<>]*>|&(?:\w+|#\w+);|.", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z-]+)")


def length(text: str) -> int:
    """Count as Telegram counts: UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def pieces(html: str, longest: int = LONGEST) -> list[str]:
    """Split at line ends where possible; a tag that is open at a cut is closed, and opened again after it."""
    if length(html) <= longest:
        return [html]
    tokens = _TOKEN.findall(html)
    found, stack = [], list[str]()
    while tokens:
        reopened = "".join(stack)
        cut, stack = _fill(tokens, stack, longest - length(reopened))
        found.append(reopened + "".join(tokens[:cut]).rstrip("\n") + _closing(stack))
        tokens = tokens[cut:]
    return [piece for piece in found if piece.strip()]


def _fill(tokens: list[str], stack: list[str], room: int) -> tuple[int, list[str]]:
    """Say how many tokens fit, up to a line end if there is one, and which tags are open there."""
    size = 0
    line_end: tuple[int, list[str]] | None = None
    for index, token in enumerate(tokens):
        size += length(token)
        after = _opened_by(token, stack)
        if index and size + length(_closing(after)) > room:
            return line_end or (index, stack)
        stack = after
        if token == "\n":
            line_end = (index + 1, stack)
    return len(tokens), stack


def _opened_by(token: str, stack: list[str]) -> list[str]:
    tag = _TAG.match(token)
    if tag is None:
        return stack
    return stack[:-1] if tag[1] else [*stack, token]


def _closing(stack: list[str]) -> str:
    names = (match[2] for token in reversed(stack) if (match := _TAG.match(token)))
    return "".join(f"</{name}>" for name in names)

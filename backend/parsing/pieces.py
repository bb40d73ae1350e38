"""A line cut at its separators into pieces that each hold an amount."""

from __future__ import annotations

import re

from backend.parsing.scan import Scan
from backend.parsing.tokens import MASK, Amount, Strength

_SEPARATOR = re.compile(
    r"\s*[,;、·|ㆍ](?!\d{3}(?!\d))\s*|\s+/+\s+|(?<=[\ue000가-힣])/(?=[가-힣A-Za-z])|\s+[+&]\s+"
    r"|(?<=\ue000)\s?[+&]\s?|\s+(?:그리고|또|and|then|plus)\s+|(?<=\ue000)(?:이랑|랑|하고)\s*"
    r"|(?<=\ue000 [팔사샀]고)\s+|(?<=\ue000 팔았고)\s+|(?<=\ue000)(?:와|과)\s+|\s-\s(?=.*\d.*\s-\s)",
    re.IGNORECASE,
)
MEMO = re.compile(r"[(\[]\s*(?P<memo>[^()\[\]]{1,200}?)\s*[)\]]")


def cut_at_separators(tokens: Scan) -> list[tuple[int, int]]:
    """Give the stretches of a line between its separators."""
    pieces = []
    start = 0
    masked = _mask_brackets(tokens.masked)
    for match in _SEPARATOR.finditer(masked):
        pieces.append((start, match.start()))
        start = match.end()
    pieces.append((start, len(tokens.line)))
    return [(first, last) for first, last in pieces if tokens.line[first:last].strip()]


def _mask_brackets(masked: str) -> str:
    """Hide what is in brackets, so that a comma there separates nothing."""
    if "(" not in masked:
        return masked
    return MEMO.sub(
        lambda match: (
            "(" + "x" * (len(match.group()) - 2) + ")" if MASK not in match.group() else match.group()
        ),
        masked,
    )


def by_piece(pieces: list[tuple[int, int]], amounts: list[Amount]) -> list[list[Amount]]:
    """Share the amounts out among the pieces; both stand in the order of the line."""
    found: list[list[Amount]] = []
    place = 0
    for first, last in pieces:
        while place < len(amounts) and amounts[place].start < first:
            place += 1
        inside = []
        while place < len(amounts) and amounts[place].start < last:
            inside.append(amounts[place])
            place += 1
        found.append(inside)
    return found


def join_pieces(pieces: list[tuple[int, int]], amounts: list[Amount], tokens: Scan) -> list[tuple[int, int]]:
    """Join pieces so that each has an amount: to the next one, or to the one before where amounts lead."""
    if len(pieces) <= 1:
        return pieces
    inside = by_piece(pieces, amounts)
    has = [bool(found) for found in inside]
    all_have = all(has)
    firm = [
        all_have or any(amount.strength.value >= Strength.BARE.value for amount in found) for found in inside
    ]
    if any(one and sure for one, sure in zip(has, firm, strict=True)):
        has = [
            one and (sure or small_is_price(piece, found, tokens))
            for one, sure, piece, found in zip(has, firm, pieces, inside, strict=True)
        ]
    has = [
        one and not (found and following and _counts_for(piece, found, following, tokens))
        for one, piece, found, following in zip(has, pieces, inside, [*inside[1:], []], strict=True)
    ]
    first_words = tokens.masked[: next((amount.start for amount in amounts), 0)]
    leading = not WORD.search(first_words.replace(MASK, " "))
    joined: list[tuple[int, int]] = []
    pending: int | None = None
    for (first, last), one in zip(pieces, has, strict=True):
        if one:
            joined.append((first if pending is None else pending, last))
            pending = None
        elif leading and joined:
            joined[-1] = (joined[-1][0], last)
        elif pending is None:
            pending = first
    if pending is not None and joined:
        joined[-1] = (joined[-1][0], pieces[-1][1])
    return joined


def _counts_for(piece: tuple[int, int], amounts: list[Amount], following: list[Amount], tokens: Scan) -> bool:
    """Tell the 6 of "6 cupcakes, 3.25 each": a count before what it counts, and then the price of one."""
    count, price = amounts[0], following[0]
    return (
        len(amounts) == 1
        and price.each
        and count.strength is Strength.SMALL
        and not tokens.line[piece[0] : count.start].strip()
        and not WORD.search(tokens.masked[piece[1] : price.start].replace(MASK, " "))
    )


def small_is_price(piece: tuple[int, int], amounts: list[Amount], tokens: Scan) -> bool:
    """Tell "gas 38" from "2 beers" in a line whose other amounts are sure."""
    tail = tokens.masked[amounts[-1].end : piece[1]].replace(MASK, " ").strip(" .!)")
    return not tail


WORD = re.compile(r"[^\W\d_]|[\u2600-\u27bf\U0001f000-\U0001faff\ue002]")

"""Numbers as Koreans write them: 2만3천, 오만 육천 칠백, 1.5만, 12만 3,450, 3만5."""

# ruff: noqa: C901 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    "영": 0,
    "공": 0,
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "육": 6,
    "륙": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
}
SMALL = {"십": 10, "백": 100, "천": 1000}
GREAT = {"만": 10**4, "억": 10**8, "조": 10**12}

_PART = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)|(?P<digit>[영공일이삼사오육륙칠팔구])|(?P<unit>[십백천만억조])"
)

NATIVE = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "서": 3, "석": 3, "네": 4, "넷": 4, "넉": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열두": 12, "스무": 20,
}  # fmt: skip


def korean_number(text: str, *, colloquial: bool = True) -> Decimal | None:
    """Read digits and Hangul units in any mixture, or None when it is no number.

    `colloquial` reads a last single digit as people say it: 3만5 is 35,000.
    """
    total = section = Decimal(0)
    pending: Decimal | None = None
    pending_single = False
    last_unit = 0
    for part in _PART.finditer(text):
        if part.lastgroup == "number":
            if pending is not None:
                return None
            pending = Decimal(part.group().replace(",", ""))
            pending_single = len(part.group()) == 1
        elif part.lastgroup == "digit":
            pending = (
                Decimal(DIGITS[part.group()]) if pending is None else pending * 10 + DIGITS[part.group()]
            )
            pending_single = False
        else:
            unit = part.group()
            if unit in SMALL:
                section += (Decimal(1) if pending is None else pending) * SMALL[unit]
                last_unit = SMALL[unit]
            else:
                whole = section + (pending or 0)
                if whole == 0 and pending is None:
                    whole = Decimal(1)
                total += whole * GREAT[unit]
                section = Decimal(0)
                last_unit = GREAT[unit]
            pending = None
    if pending is not None and last_unit:
        if pending_single and colloquial and last_unit >= SMALL["천"]:
            pending *= last_unit // 10
        elif pending >= last_unit:
            return None
    if colloquial and section >= SMALL["백"] and pending is None and total and not total % GREAT["억"]:
        # 1억2천 is said of 120 million; with 원 after it the caller asks for the literal reading.
        section *= GREAT["만"]
    return total + section + (pending or 0)

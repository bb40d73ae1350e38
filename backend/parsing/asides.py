"""Money that a message mentions beside the payment (balances, coupons, change …), cut out before reading."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from backend.parsing.scan import Scan
from backend.parsing.tokens import Strength

_MARK = "⌾"
_HINT = re.compile(
    r"정가|원[가래]|소비자가|기존가|정상가|시급|잔액|잔고|잔돈|거스름|누적|예산|한도|포인트|적립|쿠폰"
    r"|할인|세일|깎|째|남[았은음아]|있[는었길]|이상|넘으면|부터|아꼈|에누리|상품권|마일리지|캐시백|받을"
    r"|기준| 중|환전|꿈"
    r"|coupon|\boff|left|remain|balance|saved|from|discount|voucher|gift|credit|change|budget|spend|out of"
    r"|normally|usually|reg|list|sticker|asking|tag|msrp|orig|promo|was|night|person|head|hour|/h",
    re.IGNORECASE,
)
_OF_WHICH_LEFT = re.compile(r"⌾\s?(?:중|가운데)(?:에서|에)?\s⌾+\s?남")
"""Neither was paid: 50만원 중 20만원 남음."""
_LOOSE_ENDS = re.compile(r"^[\s,]+|(?<=,)\s*,|\s+(?=,)|\(\s*\)|[\s,]+$")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    text = (files("backend.parsing") / "tables" / "asides.toml").read_text(encoding="utf-8")
    return tuple(re.compile("|".join(looks), re.IGNORECASE) for looks in tomllib.loads(text).values())


def without_asides(tokens: Scan) -> str | None:
    """Give the line without the money it only mentions, where other money remains; else None."""
    amounts = [amount for amount in tokens.amounts if amount.strength.value >= Strength.SMALL.value]
    if len(amounts) < 2 or _HINT.search(tokens.line) is None:  # noqa: PLR2004 - one payment and one aside
        return None
    letters = list(tokens.line)
    for amount in amounts:
        letters[amount.start : amount.tail] = _MARK * (amount.tail - amount.start)
    marked = "".join(letters)
    if _OF_WHICH_LEFT.search(marked):
        return None
    kept = marked
    for pattern in _patterns():
        for match in reversed(list(pattern.finditer(kept))):
            kept = kept[: match.start()] + "\0" * (match.end() - match.start()) + kept[match.end() :]
    if kept == marked or _MARK not in kept:
        return None
    line = "".join(letter if mark != "\0" else " " for letter, mark in zip(tokens.line, kept, strict=True))
    return _LOOSE_ENDS.sub("", re.sub(r" {2,}", " ", line))

"""One line cut into tokens: what is taken by a day, a clock, a count or a code cannot be an amount."""

# ruff: noqa: C901, PLR0912 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from backend.kit.money import digits_of
from backend.parsing.amounts import find_amounts
from backend.parsing.days import find_days, unsure
from backend.parsing.quantities import find_codes, find_quantities
from backend.parsing.times import find_times
from backend.parsing.tokens import MASK, WORD_MASK, Amount, Clock, Code, Day, Quantity, Strength, blank

_HAS_NUMBER = re.compile(
    r"\d|[십백천만억](?:\s?[원불엔]|\s|$|[일이삼사오육칠팔구])|[만처천][넌눤언]|[원불](?![가-힣])"
)
_NATIVE_COUNT = re.compile(r"(?:한|두|세|네|다섯|여섯|열|둘|셋|넷|하나)")
_PRICE_BEFORE = re.compile(r"(?:\d|[만천백])\s?원?\s$")
_WORD = re.compile(r"[^\W\d_]|\ue002")


@dataclass(slots=True)
class Scan:
    """The tokens of one line; `masked` is the line with all of them blanked out."""

    line: str
    masked: str
    days: list[Day] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)


def scan(line: str, today: date, ledger: str) -> Scan:
    """Cut a line into tokens, surest kinds first."""
    result = Scan(line, line)
    masked = line
    if any("0" <= character <= "9" for character in line):
        days = find_days(line, today)
        for day in days:
            if unsure(day):
                continue
            masked = blank(masked, day.start, day.end)
        for clock in find_times(masked):
            result.clocks.append(clock)
            masked = blank(masked, clock.start, clock.end)
        for code in find_codes(masked):
            if not any(day.start < code.end and code.start < day.end for day in days if unsure(day)):
                result.codes.append(code)
                masked = blank(masked, code.start, code.end, WORD_MASK if code.name else MASK)
        for quantity in find_quantities(masked):
            result.quantities.append(quantity)
            masked = blank(masked, quantity.start, quantity.end, WORD_MASK if quantity.names else MASK)
        result.days = _settle(days, masked, ledger)
        for day in days:
            if day in result.days:
                masked = blank(masked, day.start, day.end)
            elif "-" in day.text:
                result.codes.append(Code(day.start, day.end, day.text, name=True))
                masked = blank(masked, day.start, day.end, WORD_MASK)
        result.amounts = find_amounts(masked, ledger)
    else:
        result.days = find_days(line, today)
        for day in result.days:
            masked = blank(masked, day.start, day.end)
        if _HAS_NUMBER.search(masked):
            if _NATIVE_COUNT.search(masked):
                for quantity in find_quantities(masked):
                    result.quantities.append(quantity)
                    masked = blank(masked, quantity.start, quantity.end)
            result.amounts = find_amounts(masked, ledger)
    for quantity in result.quantities:
        if quantity.count == 1 and (quantity.text.endswith("에") or quantity.text in {"1인", "1명"}):
            _each_after(quantity.end, line, result.amounts)
        elif quantity.word and line.startswith("당 ", quantity.end):
            # "100g당 2,900원" is what the shop asks for a measure, not what was paid.
            _glue_after(quantity.end + 1, line, result.amounts)
    for amount in result.amounts:
        if amount.strength is not Strength.GLUED:
            masked = blank(masked, amount.start, amount.end)
    result.masked = masked
    return result


def _each_after(end: int, line: str, amounts: list[Amount]) -> None:
    """Mark the price of one: 사과 5개 한개에 1,500원."""
    for amount in amounts:
        if amount.start >= end:
            amount.each = amount.each or not line[end : amount.start].strip()
            return


def _glue_after(end: int, line: str, amounts: list[Amount]) -> None:
    for amount in amounts:
        if amount.start >= end:
            if not line[end : amount.start].strip():
                amount.strength = Strength.GLUED
            return


def _dates_price(day: Day, masked: str, ledger: str) -> bool:
    """Tell the day of "7,600원 12.02": behind a price, at the end, where no price has decimals."""
    return (
        "." in day.text
        and not digits_of(ledger)
        and not masked[day.end :].strip(" .)")
        and _PRICE_BEFORE.search(masked, max(0, day.start - 24), day.start) is not None
    )


def _settle(days: list[Day], masked: str, ledger: str) -> list[Day]:
    """Decide what 11.20 and 7-11 are: days only at the head of a line that holds words and another amount."""
    settled: list[Day] = []
    for day in days:
        if unsure(day):
            if masked[: day.start].strip(" [(<\t"):
                if _dates_price(day, masked, ledger):
                    settled.append(day)
                continue
            rest = masked[day.end :]
            if not rest.strip(" ])>:.") and "." in day.text and day.text.count(".") == 1:
                settled.append(day)
                continue
            others = find_amounts(rest, ledger)
            if not _WORD.search(rest.replace(MASK, " ")) or not any(
                other.strength.value >= Strength.SMALL.value for other in others
            ):
                continue
            if "-" in day.text and rest[:1] not in {" ", "(", ":"}:
                continue
        settled.append(day)
    return settled

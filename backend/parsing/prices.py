"""Which amounts of a piece are prices paid: not counts, list prices, shares of others or totals."""

# ruff: noqa: C901, PLR0911, PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from decimal import Decimal

from backend.kit.errors import Invalid
from backend.kit.money import digits_of, positive
from backend.parsing.counts import SHARE, is_multiple, times
from backend.parsing.drafts import Why
from backend.parsing.pieces import WORD, small_is_price
from backend.parsing.scan import Scan
from backend.parsing.state import Item, Setting
from backend.parsing.tokens import MASK, Amount, Strength

_TOTAL = re.compile(
    r"(?:^|\s|[^가-힣])(?:총합계|총합|총액|총|합계|합쳐서|합해서|다\s?해서|다\s?합쳐서?|전부|도합|소계|합"
    r"|계|total|sum|subtotal|altogether|in total)\s?[:=은]?\s?$",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"원래|정가|할인|세일|쿠폰|깎|반값|에누리|discount|\boff\b|originally|was\s?$|→|->|=>|>|환급받|빼고",
    re.IGNORECASE,
)
LISTED = re.compile(r"(?:원래|정가|\bwas|\boriginally|\bretail)\s?$", re.IGNORECASE)
SHARERS = re.compile(r"\b(?:split|between|by|for|among)\s?$", re.IGNORECASE)
_CHANGED = re.compile(r"(?:→|->|=>|>)\s*$")
_TAKEN_OFF = re.compile(
    r"(?:할인|쿠폰|적립|포인트|에누리|off|discount|coupon)(?:으로|은|을)?\s?-?\s?$",
    re.IGNORECASE,
)
_INCLUDED = re.compile(r"\s?(?:이\s?)?(?:포함|included\b|incl\b)")
_YEAR_MARGIN = 5
_LEAST_WON = 100
_LEAST_LIST = 3
_FIRST_YEAR, _LAST_YEAR = 2000, 2040


def entries_of(start: int, end: int, amounts: list[Amount], tokens: Scan, before: list[Item]) -> list[Item]:
    """Find the entries of one piece: one for each amount that is a price of its own."""
    if len(amounts) > 1 and _sums_up(amounts, before, tokens):
        amounts = amounts[:-1]
    chosen = _prices(start, end, amounts, tokens)
    if not chosen:
        return []
    if len(chosen) == 1:
        amount = chosen[0]
        value = amount.value * times(amount, start, end, tokens)
        if (
            before
            and _is_total(amount, start, tokens)
            and value == sum((item.value for item in before), Decimal(0))
        ):
            return []
        around = tokens.masked[start : amount.start] + MASK + tokens.masked[amount.end : end]
        return [Item(start, end, amount, value, WORD.search(around) is not None)]
    texts = tokens.masked
    lead = texts[start : chosen[0].start].replace(MASK, " ")
    tail = texts[chosen[-1].end : end].replace(MASK, " ")
    leading = not WORD.search(lead) and bool(WORD.search(tail))
    items: list[Item] = []
    for place, amount in enumerate(chosen):
        if leading:
            first = start if place == 0 else amount.start
            last = chosen[place + 1].start if place + 1 < len(chosen) else end
        else:
            first = start if place == 0 else chosen[place - 1].end
            last = end if place + 1 == len(chosen) else amount.end
        value = amount.value * times(
            amount, first, chosen[place + 1].start if place + 1 < len(chosen) else end, tokens
        )
        words = bool(WORD.search(texts[first : amount.start].replace(MASK, " "))) or (
            (leading or place + 1 == len(chosen))
            and bool(WORD.search(texts[amount.end : last].replace(MASK, " ")))
        )
        if (
            place
            and _is_total(amount, first, tokens)
            and value == sum((item.value for item in [*before, *items]), Decimal(0))
        ):
            continue
        items.append(Item(first, last, amount, value, words))
    return items


def _sums_up(amounts: list[Amount], before: list[Item], tokens: Scan) -> bool:
    """Tell "과자 3천+음료 2천 = 5천": the last amount is the sum of the others, in this piece and before."""
    between = tokens.line[amounts[-2].end : amounts[-1].start]
    others = sum((amount.value for amount in amounts[:-1]), sum((item.value for item in before), Decimal(0)))
    return between.strip() == "=" and bool(before) and amounts[-1].value == others


def _prices(start: int, end: int, amounts: list[Amount], tokens: Scan) -> list[Amount]:
    """Leave out counts, list prices that were not paid, unit prices under a total, and second currencies."""
    if len(amounts) > 1:
        outside = [amount for amount in amounts if not _in_brackets(amount, tokens)]
        amounts = outside or amounts
        paid = [
            amount
            for amount in amounts
            if not LISTED.search(tokens.line, max(0, amount.start - 12), amount.start)
        ]
        amounts = paid or amounts
        amounts = [
            amount
            for amount in amounts
            if not SHARERS.search(tokens.line, max(0, amount.start - 12), amount.start) or amount.value > 20
        ] or amounts
        amounts = [amount for amount in amounts if not is_included(amount, tokens)] or amounts
        amounts = [
            amount
            for place, amount in enumerate(amounts)
            if not (place and _is_discount(amount, amounts[place - 1], tokens))
        ]
    amounts = _without_model_numbers(amounts, tokens)
    if _is_list_of_small(start, end, amounts, tokens):
        return amounts
    firm = [amount for amount in amounts if amount.strength.value >= Strength.BARE.value]
    if firm and len(firm) < len(amounts):
        last = amounts[-1]
        keep_last = (
            last not in firm
            and small_is_price((start, end), amounts, tokens)
            and firm[0].strength is Strength.BARE
        )
        amounts = (
            [*firm, last] if keep_last and tokens.masked[start : firm[0].start].strip(" " + MASK) else firm
        )
    elif not firm and len(amounts) > 1:
        amounts = _of_small(start, end, amounts, tokens)
    if len(amounts) < 2:
        return amounts
    united = [amount for amount in amounts if amount.strength is Strength.UNIT]
    if len(united) == 1 and len(_with_words_before(start, amounts, tokens)) < len(amounts):
        return united
    texts = tokens.line
    for place in range(len(amounts) - 1, 0, -1):
        between = texts[amounts[place - 1].end : amounts[place].start]
        if between.strip() == "=" or (amounts[place - 1].each and is_multiple(amounts, place, tokens)):
            return [amounts[place]]
        if _is_total(amounts[place], amounts[place - 1].end, tokens) and (
            amounts[place - 1].each or (place == 1 and is_multiple(amounts, place, tokens))
        ):
            return [amounts[place]]
        if (
            amounts[place - 1].aside
            or _CHANGED.search(between)
            or (SHARE.search(texts[amounts[place - 1].end : end]) or _DISCOUNT.search(between))
        ):
            return amounts[place:]
    distinct = [amounts[0]]
    for amount in amounts[1:]:
        between = tokens.masked[distinct[-1].end : amount.start].replace(MASK, " ")
        if (
            not WORD.search(between)
            and (amount.currency or "") != (distinct[-1].currency or "")
            and amount.currency
            and distinct[-1].currency
        ):
            continue
        distinct.append(amount)
    return distinct


def _is_year(amount: Amount) -> bool:
    """Tell the 2026 of "2026 다이어리 15,900"; no price in won ends in such a digit."""
    return (
        amount.strength is not Strength.UNIT
        and amount.text.strip().isdigit()
        and _FIRST_YEAR < amount.value < _LAST_YEAR
        and amount.value % 10 != 0
    )


def _without_model_numbers(amounts: list[Amount], tokens: Scan) -> list[Amount]:
    """Leave out the 501 of "levis 501 69.50": a whole number that another amount stands right behind."""
    return [
        amount
        for place, amount in enumerate(amounts)
        if not (place == 0 and len(amounts) > 1 and _is_year(amount))
        and not (
            place + 1 < len(amounts)
            and amount.strength is not Strength.UNIT
            and amount.text.strip().isdigit()
            and "." in amounts[place + 1].text
            and tokens.line[amount.end : amounts[place + 1].start] == " "
            and tokens.line[: amount.start].strip()
        )
    ]


def is_included(amount: Amount, tokens: Scan) -> bool:
    """Tell a part of the price that the text only mentions: "배달비 3천원 포함"."""
    return _INCLUDED.match(tokens.line, amount.end) is not None


def _is_discount(amount: Amount, price: Amount, tokens: Scan) -> bool:
    """Tell what was taken off the price before it: "5,900원 텀블러할인 400원"."""
    return (
        amount.value * _LEAST_LIST <= price.value
        and _TAKEN_OFF.search(tokens.line, price.end, amount.start) is not None
    )


def _is_list_of_small(start: int, end: int, amounts: list[Amount], tokens: Scan) -> bool:
    """Tell "burger 12 fries 4 soda 2.50": three or more numbers, each after words of its own."""
    return (
        len(amounts) >= _LEAST_LIST
        and all(amount.strength in {Strength.SMALL, Strength.BARE} for amount in amounts)
        and len(_with_words_before(start, amounts, tokens)) == len(amounts)
        and not tokens.masked[amounts[-1].end : end].strip(" .!" + MASK)
    )


def _in_brackets(amount: Amount, tokens: Scan) -> bool:
    before = tokens.line[max(0, amount.start - 40) : amount.start]
    return before.rfind("(") > before.rfind(")") and ")" in tokens.line[amount.end : amount.end + 40]


def _with_words_before(start: int, amounts: list[Amount], tokens: Scan) -> list[Amount]:
    """Give the amounts that have words between themselves and the amount before them."""
    named = []
    for amount in amounts:
        if WORD.search(tokens.masked[start : amount.start].replace(MASK, " ")):
            named.append(amount)
        start = amount.end
    return named


_FOR = re.compile(r"^\s[a-z ]*[a-z]s\s(?:for|was|were|cost|came to|=)\s$", re.IGNORECASE)
"""Between a count and a price: "3 shirts for 45"."""


def _of_small(start: int, end: int, amounts: list[Amount], tokens: Scan) -> list[Amount]:
    """Choose among bare small numbers: every one that follows words, else the last."""
    if _FOR.search(tokens.line, amounts[0].end, amounts[-1].start) and amounts[0].value == int(
        amounts[0].value
    ):
        return amounts[-1:]
    named = _with_words_before(start, amounts, tokens)
    if not tokens.masked[start : amounts[0].start].strip(" " + MASK) and named:
        return named[-1:]
    if named and not tokens.masked[named[-1].end : end].strip(" .!" + MASK):
        return named
    return named[-1:] or amounts[-1:]


def _is_total(amount: Amount, start: int, tokens: Scan) -> bool:
    return _TOTAL.search(tokens.line[start : amount.start].rstrip(MASK)) is not None


_TWO_DECIMALS = re.compile(r"(?<![\d.,])\d{1,4}\.\d\d(?![\d.])")


def _in_dollars(amount: Amount, setting: Setting) -> bool:
    """Tell "coffee 4.50" in a ledger of won or yen: a price with cents, where no Korean says otherwise."""
    return (
        setting.foreign_words
        and amount.currency is None
        and not digits_of(setting.currency)
        and _TWO_DECIMALS.search(amount.text) is not None
    )


def refused_amount(item: Item, tokens: Scan, setting: Setting, *, alone: bool) -> Why | None:
    """Say why an amount cannot be recorded: zero, too large, too small to be won, a year."""
    amount = item.amount
    currency = amount.currency or setting.currency
    if item.value == 0:
        return Why.AMOUNT_ZERO
    words = WORD.search(tokens.masked[item.start : item.end].replace(MASK, " ")) is not None
    if amount.negative and not words:
        return Why.AMOUNT_UNCLEAR
    if _in_dollars(amount, setting):
        amount.currency = currency = "USD"
    try:
        positive(item.value, currency)
    except Invalid as invalid:
        if invalid.code == "money.out_of_range":
            return Why.AMOUNT_OUT_OF_RANGE
        return Why.AMOUNT_UNCLEAR
    if amount.strength is Strength.UNIT:
        return None
    if not words and alone:
        return Why.AMOUNT_UNCLEAR
    if currency == "KRW" and item.value < _LEAST_WON:
        return Why.AMOUNT_UNCLEAR
    year = setting.today.year
    if (
        "," not in amount.text
        and "." not in amount.text
        and abs(item.value - year) <= _YEAR_MARGIN
        and len(amount.text.strip()) == 4
    ):
        return Why.NOT_MONEY
    return None

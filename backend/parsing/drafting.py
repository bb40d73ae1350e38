"""An entry in the making turned into a draft: words, day, kind, category, with the evidence for each."""

# ruff: noqa: C901, PLR0912, PLR0915 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re

from backend.kit.money import Money
from backend.parsing.categories import classify
from backend.parsing.descriptions import describe
from backend.parsing.drafts import Draft, Evidence, Kind, Why
from backend.parsing.kinds import direction
from backend.parsing.payment_methods import find_instalments, find_method
from backend.parsing.pieces import MEMO, WORD
from backend.parsing.prices import LISTED
from backend.parsing.scan import Scan
from backend.parsing.state import Item, Setting, State
from backend.parsing.tokens import MASK, Amount, Day, Strength, blank

_TOTAL_ONLY = re.compile(
    r"^[\s\W]*(?:오늘|이번달|이번주)?\s?(?:총합계|총합|총액|총|합계|소계|누계|도합|합|계|total|grand"
    r" total|sum|subtotal)(?:\s?(?:지출|금액|액|수입|합계|spent|spend))*[\s\W]*$",
    re.IGNORECASE,
)
MY_SHARE = re.compile(r"내\s?몫|나는|내가\s?낸|내\s?부담|\bmy (?:share|half|part|portion)\b", re.IGNORECASE)
_SHARED = re.compile(
    r"(?<![가-힣])(?:우리(?!은행|카드|집밥|동네|마트)|가족\s?(?:공동|같이))|공동\s|\b(?:our|we|us)\b",
    re.IGNORECASE,
)
_MINE = re.compile(r"(?<![가-힣])(?:내\s|제\s|내돈|개인\s|나\s?혼자)|\b(?:my|myself)\b", re.IGNORECASE)
_THINGS_TOO = frozenset({"현금", "상품권", "기프트카드", "문상"})
"""Ways of paying that can themselves be what the money went for."""


def add_draft(
    item: Item, day: Day | None, tokens: Scan, setting: Setting, state: State, last: str, chosen: set[int]
) -> str:
    """Add the draft of one item to the state; gives its description, for the next one to share."""
    amount = item.amount
    before = tokens.masked[item.start : amount.start]
    after = tokens.masked[amount.end : item.end]
    before, after = (
        _with_counts(before, item.start, tokens, chosen),
        _with_counts(after, amount.end, tokens, chosen),
    )
    raw = tokens.line[item.start : amount.start] + " " + tokens.line[amount.end : item.end]
    evidence = [
        Evidence(
            "amount",
            "amount" if item.value == amount.value else "unit_price_times_count",
            amount.text.strip(),
        )
    ]
    method, months = None, None
    instalments = find_instalments(tokens.line[item.start : item.end])
    if instalments:
        months = instalments[0]
        before, after = _take(before, after, instalments[1], instalments[2], amount, item)
    side_text = before + MASK * (amount.end - amount.start) + after
    paid = find_method(side_text)
    if paid:
        method = paid.name
        before, after = _take(before, after, paid.start, paid.end, amount, item)
        evidence.append(Evidence("payment_method", "words", paid.name))
    memo = None
    bracket = MEMO.search(after)
    if bracket and MASK not in bracket["memo"]:
        after = after[: bracket.start()] + " " + after[bracket.end() :]
        memo = bracket["memo"].strip() or None
    elif bracket:
        original = tokens.line[amount.end + bracket.start() : amount.end + bracket.end()].strip("()[] ")
        memo = original or None
        after = after[: bracket.start()] + " " + after[bracket.end() :]
    only_total = _TOTAL_ONLY.match((before + after).replace(MASK, " "))
    if only_total and (state.drafts or last):
        return last
    if only_total:
        state.reasons.append(Why.NOT_A_PAYMENT)
        return last
    if not item.words and not last and state.drafts:
        # Nothing but a number under other entries is their sum, or belongs to none of them.
        return last
    share = MY_SHARE.search(before)
    if share and WORD.search(before[: share.start()]):
        before = before[: share.start()]
    description, named = describe(before, after)
    if share and not named:
        description, named = share.group(), True
    if method in _THINGS_TOO and not named and not memo and not last:
        description, method = method, None
    if not description:
        description = memo or last
        memo = None if description == memo else memo
    if amount.strength is not Strength.UNIT and (
        not description or _says_nothing(before, after, named=named or bool(last or memo))
    ):
        state.reasons.append(Why.AMOUNT_UNCLEAR)
        state.unread.append(tokens.line)
        return last
    heading = direction(raw if item.words else f"{last} {raw}", plus=amount.plus)
    kind = heading.kind
    if heading.evidence is None and state.income:
        kind = Kind.INCOME
    choice = classify(description or raw, raw, kind, setting.vocabulary)
    category, proof, likely = choice.category, choice.evidence, choice.likely
    if kind is Kind.INCOME and heading.category and proof.rule in {"no_word_known", "word_list"}:
        category, proof, likely = heading.category, heading.evidence or proof, ()
        proof = Evidence("category", "income_word", proof.words)
    if heading.evidence is not None:
        evidence.append(heading.evidence)
    occurred_on = (day.on if day else None) or (state.head.on if state.head else None) or setting.today
    evidence.append(
        Evidence("occurred_on", "day_word", day.text.strip())
        if day
        else Evidence("occurred_on", "date_head", state.head.text.strip())
        if state.head
        else Evidence("occurred_on", "no_day_word", "")
    )
    evidence.append(proof)
    clock = next((clock.at for clock in tokens.clocks if item.start <= clock.start < item.end), None)
    state.drafts.append(
        Draft(
            kind=kind,
            amount=Money.of(item.value, amount.currency or setting.currency),
            occurred_on=min(occurred_on, setting.today),
            description=description or _nameless(category),
            category=category,
            line=len(state.drafts),
            occurred_at=clock,
            payment_method=method,
            memo=memo,
            installments=months,
            shared=True if _SHARED.search(raw) else False if _MINE.search(raw) else None,
            likely=likely,
            evidence=tuple(evidence),
        )
    )
    return description or last


def _says_nothing(before: str, after: str, *, named: bool) -> bool:
    """Tell a bare number among words that name nothing and no income: "lol 100"."""
    return not named and direction(f"{before} {after}".replace(MASK, " ")).evidence is None


def _nameless(category: str) -> str:
    """Name an entry that is nothing but an amount."""
    return "수입" if category == "other_income" else "지출"


def _with_counts(text: str, offset: int, tokens: Scan, chosen: set[int]) -> str:
    """Put measures and counts back among the words, except a count at the end of them."""
    for quantity in reversed(tokens.quantities):
        at = quantity.start - offset
        if at < 0 or at + len(quantity.text) > len(text):
            continue
        rest = text[at + len(quantity.text) :].replace(MASK, " ")
        if quantity.word or quantity.names or WORD.search(rest):
            text = text[:at] + quantity.text + text[at + len(quantity.text) :]
    for other in tokens.amounts:
        at = other.start - offset
        if at < 0 or other.start in chosen or other.strength.value > Strength.SMALL.value:
            continue
        if at + len(other.text) > len(text):
            break
        if not LISTED.search(tokens.line, max(0, other.start - 12), other.start):
            text = text[:at] + other.text + text[at + len(other.text) :]
    for code in tokens.codes:
        at = code.start - offset
        if at >= 0 and at + len(code.text) <= len(text):
            text = text[:at] + code.text + text[at + len(code.text) :]
    return text


def _take(before: str, after: str, start: int, end: int, amount: Amount, item: Item) -> tuple[str, str]:
    """Blank a stretch of the item out of the words on either side of the amount."""
    width = amount.end - amount.start
    if start < len(before):
        before = blank(before, start, min(end, len(before)))
    shift = len(before) + width
    if end > shift:
        after = blank(after, max(0, start - shift), end - shift)
    del item
    return before, after

"""The grammar of chat lines: which amounts are entries, which words and which day belong to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from backend.kit.errors import Invalid
from backend.kit.money import Money, positive
from backend.parsing.categories import classify
from backend.parsing.days import in_month_of
from backend.parsing.descriptions import describe, tidy
from backend.parsing.drafts import Draft, Evidence, Kind, Vocabulary, Why
from backend.parsing.kinds import direction
from backend.parsing.payment_methods import find_instalments, find_method
from backend.parsing.english_numbers import spelled_out
from backend.parsing.refusals import refusal, strip_request
from backend.parsing.scan import Scan, scan
from backend.parsing.tokens import MASK, Amount, Day, Strength, blank

_SEPARATOR = re.compile(
    r"\s*[,;、·|ㆍ](?!\d{3}(?!\d))\s*|\s+/+\s+|(?<=[\ue000가-힣])/(?=[가-힣A-Za-z])|\s+[+&]\s+|(?<=\ue000)\s?[+&]\s?|\s+(?:그리고|또|and|then|plus)\s+|(?<=\ue000)(?:이랑|랑|하고)\s*|(?<=\ue000)(?:와|과)\s+|\s-\s(?=.*\d.*\s-\s)",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"^\s*(?:[-*•·▪◦‣☑✓✔▶▷●○■□※→>]+\s*(?![\d.])|[-*•·▪◦‣☑✓✔▶▷●○■□※]\s+|\(?\d{1,2}[.)]\s+(?=\D)|\(\d{1,2}\)\s*(?=\D))"
)
_SENTENCE_END = re.compile(
    r"(?<=[가-힣A-Za-z)\ue000])[.!?。]+\s+(?=\S)|(?<=\d)[!?]+\s+(?=\S)|(?<=[가-힣]\d)\.\s+(?=\S)|\s{3,}(?=\S)"
)
_TOTAL = re.compile(
    r"(?:^|\s|[^가-힣])(?:총합계|총합|총액|총|합계|합쳐서|합해서|다\s?해서|다\s?합쳐서?|전부|도합|소계|합|계|total|sum|subtotal|altogether|in total)\s?[:=은]?\s?$",
    re.IGNORECASE,
)
_TOTAL_ONLY = re.compile(
    r"^[\s\W]*(?:오늘|이번달|이번주)?\s?(?:총합계|총합|총액|총|합계|소계|누계|도합|합|계|total|grand total|sum|subtotal)(?:\s?(?:지출|금액|액|수입|합계|spent|spend))*[\s\W]*$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"나눠|나눠서|엔빵|[nN]빵|[nN]분의|1/[nN]|더치|반반|내\s?몫|각자|반띵|split|my share|my half|반씩",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"원래|정가|할인|세일|쿠폰|깎|반값|에누리|discount|off|originally|was\s?$|→|->|=>|>|남|환급받|빼고",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:원래|정가|\bwas|\boriginally|\bretail)\s?$", re.IGNORECASE)
_SHARERS = re.compile(r"\b(?:split|between|by|for|among)\s?$", re.IGNORECASE)
_MY_SHARE = re.compile(r"내\s?몫|나는|내가\s?낸|내\s?부담|\bmy (?:share|half|part|portion)\b", re.IGNORECASE)
_CHANGED = re.compile(r"(?:→|->|=>|>)\s*$")
_WORD = re.compile(r"[^\W\d_]|[\u2600-\u27bf\U0001f000-\U0001faff\ue002]")
_MEMO = re.compile(r"[(\[]\s*(?P<memo>[^()\[\]]{1,200}?)\s*[)\]]")
_SHARED = re.compile(
    r"(?<![가-힣])(?:우리(?!은행|카드|집밥|동네|마트)|가족\s?(?:공동|같이))|공동\s|\b(?:our|we|us)\b",
    re.IGNORECASE,
)
_MINE = re.compile(r"(?<![가-힣])(?:내\s|제\s|내돈|개인\s|나\s?혼자)|\b(?:my|myself)\b", re.IGNORECASE)
_YEAR_MARGIN = 5
MAX_ENTRIES = 200
"""Entries taken from one message; what follows is handed back unread."""

MAX_LINES = 600
"""Lines read of one message."""

_LONG_LINE = 240
_LEAST_WON = 100
_HEADER_WORDS = re.compile(
    r"^(?:지출|수입|내역|가계부|소비|사용|쓴\s?(?:것|돈|거)|기록|영수증|정리|expenses?|spending|spent|log|일자|날짜|지출내역|소비내역|요일|의|은|는)*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^\s*(?P<place>[^:\n\d]{1,40}):\s*$")


@dataclass(slots=True)
class State:
    """What lines hand on to the lines after them."""

    head: Day | None = None
    drafts: list[Draft] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    reasons: list[Why] = field(default_factory=list)
    income: bool | None = None
    carried: Day | None = None
    chunks: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What every line is read with."""

    today: date
    currency: str
    vocabulary: Vocabulary


@dataclass(slots=True)
class _Item:
    """One entry in the making: a stretch of the scanned line and its amount."""

    start: int
    end: int
    amount: Amount
    value: Decimal
    words: bool = True


def read_line(line: str, setting: Setting, state: State) -> None:
    """Read one line into the state: entries, a date head, or a reason why there is none."""
    line = _BULLET.sub("", line, count=1).strip()
    line = spelled_out(line, setting.currency)
    state.carried = None
    for part in _chunks(line):
        _read_chunk(part, setting, state)


def _chunks(line: str) -> list[str]:
    """Cut an endless line where its items end, so that the cost of a line grows with its length and no faster."""
    if len(line) <= _LONG_LINE:
        return [line]
    parts: list[str] = []
    start = 0
    while len(line) - start > _LONG_LINE:
        window = line[start : start + _LONG_LINE]
        cut = max(window.rfind(", "), window.rfind("; "), window.rfind(" / "))
        if cut < _LONG_LINE // 2:
            cut = window.rfind(" ")
        cut = cut + 1 if cut > 0 else _LONG_LINE
        parts.append(line[start : start + cut])
        start += cut
    parts.append(line[start:])
    return parts


def _read_chunk(line: str, setting: Setting, state: State) -> None:
    line = line.strip(" ,;/")
    if not line:
        return
    state.chunks += 1
    if len(state.drafts) >= MAX_ENTRIES or state.chunks > MAX_LINES:
        state.unread.append(line)
        return
    sentences = _sentences(line, setting, state)
    for sentence, requested in sentences:
        _read_sentence(sentence, requested, setting, state)


def _sentences(line: str, setting: Setting, state: State) -> list[tuple[str, bool]]:
    """Cut a line into sentences, dropping the ones that are questions, plans or commands."""
    parts = (
        [part for part in _SENTENCE_END.split(line) if part and part.strip()]
        if _SENTENCE_END.search(line)
        else [line]
    )
    if len(parts) == 1:
        return [strip_request(line)]
    ends = [match.group().strip() for match in _SENTENCE_END.finditer(line)]
    kept: list[str] = []
    for part, mark in zip(parts, [*ends, ""], strict=False):
        whole = part + ("?" if "?" in mark else "")
        if refusal(whole, future_day=False, requested=False) is None:
            kept.append(part)
        elif _has_amount(part, setting):
            reason = refusal(whole, future_day=False, requested=False)
            state.reasons.append(reason or Why.NOT_MONEY)
            state.unread.append(part)
    with_amount = [part for part in kept if _has_amount(part, setting)]
    if len(with_amount) <= 1:
        joined = " . ".join(kept)
        return [strip_request(joined)] if joined else []
    return [strip_request(part) for part in with_amount]


def _has_amount(text: str, setting: Setting) -> bool:
    return any(
        amount.strength.value >= Strength.SMALL.value
        for amount in scan(text, setting.today, setting.currency).amounts
    )


def _read_sentence(line: str, requested: bool, setting: Setting, state: State) -> None:
    tokens = scan(line, setting.today, setting.currency)
    _bare_days(tokens, state, setting)
    if not any(amount.strength.value >= Strength.SMALL.value for amount in tokens.amounts):
        _no_amount(tokens, setting, state)
        return
    reason = refusal(line, future_day=any(day.future for day in tokens.days), requested=requested)
    if reason is not None:
        state.reasons.append(reason)
        state.unread.append(line)
        return
    items = _items(tokens, setting, state)
    if not items:
        state.unread.append(line)
        return
    days = _days_of(items, tokens, state.carried)
    state.carried = days[-1]
    last = ""
    chosen = {item.amount.start for item in items}
    for item, day in zip(items, days, strict=True):
        if len(state.drafts) >= MAX_ENTRIES:
            state.unread.append(tokens.line[item.start :])
            break
        last = _draft(item, day, tokens, setting, state, last, chosen)


def _no_amount(tokens: Scan, setting: Setting, state: State) -> None:
    """Take a line without an amount: a date head, a label, or words that are not understood."""
    words = tokens.masked.replace(MASK, " ").strip(" \t-=~*#[]()<>:.,·|/")
    if tokens.days and not tokens.days[-1].future and _HEADER_WORDS.match(words.replace(" ", "")):
        state.head = tokens.days[-1]
        return
    if re.fullmatch(r"수입|입금|income|들어온\s?돈", words, re.IGNORECASE):
        state.income = True
    elif re.fullmatch(r"지출|출금|expenses?|spending|나간\s?돈", words, re.IGNORECASE):
        state.income = False
    elif words:
        state.unread.append(tokens.line)
        state.reasons.append(refusal(tokens.line, future_day=False, requested=False) or Why.NO_AMOUNT)
    del setting


def _bare_days(tokens: Scan, state: State, setting: Setting) -> None:
    """Let a bare day of the month inherit the month of the date before it."""
    for day in tokens.days:
        if day.bare is not None and state.head is not None and state.head.on is not None:
            day.on = in_month_of(state.head.on, day.bare, setting.today)


def _items(tokens: Scan, setting: Setting, state: State) -> list[_Item]:
    """Cut the line at its separators, join pieces without an amount to their neighbours, and cut further."""
    pieces = _pieces(tokens)
    amounts = [amount for amount in tokens.amounts if amount.strength.value >= Strength.SMALL.value]
    joined = _join(pieces, amounts, tokens)
    items: list[_Item] = []
    for place, ((start, end), inside) in enumerate(zip(joined, _by_piece(joined, amounts), strict=True)):
        if place and items and _MY_SHARE.search(tokens.line, start, end):
            start = items.pop().start
        items.extend(_cut(start, end, inside, tokens, setting, items))
    good: list[_Item] = []
    for item in items:
        reason = _refused_amount(item, tokens, setting, alone=len(items) == 1)
        if reason is None:
            good.append(item)
        else:
            state.reasons.append(reason)
    return good


def _pieces(tokens: Scan) -> list[tuple[int, int]]:
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
    return _MEMO.sub(
        lambda match: (
            "(" + "x" * (len(match.group()) - 2) + ")" if MASK not in match.group() else match.group()
        ),
        masked,
    )


def _by_piece(pieces: list[tuple[int, int]], amounts: list[Amount]) -> list[list[Amount]]:
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


def _join(pieces: list[tuple[int, int]], amounts: list[Amount], tokens: Scan) -> list[tuple[int, int]]:
    """Join pieces so that each has an amount: to the next one, or to the one before where amounts lead."""
    if not pieces:
        return []
    inside = _by_piece(pieces, amounts)
    has = [bool(found) for found in inside]
    all_have = all(has)
    firm = [all_have or any(amount.strength.value >= Strength.BARE.value for amount in found) for found in inside]
    if any(one and sure for one, sure in zip(has, firm, strict=True)):
        has = [
            one and (sure or _small_is_price(piece, found, tokens))
            for one, sure, piece, found in zip(has, firm, pieces, inside, strict=True)
        ]
    first_words = tokens.masked[: next((amount.start for amount in amounts), 0)]
    leading = not _WORD.search(first_words.replace(MASK, " "))
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


def _small_is_price(piece: tuple[int, int], amounts: list[Amount], tokens: Scan) -> bool:
    """Tell "gas 38" from "2 beers" in a line whose other amounts are sure."""
    tail = tokens.masked[amounts[-1].end : piece[1]].replace(MASK, " ").strip(" .!)")
    return not tail


def _cut(
    start: int, end: int, amounts: list[Amount], tokens: Scan, setting: Setting, before: list[_Item]
) -> list[_Item]:
    """Find the entries of one piece: one for each amount that is a price of its own."""
    chosen = _prices(start, end, amounts, tokens)
    if not chosen:
        return []
    if len(chosen) == 1:
        amount = chosen[0]
        value = amount.value * _times(amount, start, end, tokens)
        if (
            before
            and _is_total(amount, start, tokens)
            and value == sum((item.value for item in before), Decimal(0))
        ):
            return []
        around = tokens.masked[start : amount.start] + MASK + tokens.masked[amount.end : end]
        return [_Item(start, end, amount, value, _WORD.search(around) is not None)]
    texts = tokens.masked
    lead = texts[start : chosen[0].start].replace(MASK, " ")
    tail = texts[chosen[-1].end : end].replace(MASK, " ")
    leading = not _WORD.search(lead) and bool(_WORD.search(tail))
    items: list[_Item] = []
    for place, amount in enumerate(chosen):
        if leading:
            first = start if place == 0 else amount.start
            last = chosen[place + 1].start if place + 1 < len(chosen) else end
        else:
            first = start if place == 0 else chosen[place - 1].end
            last = end if place + 1 == len(chosen) else amount.end
        value = amount.value * _times(
            amount, first, chosen[place + 1].start if place + 1 < len(chosen) else end, tokens
        )
        words = (
            bool(_WORD.search(texts[first : amount.start].replace(MASK, " ")))
            or (leading or place + 1 == len(chosen))
            and bool(_WORD.search(texts[amount.end : last].replace(MASK, " ")))
        )
        if (
            place
            and _is_total(amount, first, tokens)
            and value == sum((item.value for item in [*before, *items]), Decimal(0))
        ):
            continue
        items.append(_Item(first, last, amount, value, words))
    return items


def _prices(start: int, end: int, amounts: list[Amount], tokens: Scan) -> list[Amount]:
    """Leave out counts, list prices that were not paid, unit prices under a total, and second currencies."""
    if len(amounts) > 1:
        outside = [amount for amount in amounts if not _in_brackets(amount, tokens)]
        amounts = outside or amounts
        paid = [
            amount
            for amount in amounts
            if not _LISTED.search(tokens.line, max(0, amount.start - 12), amount.start)
        ]
        amounts = paid or amounts
        amounts = [
            amount
            for amount in amounts
            if not _SHARERS.search(tokens.line, max(0, amount.start - 12), amount.start) or amount.value > 20
        ] or amounts
    firm = [amount for amount in amounts if amount.strength.value >= Strength.BARE.value]
    if firm and len(firm) < len(amounts):
        last = amounts[-1]
        keep_last = (
            last not in firm
            and _small_is_price((start, end), amounts, tokens)
            and firm[0].strength is Strength.BARE
        )
        amounts = (
            [*firm, last]
            if keep_last and not tokens.masked[start : firm[0].start].strip(" " + MASK) == ""
            else firm
        )
    elif not firm and len(amounts) > 1:
        amounts = _of_small(start, end, amounts, tokens)
    if len(amounts) < 2:
        return amounts
    united = [amount for amount in amounts if amount.strength is Strength.UNIT]
    if len(united) == 1 and not all(_words_before(amount, start, amounts, tokens) for amount in amounts):
        return united
    texts = tokens.line
    for place in range(len(amounts) - 1, 0, -1):
        between = texts[amounts[place - 1].end : amounts[place].start]
        if _is_total(amounts[place], amounts[place - 1].end, tokens) and (
            amounts[place - 1].each or place == 1 and _is_multiple(amounts, place, tokens)
        ):
            return [amounts[place]]
        if (
            amounts[place - 1].aside
            or _CHANGED.search(between)
            or (_SHARE.search(texts[amounts[place - 1].end : end]) or _DISCOUNT.search(between))
        ):
            return amounts[place:]
    distinct = [amounts[0]]
    for amount in amounts[1:]:
        between = tokens.masked[distinct[-1].end : amount.start].replace(MASK, " ")
        if (
            not _WORD.search(between)
            and (amount.currency or "") != (distinct[-1].currency or "")
            and amount.currency
            and distinct[-1].currency
        ):
            continue
        distinct.append(amount)
    return distinct


def _in_brackets(amount: Amount, tokens: Scan) -> bool:
    before = tokens.line[max(0, amount.start - 40) : amount.start]
    return before.rfind("(") > before.rfind(")") and ")" in tokens.line[amount.end : amount.end + 40]


def _is_multiple(amounts: list[Amount], place: int, tokens: Scan) -> bool:
    """Tell whether the total is the amount before it times a count of the line."""
    unit = amounts[place - 1].value
    return any(
        quantity.count and unit * quantity.count == amounts[place].value for quantity in tokens.quantities
    )


def _words_before(amount: Amount, start: int, amounts: list[Amount], tokens: Scan) -> bool:
    previous = max((other.end for other in amounts if other.end <= amount.start), default=start)
    return bool(_WORD.search(tokens.masked[previous : amount.start].replace(MASK, " ")))


def _of_small(start: int, end: int, amounts: list[Amount], tokens: Scan) -> list[Amount]:
    """Choose among bare small numbers: every one that follows words, else the last."""
    named = [amount for amount in amounts if _words_before(amount, start, amounts, tokens)]
    if not tokens.masked[start : amounts[0].start].strip(" " + MASK) and named:
        return named[-1:]
    if named and not tokens.masked[named[-1].end : end].strip(" .!" + MASK):
        return named
    return named[-1:] or amounts[-1:]


def _times(amount: Amount, start: int, end: int, tokens: Scan) -> Decimal:
    """Give the count that a unit price is multiplied by: 각 5천원씩 3개, 3 coffees at 4.50 each."""
    if not amount.each:
        return Decimal(1)
    text = tokens.line[start:end]
    if _SHARE.search(text):
        return Decimal(1)
    for quantity in tokens.quantities:
        inside = start <= quantity.start < end
        if not inside or quantity.word or quantity.count <= 0 or re.search(r"이서|분이서", quantity.text):
            continue
        if quantity.count == 1:
            continue
        return quantity.count
    for other in tokens.amounts:
        if (
            other is not amount
            and start <= other.start < end
            and other.strength is Strength.SMALL
            and 1 < other.value <= 100
            and other.value == int(other.value)
        ):
            return other.value
    return Decimal(1)


def _is_total(amount: Amount, start: int, tokens: Scan) -> bool:
    return _TOTAL.search(tokens.line[start : amount.start].rstrip(MASK)) is not None


def _refused_amount(item: _Item, tokens: Scan, setting: Setting, *, alone: bool) -> Why | None:
    """Say why an amount cannot be recorded: zero, too large, too small to be won, a year."""
    amount = item.amount
    currency = amount.currency or setting.currency
    if item.value == 0:
        return Why.AMOUNT_ZERO
    words = _WORD.search(tokens.masked[item.start : item.end].replace(MASK, " ")) is not None
    if amount.negative and not words:
        return Why.AMOUNT_UNCLEAR
    try:
        positive(item.value, currency)
    except Invalid as invalid:
        if invalid.code == "money.out_of_range":
            return Why.AMOUNT_OUT_OF_RANGE
        return Why.AMOUNT_UNCLEAR
    if amount.strength is Strength.UNIT:
        return None
    if not words and alone and not item.words:
        return Why.AMOUNT_UNCLEAR
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


def _days_of(items: list[_Item], tokens: Scan, carried: Day | None) -> list[Day | None]:
    """Give each item its day: its own, else the last one named before it; a lone trailing day covers all."""
    days = tokens.days
    if not days:
        return [carried] * len(items)
    if len(days) == 1 and days[0].start >= items[-1].amount.end:
        return [days[0]] * len(items)
    found: list[Day | None] = []
    current: Day | None = carried
    for place, item in enumerate(items):
        following = items[place + 1].start if place + 1 < len(items) else len(tokens.line) + 1
        own = [day for day in days if item.start <= day.start < min(item.end, following)]
        if own:
            current = own[-1] if own[-1].explicit and not own[0].explicit else own[0]
        elif place == 0:
            leading = [day for day in days if day.start < item.start]
            current = leading[-1] if leading else carried
        found.append(current)
    return found


def _draft(
    item: _Item, day: Day | None, tokens: Scan, setting: Setting, state: State, last: str, chosen: set[int]
) -> str:
    """Make the draft of one item and add it to the state. Returns its description, for the next one to share."""
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
    bracket = _MEMO.search(after)
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
    share = _MY_SHARE.search(before)
    if share and _WORD.search(before[: share.start()]):
        before = before[: share.start()]
    description = describe(before, after)
    if not description:
        description = memo or last
        memo = None if description == memo else memo
    if amount.strength is not Strength.UNIT and not description:
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
        if quantity.word or _WORD.search(rest):
            text = text[:at] + quantity.text + text[at + len(quantity.text) :]
    for other in tokens.amounts:
        at = other.start - offset
        if at < 0 or other.start in chosen or other.strength.value > Strength.SMALL.value:
            continue
        if at + len(other.text) > len(text):
            break
        if not _LISTED.search(tokens.line, max(0, other.start - 12), other.start):
            text = text[:at] + other.text + text[at + len(other.text) :]
    for code in tokens.codes:
        at = code.start - offset
        if 0 <= at and at + len(code.text) <= len(text):
            text = text[:at] + code.text + text[at + len(code.text) :]
    return text


def _take(before: str, after: str, start: int, end: int, amount: Amount, item: _Item) -> tuple[str, str]:
    """Blank a stretch of the item out of the words on either side of the amount."""
    width = amount.end - amount.start
    if start < len(before):
        before = blank(before, start, min(end, len(before)))
    shift = len(before) + width
    if end > shift:
        after = blank(after, max(0, start - shift), end - shift)
    del item
    return before, after

"""The grammar of chat lines: sentences, date heads, pieces, prices, drafts."""

from __future__ import annotations

import re

from backend.parsing.amounts import MOST_AMOUNTS
from backend.parsing.announcements import announces
from backend.parsing.asides import without_asides
from backend.parsing.day_words import in_month_of
from backend.parsing.drafting import MY_SHARE, add_draft
from backend.parsing.drafts import Why
from backend.parsing.english_numbers import spelled_out
from backend.parsing.pieces import by_piece, cut_at_separators, join_pieces
from backend.parsing.prices import entries_of, is_included, refused_amount
from backend.parsing.records import reads_as_record
from backend.parsing.refusals import refusal, strip_exclamation, strip_request
from backend.parsing.scan import Scan, scan
from backend.parsing.state import MAX_ENTRIES, MAX_LINES, Item, Setting, State
from backend.parsing.tokens import MASK, Day, Strength

_BULLET = re.compile(
    r"^\s*(?:[-*•·▪◦‣☑✓✔▶▷●○■□※→>]+\s*(?![\d.])|[-*•·▪◦‣☑✓✔▶▷●○■□※]\s+|\(?\d{1,2}[.)]\s+(?=\D)"
    r"|\(\d{1,2}\)\s*(?=\D))"
)
_SENTENCE_END = re.compile(
    r"(?<=[가-힣A-Za-z)\ue000])[.!?。]+\s+(?=\S)|(?<=\d)[!?]+\s+(?=\S)|(?<=[가-힣]\d)\.\s+(?=\S)|\s{3,}(?=\S)"
)
_FIRST_POINT = re.compile(r"\s*\(?1[.)]\s")
_NEXT_POINT = re.compile(r"[\s,]\s*\(?\d{1,2}[.)]\s+(?=\D)")
_LONG_LINE = 240
_HEADER_WORDS = re.compile(
    r"^(?:지출|수입|내역|가계부|소비|사용|쓴\s?(?:것|돈|거)|기록|영수증|정리|expenses?|spending|spent|log"
    r"|일자|날짜|지출내역|소비내역|요일|의|은|는)*$",
    re.IGNORECASE,
)


def read_line(line: str, setting: Setting, state: State) -> None:
    """Read one line into the state: entries, a date head, or a reason why there is none."""
    whole = line
    line = _BULLET.sub("", whole, count=1).strip()
    line = spelled_out(line, setting.currency)
    if _FIRST_POINT.match(whole):
        line = _NEXT_POINT.sub(", ", line)
    state.carried = None
    for part in _chunks(line):
        _read_chunk(part, setting, state)


def _chunks(line: str) -> list[str]:
    """Cut an endless line where its items end, so that its cost grows no faster than its length."""
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
    if announces(line):
        state.reasons.append(Why.NOT_A_PAYMENT)
        state.unread.append(line)
        return []
    ends = [match.group().strip() for match in _SENTENCE_END.finditer(line)]
    kept: list[str] = []
    for part, mark in zip(parts, [*ends, ""], strict=False):
        tokens = scan(part, setting.today, setting.currency)
        reason = refusal(tokens, asked="?" in mark)
        if reason is None or reason is Why.AMOUNT_UNCLEAR:
            kept.append(part)
        elif _has_amount(tokens):
            state.reasons.append(reason)
            state.unread.append(part)
    with_amount = [part for part in kept if _has_amount(scan(part, setting.today, setting.currency))]
    if len(with_amount) <= 1:
        joined = " . ".join(kept)
        return [strip_request(joined)] if joined else []
    return [strip_request(part) for part in with_amount]


def _has_amount(tokens: Scan) -> bool:
    return any(amount.strength.value >= Strength.SMALL.value for amount in tokens.amounts)


def _read_sentence(line: str, requested: bool, setting: Setting, state: State) -> None:
    line = strip_exclamation(line)
    tokens = scan(line, setting.today, setting.currency)
    if (kept := without_asides(tokens)) is not None:
        tokens = scan(kept, setting.today, setting.currency)
        line = kept
    _bare_days(tokens, state, setting)
    if not _has_amount(tokens):
        _no_amount(tokens, state)
        return
    if len(tokens.amounts) > MOST_AMOUNTS:
        state.reasons.append(Why.AMOUNT_UNCLEAR)
        state.unread.append(line)
        return
    reason = None if reads_as_record(tokens) else refusal(tokens, requested=requested)
    if reason is not None and not announces(line) and (kept := _without_afterthought(line, setting)):
        _read_sentence(kept, requested, setting, state)
        return
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
        last = add_draft(item, day, tokens, setting, state, last, chosen)


def _without_afterthought(line: str, setting: Setting) -> str | None:
    """Drop what a line adds after a comma about plans ("…, 내일은 아껴야지"), where the rest is an entry."""
    head, comma, last = line.rpartition(", ")
    if not comma or _has_amount(scan(last, setting.today, setting.currency)):
        return None
    tokens = scan(head, setting.today, setting.currency)
    if not _has_amount(tokens) or any(day.future for day in tokens.days) or refusal(tokens) is not None:
        return None
    return head


def _no_amount(tokens: Scan, state: State) -> None:
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
        state.reasons.append(refusal(tokens) or Why.NO_AMOUNT)


def _bare_days(tokens: Scan, state: State, setting: Setting) -> None:
    """Let a bare day of the month inherit the month of the date before it."""
    for day in tokens.days:
        if day.bare is not None and state.head is not None and state.head.on is not None:
            day.on = in_month_of(state.head.on, day.bare, setting.today)


def _items(tokens: Scan, setting: Setting, state: State) -> list[Item]:
    """Cut the line at its separators, join pieces without an amount to their neighbours, and cut further."""
    pieces = cut_at_separators(tokens)
    amounts = [amount for amount in tokens.amounts if amount.strength.value >= Strength.SMALL.value]
    joined = join_pieces(pieces, amounts, tokens)
    items: list[Item] = []
    for place, ((first, end), inside) in enumerate(zip(joined, by_piece(joined, amounts), strict=True)):
        start = first
        if place and items and MY_SHARE.search(tokens.line, start, end):
            start = items.pop().start
        items.extend(entries_of(start, end, inside, tokens, items))
    if len(items) > 1:
        items = [item for item in items if not is_included(item.amount, tokens)] or items
    good: list[Item] = []
    left_out: list[str] = []
    for item in items:
        reason = refused_amount(item, tokens, setting, alone=len(items) == 1)
        if reason is None:
            good.append(item)
        else:
            state.reasons.append(reason)
            left_out.append(tokens.line[item.start : item.end].strip())
    if good:
        # Beside what was read, what was not must be told; alone, the whole line is.
        state.unread.extend(left_out)
    return good


def _days_of(items: list[Item], tokens: Scan, carried: Day | None) -> list[Day | None]:
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

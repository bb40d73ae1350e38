"""Who sent a notice, and the label of the card or account that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from backend.parsing.currencies import data_lines

_TAIL = re.compile(
    r"\((?P<bracket>(?=[\d*]*\d)[\d*]{4,8})\)"
    r"|(?<![\d*,./:-])(?P<bare>(?=[\d*]{0,3}\d)[\d*]{4})(?![\d*,:/.원-])"
    r"|[가-힣]\*?[가-힣*]\((?P<holder>\d{4})\)"
)
_ACCOUNT = re.compile(
    r"(?<![\d*,./:-])(?=[\d*-]*\d)(?=[^\s]*[*-])(?:\d{2,6}[*-]|\*{1,3})[\d*-]{2,20}\d(?![\d,]*원)"
    r"|(?<![\d,])\*\d{6}(?!\d)"
)
_TITLE_YEAR = re.compile(
    r"20[1-4]\d\s?(?:년|[A-Za-z가-힣]{2,}[^\n]{0,60}\.{2,}|[^'\n]{0,60}'|(?!승인|취소|이용|결제|출금|입금|\S\*)[가-힣]{2,}\s)"
)
"""The year in what was bought: "[단독] 2027 다이어리..."."""
_HYUNDAI = re.compile(
    r"(?P<product>(?:[A-Za-z가-힣]{2,8}\s)?현대카드\s?[A-Za-z][A-Za-z ]{0,14}?|(?:[가-힣]{2,5}\s)?현대카드"
    r"|현대\s(?:[A-Za-z]+(?:\s[A-Za-z]+)?|[가-힣]{2,6})|The\s[A-Z][a-z]+)(?=\s?(?:승인|취소|\]|\n|-))"
)
_OTHER_CARD = re.compile(
    r"(?P<name>(?<![가-힣A-Za-z0-9])(?:[A-Za-z가-힣]{2,10} (?=\d)|[A-Za-z]{2,10}\s)?"
    r"[A-Za-z가-힣0-9]{2,11}\s?카드)\([\d*]{4}\)"
)
_HYUNDAI_PLAIN = re.compile(r"현대카드")
_BANKISH = re.compile(r"(?:출금|입금|지급)(?!예정)|CMS출|\n급여\s*\n")
_CARDISH = re.compile(r"승인|취소|일시불|체크카드결제|카드결제")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The label of what was paid with, and where the text names the issuer (-1 when it does not)."""

    label: str | None
    name: str | None
    start: int = -1
    end: int = -1
    account: str | None = None
    digits: str | None = None


@cache
def _table() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rows = []
    for line in data_lines("issuers.tsv"):
        pattern, card, account = line.split("\t")
        rows.append((re.compile(pattern), card, account))
    return tuple(rows)


def find_issuer(text: str) -> Issuer:
    """Find the issuer in the first lines of a notice, with the digits it prints of the card or account."""
    account_match = _ACCOUNT.search(text)
    account = account_match.group() if account_match else None
    bank = _BANKISH.search(text) is not None and not _CARDISH.search(text)
    hyundai = _HYUNDAI.search(text[:120])
    if hyundai:
        return Issuer(" ".join(hyundai["product"].split()), "현대카드", hyundai.start(), hyundai.end())
    best: tuple[int, re.Match[str], str, str] | None = None
    for pattern, card, bank_name in _table():
        match = pattern.search(text)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), match, card, bank_name)
    plain = _HYUNDAI_PLAIN.search(text)
    if plain and (best is None or plain.start() < best[0]):
        return Issuer("현대카드", "현대카드", plain.start(), plain.end())
    other = _OTHER_CARD.search(text) if best is None else None
    if other:
        return Issuer(other.group(), other["name"], other.start(), other.end())
    if best is None:
        return Issuer(None, None, account=account)
    _, match, card, bank_name = best
    bank_name = match.group() if bank_name == "=" else bank_name
    card = match.group() if card == "=" else card
    name = bank_name if bank or (account and _BANKISH.search(text)) else card
    digits = account if name.endswith(("은행", "뱅크", "신협", "금고")) and account else None
    if digits is None and not (name == bank_name and name != card and account is None and bank):
        tail = next(
            (
                tail
                for tail in _TAIL.finditer(text, match.start())
                if not (tail["bare"] and _TITLE_YEAR.match(text, tail.start()))
                and not (tail["bare"] and text[tail.start() - 1].isalpha() and tail.start() > match.end() + 6)
            ),
            None,
        )
        digits = next((group for group in tail.groups() if group), None) if tail else None
    return Issuer(f"{name}({digits})" if digits else name, name, match.start(), match.end(), account, digits)

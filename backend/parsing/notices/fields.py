"""The fields of a notice, taken out one kind after another: what is left over is the merchant."""

# ruff: noqa: PLR2004 - ladders of rules, whose order and numbers are the grammar

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from backend.parsing.currencies import currencies
from backend.parsing.day_words import most_recent

GAP = "\ue001"
"""Stands where a field was taken out: a boundary between what is left."""

_NOISE = re.compile(
    r"<제목[^>]*>|[\[(<]?(?:Web|WEB|web|국외|국제)\s?발신[\])>]?|\[(?:오전|오후)\s?\d{1,2}:\d\d\]"
    r"|(?m:^RE:\s*)|RE:|보낸\s?사람\s?:?\s?[\d-]+|(?m:^\d{7,11}:)|https?://\S{1,300}|\b[\w-]+\.(?:me|is|kr"
    r"|com)/\S+"
    r"|[\[(]?[가-힣A-Za-z]{0,8}\s?(?:1[5-8]\d\d|080|02)-\d{3,4}(?:-\d{4})?[\])]?|\[\d{3,4}-\d{4}\]"
    r"|\(버스[+·]지하철[^)\n]{0,20}\)|\d{1,2}월\s?접수|고객님의?\s계좌에서|카드이용내역\s?확인하기|●[^\n]*안내|■[^\n]*|(?m:^이번\s?달[^\n]*$)|자세히\s?보기"
    r"|결제한\s돈\s일부[^\n]*|(?<=증권)\s?계좌로|이거?\s?가계부[^\n]*"
)
_TOTALS = re.compile(
    r"(?:총\s?보유\s?)?(?:\*?\s?총?\s?누적(?:이용)?(?:\s?이용)?\s?(?:금액|액)?|누계|(?:총\s?)?잔액"
    r"|지급\s?가능액|잔여\s?(?:이용\s?가능\s?금액|한도|TOP)?|이용\s?가능\s?(?:금액|액)"
    r"|한도\s?잔액)\s*[:：-]?\s*\[?-?\s?[\d,]{1,19}\]?\s?원?"
    r"|[\d.]+%\s?\S+클럽|\(지역화폐[^)]*\)|\(POINT[^)]*\)|\d+\s?TOP\s?적립(?:예정)?|[\d.]+%\s?(?:할인"
    r"|적립)|\[[\d.]+%적립\]"
    r"|인센티브\s?[\d,]{1,19}원|[\d,]{1,19}원\s?캐시백\s?\S?|\+?[\d,]{1,19}\s?(?:P|포인트)\s?적립(?:예정)?"
    r"|(?<=[\s.])(?:포인트\s)?적립\s(?:예정\s)?(?:포인트\s)?[\d,]{1,12}\s?(?:P|p|원)|적립\s?예정\s?(?:포인트\s?)?[\d,]{1,19}\S*|잔액\s?부족"
)
_DATE = re.compile(
    r"(?:(?P<y>20\d\d)\s?[/.년-]\s?)?(?<![\d*])(?<!\d,)(?P<m>1[0-2]|0?[1-9])\s?(?:/|월\s?"
    r"|(?<=20\d\d[.-]\d\d)[.-]|(?<=20\d\d[.-]\d)[.-])(?P<d>3[01]|[12]\d|0?[1-9])"
    r"(?:\s?일|(?![\d월]))(?:\s?\([월화수목금토일]\))?(?:[\s,]{0,3}(?P<t>(?:[01]?\d"
    r"|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)?(?:\s?(?:접수|이용건|취소건|기준|사용(?=\))))?"
)
_GLUED_DATE = re.compile(r"(?P<m>0[1-9]|1[0-2])/(?P<d>0[1-9]|[12]\d|3[01])(?P<t>(?:[01]\d|2[0-3]):[0-5]\d)")
_TIME = re.compile(r"(?<![\d:])(?P<t>(?:[01]?\d|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?![\d:])")
_INSTALMENT = re.compile(
    r"\(?\s?(?:일시불|할부\s?[(/:]?\s?(?P<a>\d{1,2})\s?\)?(?:\s?개월)?|(?P<b>\d{1,2})\s?개월(?:\s?(?:할부"
    r"|무이자))?)\s?[,/]?\s?\)?|(?<=원)\((?P<c>0\d)월\)"
)
_CODES = (
    "USD|US\\$|JPY|EUR|GBP|CNY|THB|VND|HKD|TWD|SGD|AUD|CAD|PHP|IDR|MYR|CHF|NZD|INR|KRW"
    "|AED|TRY|MOP|KHR|MXN|CZK|HUF|PLN|SEK|NOK|DKK|RUB|BRL|ZAR|LAK|MNT|NPR|QAR|SAR|EGP"
)
_MONEY = re.compile(
    rf"(?P<code>{_CODES})\s?(?P<n1>-? ?[\d,]{{1,19}}(?:\.\d+)?)(?![\d*])"
    rf"|(?P<n2>(?<![\d,])-?[\d,]{{0,19}}\d(?:\.\d+)?)\s?\((?P<code2>{_CODES})\)"
    rf"|(?P<n3>(?<![\d,])-?[\d,]{{0,19}}\d(?:\.\d+)?)\s?(?P<word>달러|엔|유로|파운드|위안|바트|동(?=\s)"
    rf"|홍콩달러|호주달러)(?![가-힣])"
    r"|(?<![\d*/:-])(?<!\d\.)(?P<n4>-? ?\d[\d,]*) ?원(?:\(\d+건\))?(?:을|이|정)?|₩\s?(?P<n5>[\d,]{1,19})"
)
_BARE = re.compile(r"(?<![\d*/:.,-])(?P<n>\d{1,3}(?:,\d{3})+|\d{3,9})(?![\d*/:,.-])(?!\s?[년월일시분개점])")
_HOLDER = re.compile(
    r"(?:[가-힣]\*{1,2}[가-힣]{1,2}|[가-힣]{1,2}\*{1,2}|\*{3}|(?<![가-힣])[가-힣]{2,4}(?=님(?![가-힣]"
    r"|플러스))|(?<![A-Za-z])[A-Z]\*+[A-Z]?(?![A-Za-z]))\s?(?:님|회원님|고객님)?(?:\(\d{4}\))?(?:의)?"
)
_FOREIGN_PLACE = re.compile(r"\((?:[A-Z]{2})\)")


@dataclass(slots=True)
class Fields:
    """What a notice says, and `rest`: its text with everything understood taken out."""

    rest: str
    amounts: list[tuple[Decimal, str | None]] = field(default_factory=list)
    on: date | None = None
    at: time | None = None
    instalments: int | None = None
    amount_words: str = ""


def take_noise(text: str) -> str:
    """Drop what frames a notice: sender lines, links, phone numbers, promotions."""
    return _NOISE.sub(GAP, text)


def take_fields(text: str, today: date, *, bank: bool) -> Fields:
    """Take totals, the moment, the instalments, the amount and the holder out of a notice's text."""
    found = Fields(_TOTALS.sub(GAP, text))
    found.rest = re.sub(r"\((?:\d\d/\d\d)\s?사용\)", GAP, found.rest)
    _take_moment(found, today)
    _take_instalments(found)
    _take_amounts(found, bank=bank)
    found.rest = _HOLDER.sub(GAP, found.rest)
    return found


def _take_moment(found: Fields, today: date) -> None:
    match = _GLUED_DATE.search(found.rest)
    matches = [match] if match else list(_DATE.finditer(found.rest))
    if len(matches) > 1:
        # Where the day of the sale and the day it was taken back are printed, the latter counts.
        matches_by_use = [match for match in matches if not match.group().endswith(("이용건", "취소건"))]
    else:
        matches_by_use = matches
    for match in matches_by_use or matches:
        year = match.groupdict().get("y")
        try:
            day = (
                date(int(year), int(match["m"]), int(match["d"]))
                if year
                else most_recent(int(match["m"]), int(match["d"]), today)
            )
        except ValueError:
            continue
        if day is None:
            continue
        if found.on is None or (found.at is None and match["t"]):
            found.on = day
            if match["t"]:
                found.at = _clock(match["t"])
    for match in reversed(matches):
        found.rest = found.rest[: match.start()] + GAP + found.rest[match.end() :]
    clock = _TIME.search(found.rest)
    if clock:
        found.at = found.at or _clock(clock["t"])
        found.rest = _TIME.sub(GAP, found.rest)


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _take_instalments(found: Fields) -> None:
    match = _INSTALMENT.search(found.rest)
    if match is None:
        return
    months = next((int(group) for group in match.groups() if group), 0)
    found.instalments = months if months > 1 else None
    found.rest = _INSTALMENT.sub(GAP, found.rest)


def _take_amounts(found: Fields, *, bank: bool) -> None:
    for match in _MONEY.finditer(found.rest):
        digits = next(match[name] for name in ("n1", "n2", "n3", "n4", "n5") if match[name])
        word = match["code"] or match["code2"] or match["word"]
        currency = (
            "KRW"
            if word is None
            else "USD"
            if word == "US$"
            else currencies().after.get(word.casefold(), word)
        )
        value = _number(digits)
        if value is not None and value != 0:
            found.amounts.append((abs(value), currency))
            found.amount_words = found.amount_words or match.group().strip()
    found.rest = _FOREIGN_PLACE.sub(GAP, _MONEY.sub(GAP, found.rest))
    if not found.amounts or bank:
        for match in _BARE.finditer(found.rest):
            value = _number(match["n"])
            if value is None or (not found.amounts and "," not in match["n"] and len(match["n"]) < 3):
                continue
            if not found.amounts:
                found.amounts.append((value, "KRW"))
                found.amount_words = match.group()
            elif value != found.amounts[0][0]:
                continue
            found.rest = found.rest[: match.start()] + GAP * len(match.group()) + found.rest[match.end() :]


def _number(digits: str) -> Decimal | None:
    plain = digits.replace(",", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,40}(?:\.\d{1,9})?", plain):
        return None
    return Decimal(plain)

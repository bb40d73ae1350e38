"""Days crossed with things and amounts: no noun may be taken for the end of a day, a unit or a currency."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.parsing import Kind, parse
from backend.parsing.refusals import talked_of
from backend.parsing.text import key_of
from backend.parsing.words import lexicon

NOW = datetime(2026, 11, 24, 12, 50, tzinfo=ZoneInfo("Asia/Seoul"))
DAYS = {
    "{}": (2026, 11, 24), "25일 {}": (2026, 10, 25), "11월 20일 {}": (2026, 11, 20),
    "11/20 {}": (2026, 11, 20),
    "2026-11-20 {}": (2026, 11, 20), "26.11.20 {}": (2026, 11, 20),
    "어제 {}": (2026, 11, 23),
    "지난주 금요일 {}": (2026, 11, 20), "3일 전 {}": (2026, 11, 21), "지난달 3일 {}": (2026, 10, 3),
    "월요일에 {}": (2026, 11, 23), "저녁 7시 {}": (2026, 11, 24),
}  # fmt: skip
AMOUNTS = {
    "{} 8,500원": 8500, "{} 8500": 8500, "{} 1만 2천원": 12000, "{} 8천원": 8000, "{} 만오천원": 15000,
    "{}3천원": 3000, "8,500원 {}": 8500, "8500 {}": 8500, "5만 {}": 50000, "만원 {}": 10000,
}  # fmt: skip
THINGS = [
    "만두", "천도복숭아", "백반", "원피스", "불고기", "동태찌개", "엔진오일", "개사료",
    "명동칼국수", "잔치국수", "병원", "전기세", "치킨", "분식", "간식", "차비",
    "권투", "후식", "시장", "월세", "일식", "주차", "요거트", "에어컨",
    "자두", "날치알", "의자", "이불", "도넛", "나물", "호떡", "점심",
    "대파", "통닭", "장갑", "번데기", "편의점", "곡괭이", "매실", "단호박",
    "구두", "입장료", "컵라면", "조개", "모자", "송이버섯", "살구", "교재",
    "초코파이", "퍼즐",
]  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_every_thing_on_every_day_at_every_price(day):
    """25일 치킨, 11/20 병원 and 6,500 만두 once lost their day or their price to the word behind them."""
    wrong = []
    for pattern, won in AMOUNTS.items():
        for thing in THINGS:
            text = day.format(pattern.format(thing))
            drafts = parse(text, NOW, "KRW")
            seen = [(draft.amount.minor, draft.amount.currency, draft.occurred_on) for draft in drafts]
            if seen != [(won, "KRW", date(*DAYS[day]))] or thing not in drafts[0].description:
                wrong.append((text, seen, [draft.description for draft in drafts]))
    assert not wrong


def _misread(words: list[str], patterns: dict[str, int], currency: str) -> list[str]:
    return [
        text
        for word in words
        for pattern, minor in patterns.items()
        for text in [pattern.format(word)]
        if [draft.amount.minor for draft in parse(text, NOW, currency)] != [minor]
    ]


def test_every_listed_word_with_a_price_is_a_record():
    """Rules against talk, plans and codes look at parts of words: none may swallow a shop or a thing."""
    korean, english = set(), set()
    for kind in Kind:
        korean |= {word.text for word in lexicon(kind).hangul.values()}
        english |= {word.text for word in lexicon(kind).latin.values()}
    talk = talked_of()
    korean = sorted(word for word in korean if key_of(word) not in talk)
    english = sorted(english)
    wrong = _misread(korean, {"{} 8,500원": 8500, "8,500원 {}": 8500, "어제 {} 만2천원 썼다": 12000}, "KRW")
    assert len(wrong) <= len(korean) * 0.006, wrong
    wrong = _misread(english, {"{} 12.50": 1250, "12.50 {}": 1250, "bought {} for 12.50": 1250}, "USD")
    assert len(wrong) <= len(english) * 0.012, wrong

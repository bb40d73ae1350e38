"""Chat lines as people type them: kind, amount, day, category and description of each entry."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.parsing import Why, parse, read, to_case_row

NOW = datetime(2026, 11, 21, 19, 30, tzinfo=ZoneInfo("Asia/Seoul"))
CASES = sorted((Path(__file__).parent / "cases").glob("*.jsonl"))

# text → "kind amount[currency] [day] description" of each entry
KOREAN = [
    ("점심 김치찌개 8천원", ["e 8000 점심 김치찌개"]),
    ("커피4500빵3000", ["e 4500 커피", "e 3000 빵"]),
    ("떡볶이 만원", ["e 10000 떡볶이"]),
    ("주유5만원이랑세차만원", ["e 50000 주유", "e 10000 세차"]),
    ("아침 토스트 3500 점심 국밥 9000 저녁 치킨 20000", ["e 3500 아침 토스트", "e 9000 점심 국밥", "e 20000 저녁 치킨"]),
    ("1) 버스 1400 2) 커피 4500", ["e 1400 버스", "e 4500 커피"]),
    ("- 우유 2800\n- 빵 3000\n합계 5800", ["e 2800 우유", "e 3000 빵"]),
    ("치킨 2만\n콜라 2천\n= 2만2천", ["e 20000 치킨", "e 2000 콜라"]),
    ("커피 4500원, 내일은 안 마셔야지", ["e 4500 커피"]),
    ("커피 4,500 → 4,000", ["e 4000 커피"]),
    ("배달 23,000원 (배달비 3,000원 포함)", ["e 23000 배달"]),
    ("영화티켓 12000*3", ["e 36000 영화티켓"]),
    ("점심값 12000/3", ["e 4000 점심값"]),
    ("떡볶이 1인분에 4천원씩 3인분", ["e 12000 떡볶이"]),
    ("계란 30구 7900원", ["e 7900 계란"]),
    ("아마존 직구 $34.99", ["e 34.99USD 아마존 직구"]),
    ("호치민 마사지 30만동", ["e 300000VND 호치민 마사지"]),
    ("이번 주 수요일 택시 9,800", ["e 9800 11-18 택시"]),
    ("십일월 십일 빼빼로 4천원", ["e 4000 11-10 빼빼로"]),
    ("당근에서 의자 3만원에 팔았다", ["i 30000 당근 의자"]),
    ("당근에서 의자 3만원에 샀다", ["e 30000 당근 의자"]),
    ("엄마 용돈 30만원 드림", ["e 300000 엄마 용돈"]),
    ("엄마한테 용돈 10만원 받음", ["i 100000 엄마 용돈"]),
    ("대출이자 12만원", ["e 120000 대출이자"]),
    ("이자 1,230원 들어옴", ["i 1230 이자"]),
    ("월급날! 3,200,000", ["i 3200000 월급날"]),
    ("+50000 용돈", ["i 50000 용돈"]),
    ("커피 -4500", ["e 4500 커피"]),
    ("현금 5만원 뽑음", ["e 50000 현금"]),
    ("커피 4500 추가해줘", ["e 4500 커피"]),
    ("나이키 에어맥스 97 19만9천원", ["e 199000 나이키 에어맥스 97"]),
    ("택시비 만 이천원", ["e 12000 택시비"]),
    ("커피 4500우너", ["e 4500 커피"]),
    ("당근에 자전거 12만원에 팔고 헬멧 3만원에 삼", ["i 120000 당근 자전거", "e 30000 헬멧"]),
    ("귤 한 박스 24,900원 주고 샀어 요즘 왜 이렇게 비싸냐", ["e 24900 귤"]),
    ("무지출 챌린지 또 실패ㅋㅋ 요기요 족발 33,000원", ["e 33000 요기요 족발"]),
    ("맘스터치 7,600원 11.02", ["e 7600 11-02 맘스터치"]),
    ("빙고대회 2등 상금 10만원 탐", ["i 100000 빙고대회 2등 상금"]),
    ("100달러 환전 138,000원", ["e 138000 환전"]),
    ("1억짜리 꿈 꾸고 로또 5천원어치", ["e 5000 로또"]),
    ("3명이서 나눠 내 몫 15000", ["e 15000 내 몫"]),
    ("어제저녁 족발 삼만육천원", ["e 36000 11-20 족발"]),
    ("점심🍚8000", ["e 8000 점심"]),
    ("커\u200b피 ４５００원", ["e 4500 커피"]),
    ("1\ufe0f\u20e32\ufe0f\u20e3000원 택시".replace("000", "0\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e3"), ["e 12000 택시"]),
]  # fmt: skip

ENGLISH = [
    ("lunch 12.50 coffee 4.25 snack 3", ["e 12.50 lunch", "e 4.25 coffee", "e 3.00 snack"]),
    ("15 lunch, 4 coffee", ["e 15.00 lunch", "e 4.00 coffee"]),
    ("forever 21 jeans 34.90", ["e 34.90 forever 21 jeans"]),
    ("7-Eleven 6.80", ["e 6.80 7-Eleven"]),
    ("iphone 15 case 20", ["e 20.00 iphone 15 case"]),
    ("2 shirts $20 each", ["e 40.00 2 shirts"]),
    ("6 cupcakes, 3.25 each", ["e 19.50 6 cupcakes"]),
    ("haircut 30 + 5 tip", ["e 35.00 haircut"]),
    ("dinner 40 + tip 8", ["e 48.00 dinner"]),
    ("coffee fri 4.50", ["e 4.50 11-20 coffee"]),
    ("twenty-five bucks for pizza", ["e 25.00 pizza"]),
    ("gum 99 cents", ["e 0.99 gum"]),
    ("airbnb 480 total, my half 240", ["e 240.00 airbnb"]),
    ("returned shoes, got 79.99 back", ["i 79.99 returned shoes got"]),
    ("got paid 2400", ["i 2400.00 got paid"]),
    ("won $20 on scratch ticket", ["i 20.00 scratch ticket"]),
    ("401k contribution 300", ["e 300.00 401k contribution"]),
    ("thu coffee 4", ["e 4.00 11-19 coffee"]),
    ("Lunch 12, coffee 4 yesterday", ["e 12.00 11-20 Lunch", "e 4.00 11-20 coffee"]),
    ("credit card interest 14", ["e 14.00 credit card interest"]),
]

NOTHING = [
    "아이폰 150만원이면 살까 말까?", "10만원만 있으면 저거 산다", "에어팟 20만원이면 샀을텐데", "회원번호 80012345", "이번달 남은 돈 23만원",
    "만원버스라 힘들다", "옆집은 관리비 40만원 나온대", "1억 모으기", "환율 1,380원", "서울 인구 940만", "오늘 12000보 걸음", "천원의 행복",
    "커피 4500원 삭제해줘", "아메리카노 4500원인데 비싸서 안 샀다", "로또번호 3 12 19 27 33 41", "happy 2027!", "ran 10k in 52 minutes",
    "i owe tom 20", "lol 100", "order #48213 shipped", "my number is 4155550100", "budget 500 for food", "train leaves 14:35 platform 9",
]  # fmt: skip


def shown(text: str, currency: str) -> list[str]:
    rows = []
    for draft in parse(text, NOW, currency):
        code = "" if draft.amount.currency == currency else draft.amount.currency
        day = "" if draft.occurred_on == NOW.date() else draft.occurred_on.strftime("%m-%d ")
        rows.append(f"{draft.kind.value[0]} {draft.amount.plain()}{code} {day}{draft.description}")
    return rows


@pytest.mark.parametrize(("text", "entries"), KOREAN)
def test_korean(text, entries):
    assert shown(text, "KRW") == entries


@pytest.mark.parametrize(("text", "entries"), ENGLISH)
def test_english(text, entries):
    assert shown(text, "USD") == entries


@pytest.mark.parametrize("text", NOTHING)
def test_no_entry(text):
    reading = read(text, NOW, "KRW" if not text.isascii() else "USD")
    assert reading.drafts == ()
    assert reading.why is not None


def test_what_the_words_beside_the_amount_say():
    (draft,) = parse("우리 신한카드로 노트북 150만원 3개월 할부 (회사용)", NOW, "KRW")
    assert (draft.payment_method, draft.installments, draft.memo, draft.shared) == (
        "신한카드",
        3,
        "회사용",
        True,
    )
    assert draft.description == "노트북"
    (draft,) = parse("어제 22시 닭발 21,000원", NOW, "KRW")
    assert draft.occurred_at is not None
    assert draft.occurred_at.hour == 22


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_floor_over_the_case_files(path):
    """Score like shared/cases/score.py, core and negatives only: a change must not lose what was won."""
    right, total = Counter(), Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        got = [
            to_case_row(draft)
            for draft in parse(case["text"], datetime.fromisoformat(case["now"]), case["currency"])
        ]
        want = case["expect"]
        figure = "core" if want else "negatives"
        total[figure] += 1
        right[figure] += len(got) == len(want) and all(
            (
                mine["kind"],
                Decimal(str(mine["amount"])),
                mine["currency"],
                mine["date"],
                bool(mine.get("cancel")),
            )
            == (
                theirs["kind"],
                Decimal(theirs["amount"]),
                theirs["currency"],
                theirs["date"],
                bool(theirs.get("cancel")),
            )
            for mine, theirs in zip(got, want, strict=False)
        )
    for figure, floor in (("core", 0.97), ("negatives", 0.98)):
        if total[figure] >= 20:
            assert right[figure] / total[figure] >= floor, (figure, right[figure], total[figure])


@pytest.mark.parametrize("currency", ["KRW", "JPY"])
def test_cents_without_hangul_are_dollars_in_a_ledger_without_decimals(currency):
    """Evidence of what people write: nobody means 4.50 won by "coffee 4.50"; in Korean it is a slip."""
    (draft,) = parse("coffee 4.50", NOW, currency)
    assert (draft.amount.currency, draft.amount.minor) == ("USD", 450)
    assert parse("커피 4.50", NOW, currency) == []
    assert parse("점심 9000\ncoffee 4.50", NOW, "KRW")[0].amount.currency == "KRW"
    assert len(parse("점심 9000\ncoffee 4.50", NOW, "KRW")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "휘발유 1650원/L",
        "휘발유 리터당 1650원",
        "삼겹살 100g당 2,900원",
        "gas is 3.89 a gallon",
        "계란 한 판 kg당 4천원",
    ],
)
def test_a_unit_price_is_no_entry(text):
    """What a litre costs was paid by nobody yet."""
    assert parse(text, NOW, "KRW") == []


def test_what_was_paid_beside_a_unit_price_is_an_entry():
    """The price of a litre does not stand in the way of the sum at the pump."""
    (draft,) = parse("휘발유 리터당 1650원 5만원 주유", NOW, "KRW")
    assert draft.amount.minor == 50000


@pytest.mark.parametrize(
    "text", ["점심 1e9원", "lunch $1e9", "커피 2e3원", "점심 0x1F40원", "lunch 1,00,0", "점심 3e2천원"]
)
def test_part_of_a_malformed_number_is_no_amount(text):
    now = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Seoul"))
    found = read(text, now, "KRW")
    assert found.drafts == ()
    assert found.why is Why.AMOUNT_UNCLEAR
    assert read(text + "\n커피 4500", now, "KRW").unread == (text,)

"""The rules of refusing are data: each has a name of its own, and each is needed by a case."""

from __future__ import annotations

from datetime import date

import pytest

from backend.parsing.asides import without_asides
from backend.parsing.drafts import Why
from backend.parsing.records import reads_as_record
from backend.parsing.refusals import refusal, rules, shape_of
from backend.parsing.scan import scan

TODAY = date(2026, 11, 21)


def test_the_rules_have_names_of_their_own_and_known_languages():
    names = [(rule.name, rule.language, rule.shape) for rule in rules()]
    assert len(names) == len(set(names))
    assert {rule.language for rule in rules()} == {"ko", "en", "latin", "any"}


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("전세 3억에 나온 집", "전세 ⌾에 나온 집"),
        ("주식 오늘 -15만원", "주식 오늘 -⌾"),
        ("10만원은  좀 그렇다", "⌾은 좀 그렇다"),
        ("커피 두 잔", "커피 두 잔"),
    ],
)
def test_a_shape_has_one_mark_for_each_amount(text, shape):
    assert shape_of(scan(text, TODAY, "KRW")) == shape


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("치킨 3만원 시대", Why.NOT_A_PAYMENT), ("국밥 만원 하는 세상", Why.NOT_A_PAYMENT),
        ("친구가 500만원 벌었대", Why.NOT_A_PAYMENT),
        ("이사 견적 120만원 받음", Why.PLAN), ("하루 만원으로 살기", Why.NOT_A_PAYMENT),
        ("주식 -15만원", Why.NOT_MONEY),
        ("키 175", Why.NOT_MONEY), ("테헤란로 123", Why.NOT_MONEY),
        ("커피 5천원은 너무 비싸", Why.NOT_A_PAYMENT),
        ("room 204", Why.NOT_MONEY), ("wish i had 300", Why.PLAN), ("220 elm street", Why.NOT_MONEY),
    ],
)  # fmt: skip
def test_talk_about_money_is_no_entry(text, why):
    tokens = scan(text, TODAY, "KRW")
    assert not reads_as_record(tokens)
    assert refusal(tokens) is why


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("교통카드 5만원 충전 잔액 53,200원", "교통카드 5만원 충전"),
        ("통장에 32만원 남았는데 학원비 25만원 나감", "학원비 25만원 나감"),
        ("used a $10 coupon, groceries 48.33", "groceries 48.33"),
        ("jacket marked down from 120 to 72", "jacket to 72"),
        ("커피 4500, 빵 3000", None),
        ("쿠폰 5천원 할인", None),
    ],
)
def test_money_mentioned_beside_a_payment_is_cut_out(text, kept):
    assert without_asides(scan(text, TODAY, "KRW")) == kept


@pytest.mark.parametrize("text", ["커피 4500", "어제 택시 12,000원", "만원 떡볶이", "스타벅스에서 5,600원"])
def test_known_things_with_a_price_read_as_a_record(text):
    assert reads_as_record(scan(text, TODAY, "KRW"))


@pytest.mark.parametrize("text", ["커피 4500?", "내일 병원 5만원", "시급 만원", "키 175", "아무말 4500"])
def test_anything_else_is_looked_at(text):
    assert not reads_as_record(scan(text, TODAY, "KRW"))

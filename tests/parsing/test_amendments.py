"""Replies to a receipt."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit.money import Money
from backend.parsing import Amendment, Kind, Vocabulary, read_amendment

NOW = datetime(2026, 11, 21, 19, 30, tzinfo=ZoneInfo("Asia/Seoul"))


def won(amount: int) -> Money:
    return Money(amount, "KRW")


ROWS = [
    ("9천원", Amendment(amount=won(9000))),
    ("9000", Amendment(amount=won(9000))),
    ("아니 9,500원이야", Amendment(amount=won(9500))),
    ("4500원 말고 5000원", Amendment(amount=won(5000))),
    ("어제", Amendment(occurred_on=date(2026, 11, 20))),
    ("11/3", Amendment(occurred_on=date(2026, 11, 3))),
    ("3일", Amendment(occurred_on=date(2026, 11, 3))),
    ("어제로 바꿔줘", Amendment(occurred_on=date(2026, 11, 20))),
    ("교통", Amendment(category="transport")),
    ("교통비로", Amendment(category="transport")),
    ("카테고리 식비", Amendment(category="food")),
    ("food", Amendment(category="food")),
    ("카페·간식", Amendment(category="cafe")),
    ("☕ 카페·간식", Amendment(category="cafe")),
    ("other_income", Amendment(category="other_income")),
    ("수입", Amendment(kind=Kind.INCOME)),
    ("지출", Amendment(kind=Kind.EXPENSE)),
    ("income", Amendment(kind=Kind.INCOME)),
    ("삭제", Amendment(delete=True)),
    ("취소", Amendment(delete=True)),
    ("지워줘", Amendment(delete=True)),
    ("delete", Amendment(delete=True)),
    ("삭제해주세요", Amendment(delete=True)),
    ("undo that please", Amendment(delete=True)),
    ("9000원 어제 교통", Amendment(amount=won(9000), occurred_on=date(2026, 11, 20), category="transport")),
    ("yesterday transport 9000", Amendment(amount=won(9000), occurred_on=date(2026, 11, 20), category="transport")),
    ("이름: 김밥천국", Amendment(description="김밥천국")),
    ("김밥천국", Amendment(description="김밥천국")),
    ("", Amendment()),
    ("...", Amendment()),
    ("0", Amendment()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "amendment"), ROWS)
def test_reply(text, amendment):
    assert read_amendment(text, NOW, "KRW") == amendment


def test_a_ledger_s_own_category_by_its_name():
    vocabulary = Vocabulary(names={"덕질": "#17"})
    assert read_amendment("덕질", NOW, "KRW", vocabulary).category == "#17"
    assert read_amendment("덕질로 9천원", NOW, "KRW", vocabulary) == Amendment(
        amount=won(9000), category="#17"
    )


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    found = read_amendment(text, NOW, "KRW")
    assert found.amount is None or found.amount.minor > 0
    assert found.occurred_on is None or found.occurred_on <= NOW.date()
    assert found == read_amendment(text, NOW, "KRW")

"""Words that ask for a budget are told from words that only mention one."""

import pytest

from backend.budgets.words import read_budget
from backend.kit.errors import Invalid
from backend.parsing import Vocabulary

OWN = Vocabulary(names={"낚시": "#17"})


def read(text, currency="KRW"):
    found = read_budget(text, currency, OWN)
    return found and (
        found.amount and found.amount.plain(),
        found.category,
        found.period.value,
        found.unclear,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("식비 예산 50만원", ("500000", "food", "monthly", None)),
        ("식비예산 50만원", ("500000", "food", "monthly", None)),
        ("예산 식비 50만", ("500000", "food", "monthly", None)),
        ("예산 전체 200만", ("2000000", None, "monthly", None)),
        ("예산 200만원", ("2000000", None, "monthly", None)),
        ("식비 예산은 50만으로", ("500000", "food", "monthly", None)),
        ("교통비 예산을 8만원으로 바꿔줘", ("80000", "transport", "monthly", None)),
        ("낚시 예산 10만원", ("100000", "#17", "monthly", None)),
        ("하루 예산 2만원", ("20000", None, "daily", None)),
        ("식비 예산 주 10만원", ("100000", "food", "weekly", None)),
        ("식비 예산 50", (None, "food", "monthly", "50")),
        ("예산", (None, None, "monthly", None)),
        ("식비 예산 얼마 남았어?", (None, "food", "monthly", None)),
    ],
)
def test_korean(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("set food budget to 400", ("400.00", "food", "monthly", None)),
        ("budget $120 for food", ("120.00", "food", "monthly", None)),
        ("weekly food budget 50", ("50.00", "food", "weekly", None)),
        ("Set the food budget to $400 a month please", ("400.00", "food", "monthly", None)),
        ("total budget 2000", ("2000.00", None, "monthly", None)),
    ],
)
def test_english(text, found):
    assert read(text, "USD") == found


@pytest.mark.parametrize(
    "text",
    [
        "예산군 여행 5만원", "예산 시장 사과 1만원", "예산 초과 점심 8천원", "예산 회의 커피 4500",
        "월급 예산 300만원", "식비 예산 50만원이면 돼?", "식비 예산 5만원 교통 예산 3만원", "점심 8천원",
        "budget hotel 120", "budget airline ticket 120", "식비 예산 50만원\n점심 8천원",
        "예산 " + "가" * 100, "", "예산 -5만원",
    ],
)  # fmt: skip
def test_what_asks_for_no_budget(text):
    assert read(text) is None


def test_an_amount_that_no_budget_has_is_refused():
    with pytest.raises(Invalid):
        read("식비 예산 0원")

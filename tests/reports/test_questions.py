"""Questions about spending are understood; what only sounds like one is not."""

from datetime import date

import pytest

from backend.kit.periods import Calendar, PeriodKind
from backend.parsing import Vocabulary
from backend.reports.questions import About, read_question

TODAY = date(2026, 11, 21)
MONTH, WEEK, DAY, YEAR = PeriodKind.MONTHLY, PeriodKind.WEEKLY, PeriodKind.DAILY, PeriodKind.YEARLY


def read(text):
    return read_question(text, Calendar(), TODAY, Vocabulary())


@pytest.mark.parametrize(
    ("text", "about", "period", "day", "category", "words"),
    [
        ("이번달 얼마 썼어?", About.SPENT, MONTH, TODAY, None, ""),
        ("이번 달에 총 얼마 썼지", About.SPENT, MONTH, TODAY, None, ""),
        ("지난달 식비 얼마 썼어?", About.SPENT, MONTH, date(2026, 10, 1), "food", ""),
        ("10월 교통비 얼마나 나갔어?", About.SPENT, MONTH, date(2026, 10, 1), "transport", ""),
        ("지난주에 스타벅스에서 얼마 썼더라", About.SPENT, WEEK, date(2026, 11, 9), None, "스타벅스"),
        ("오늘 얼마 썼나요?", About.SPENT, DAY, TODAY, None, ""),
        ("올해 쓴 돈 얼마야", About.SPENT, YEAR, TODAY, None, ""),
        ("작년에 얼마 썼어", About.SPENT, YEAR, date(2025, 1, 1), None, ""),
        ("how much did I spend this month?", About.SPENT, MONTH, TODAY, None, ""),
        ("How much have we spent on food last month?", About.SPENT, MONTH, date(2026, 10, 1), "food", ""),
        ("what did i spend yesterday", About.SPENT, DAY, date(2026, 11, 20), None, ""),
        ("how much did I spend at costco in october", About.SPENT, MONTH, date(2026, 10, 1), None, "costco"),
        ("얼마 남았어?", About.LEFT, MONTH, TODAY, None, ""),
        ("식비 예산 얼마 남았지?", About.LEFT, MONTH, TODAY, "food", ""),
        ("how much is left?", About.LEFT, MONTH, TODAY, None, ""),
        ("오늘 얼마 쓸 수 있어?", About.TODAY, DAY, TODAY, None, ""),
        ("how much can I spend today?", About.TODAY, DAY, TODAY, None, ""),
    ],
)
def test_questions_are_understood(text, about, period, day, category, words):
    asked = read(text)
    assert asked is not None
    assert (asked.about, asked.period, asked.day) == (about, period, day)
    assert (asked.category, asked.words) == (category, words)


@pytest.mark.parametrize(
    "text",
    [
        "점심 8천원",
        "환율 얼마야?",
        "아이폰 17 얼마예요?",
        "버스 몇 시에 와?",
        "이거 얼마에 샀어? 3만원?",
        "what time is it?",
        "how many people are coming?",
        "13월 얼마 썼어?",
        "엄마가 얼마 전에 그 가게에서 사 온 김치 " * 3 + "얼마 썼지",
        "",
    ],
)
def test_other_texts_are_not(text):
    assert read(text) is None

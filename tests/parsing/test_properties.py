"""What holds of every text whatsoever."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.parsing import Kind, Vocabulary, Why, normalise_words, parse, read, to_case_row

NOW = datetime(2026, 11, 21, 19, 30, tzinfo=ZoneInfo("Asia/Seoul"))
PIECES = (
    "커피 4500", "어제", "그제 ", "11/3", "12,000원", "팔천원", "만", "천", "억", "원", "$", "4.50", "-", "+", "*", "/", "(", ")", "[", "]",
    "승인", "취소", "[Web발신]", "누적", "신한카드(1234)", "홍*동", "\n", " ", ",", "그리고", " and ", "lunch", "yesterday", "12.50", "k", "개",
    "3일", "10:30", "0", "9" * 16, "９", "\u200b", "🍕", "ㅠㅠ", "받음", "환불", "까?", "내일", "\u202e", "각 ", "씩 ", "총 ", "합계", "1/n",
    "2월 30일", "0원", "00", "¥", "€", "입금", "출금", "잔액", "→", "|", "x2", ".", "e5", "∞", "½", "٣", "\x00", "\ud800",
)  # fmt: skip
messages = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


@settings(max_examples=600, deadline=None)
@given(messages, st.sampled_from(["KRW", "USD", "JPY", "GBP", "BHD"]))
def test_any_text_gives_sound_drafts_or_a_reason(text, currency):
    reading = read(text, NOW, currency)
    assert reading == read(text, NOW, currency)
    assert (reading.why is None) == bool(reading.drafts)
    assert [draft.line for draft in reading.drafts] == list(range(len(reading.drafts)))
    for draft in reading.drafts:
        assert draft.amount.minor > 0
        assert draft.occurred_on <= NOW.date()
        assert draft.description.strip()
        assert len(draft.description) <= 120
        assert "\x00" not in draft.description
        draft.description.encode()
        assert {"amount", "occurred_on", "category"} <= {proof.field for proof in draft.evidence}
        assert len(draft.likely) <= 3
        to_case_row(draft)


@given(st.integers(1, 10**9))
def test_written_amounts_read_back(amount):
    for text in (
        f"커피 {amount}원",
        f"커피 {amount:,}원",
        f"{amount:,}원 커피",
        f"커피{amount}원",
        f"커피 ₩{amount:,}",
    ):
        (draft,) = parse(text, NOW, "KRW")
        assert draft.amount.minor == amount
        assert draft.description == "커피"


@given(st.integers(1, 10**8))
def test_written_cents_read_back(cents):
    (draft,) = parse(f"coffee ${cents // 100:,}.{cents % 100:02d}", NOW, "USD")
    assert draft.amount.minor == cents
    assert draft.kind is Kind.EXPENSE


@given(messages)
def test_keys_are_stable(text):
    assert normalise_words(normalise_words(text)) == normalise_words(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.EMPTY), (" \u200b\n", Why.EMPTY), ("안녕", Why.NO_AMOUNT), ("커피 0원", Why.AMOUNT_ZERO), ("0", Why.AMOUNT_ZERO),
        ("-5", Why.AMOUNT_UNCLEAR), ("5000", Why.AMOUNT_UNCLEAR), ("커피 9999999999999999", Why.AMOUNT_OUT_OF_RANGE),
        ("커피 4500원 살까?", Why.QUESTION), ("내일 월세 50만원 내야 돼", Why.PLAN), ("비밀번호 1234", Why.NOT_MONEY),
        ("커피 4500원을 5000원으로 고쳐줘", Why.NOT_A_PAYMENT), ("가" * 10000, Why.TOO_LONG), ("커피 4.50", Why.AMOUNT_UNCLEAR),
    ],
)  # fmt: skip
def test_why_there_is_none(text, why):
    reading = read(text, NOW, "KRW")
    assert reading.drafts == ()
    assert reading.why is why


def test_what_was_learnt_beats_the_lists():
    vocabulary = Vocabulary(
        learnt={normalise_words("스타벅스 강남점"): "#9", normalise_words("택시"): "travel"}
    )
    (draft,) = parse("스타벅스 강남점 4500", NOW, "KRW", vocabulary)
    assert draft.category == "#9"
    (draft,) = parse("심야 택시 14500", NOW, "KRW", vocabulary)
    assert draft.category == "travel"
    assert {proof.rule for proof in draft.evidence if proof.field == "category"} == {"learnt"}


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "만",
        "가",
        "(",
        "1/",
        "-1",
        "천 ",
        "1x",
        "었",
        "\n",
        "a 1 ",
        "커피 4500 ",
        "[Web발신]\n",
        "승인 ",
    ],
)
def test_the_cost_grows_with_the_text_and_no_faster(piece):
    read(piece * 50, NOW, "KRW")

    def cost(size: int) -> float:
        best = 1.0
        for _ in range(3):
            began = time.process_time()
            read((piece * size)[:size], NOW, "KRW")
            best = min(best, time.process_time() - began)
        return best

    assert cost(4096) < max(0.25, 6 * cost(2048))

"""Announcements are told from payments by families of wording, and no payment is taken for one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from backend.parsing import Why, read
from backend.parsing.announcements import announces

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=ZoneInfo("Asia/Seoul"))

ANNOUNCED = [
    "네이버페이 포인트 350원이 적립되었어요. 지금 확인해 보세요",
    "관심종목 카카오가 목표가 52,000원에 도달했어요 📈",
    "토스 송금 요청: 김철수님이 25,000원을 요청했어요",
    "결제에 실패했어요. 잔액이 부족합니다 12,500원 스타벅스",
    "넷플릭스 구독이 11월 28일에 갱신됩니다. 17,000원",
    "[캐치테이블] 11/28 19:00 예약 리마인드. 예약금 20,000원",
    "라이더가 픽업했어요! 총 31,500원",
    "장바구니에 담은 나이키 에어포스 가격이 99,000원으로 떨어졌어요",
    "배민 3,000원 쿠폰이 오늘 사라져요!",
]

PAID = [
    "핫딜로 산 삼다수 8,900원", "정산금 보냈어요 18,500원", "환불됐어요 32,000원 무신사",
    "티머니 충전 됐어요 10,000원", "여권 갱신했어요 53,000원", "멤버십 가입하면서 49,000원 결제",
    "안녕하세요 커피 4,500원이요", "실업급여 지급됐다 1,890,000원",
]  # fmt: skip


@pytest.mark.parametrize("text", ANNOUNCED)
def test_what_services_announce_is_no_entry(text):
    reading = read(text, NOW, "KRW")
    assert reading.drafts == ()
    assert reading.why in {Why.NOT_A_PAYMENT, Why.PLAN, Why.NOT_MONEY}
    assert announces(text)


@pytest.mark.parametrize("text", PAID)
def test_what_people_write_with_the_same_words_is_one(text):
    assert not announces(text)
    assert len(read(text, NOW, "KRW").drafts) == 1


def test_a_payment_above_a_promotion_counts():
    text = "[네이버페이] 스타벅스에서 6,100원이 결제되었습니다. 포인트 61원 적립 예정"
    (draft,) = read(text, NOW, "KRW").drafts
    assert (draft.amount.minor, draft.description) == (6100, "스타벅스")


def test_an_announcement_in_a_list_leaves_the_other_lines():
    text = "김밥 4,000원\n포인트 350원이 적립되었어요\n커피 2,500원"
    assert [draft.amount.minor for draft in read(text, NOW, "KRW").drafts] == [4000, 2500]

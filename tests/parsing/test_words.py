"""The word lists are data: no doubles, no contradictions, nothing that matches everything."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

WORDS = Path(__file__).resolve().parents[2] / "backend" / "parsing" / "words"
EXPENSE = (
    *("food", "cafe", "groceries", "drinks", "transport", "car", "housing", "telecom", "subscriptions"),
    *("shopping", "beauty", "health", "culture", "travel", "education", "kids", "pets", "gifts", "finance"),
    *("savings", "other"),
)
INCOME = ("salary", "bonus", "allowance", "side", "interest", "refund", "other_income")
KEYS = (*EXPENSE, *INCOME)
HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True)
class Entry:
    key: str
    words: str
    whole: bool
    line: int


def normalise(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_entries() -> list[Entry]:
    entries = []
    for key in KEYS:
        for number, line in enumerate((WORDS / f"{key}.txt").read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            words, _, mark = line.partition("\t")
            entries.append(Entry(key, words, mark == "=", number))
    return entries


ENTRIES = read_entries()


def look_up(text: str, keys: tuple[str, ...]) -> str | None:
    """The plainest reading of the format: the longest entry found; of equals the last, the phrase's head."""
    text = normalise(text)
    tokens = set(re.findall(r"[^\s,./()\[\]]+", text))
    found = []
    for entry in ENTRIES:
        where = text.rfind(entry.words)
        if where < 0 or entry.key not in keys:
            continue
        if entry.whole:
            hit = entry.words in tokens
        elif HANGUL.search(entry.words):
            hit = True
        else:
            hit = re.search(rf"(?<![a-z0-9]){re.escape(entry.words)}(?![a-z0-9])", text) is not None
        if hit:
            found.append((len(entry.words), where, entry.key))
    return max(found)[2] if found else None


def test_one_file_for_every_key_and_no_other() -> None:
    assert sorted(path.name for path in WORDS.iterdir() if path.suffix == ".txt") == sorted(
        f"{key}.txt" for key in KEYS
    )


@pytest.mark.parametrize("key", KEYS)
def test_every_line_is_an_entry_a_comment_or_blank(key: str) -> None:
    raw = (WORDS / f"{key}.txt").read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\n")
    for number, line in enumerate(raw.decode("utf-8").splitlines(), 1):
        where = f"{key}.txt:{number}: {line!r}"
        assert line == line.strip(), f"stray space at {where}"
        if not line or line.startswith("#"):
            continue
        words, tab, mark = line.partition("\t")
        assert (tab, mark) in {("", ""), ("\t", "=")}, f"unknown mark at {where}"
        assert words == normalise(words), f"not normalised at {where}"
        assert not re.search(r"[#,=]", words), f"a mark inside the words at {where}"
        assert any(char.isalnum() for char in words), f"no letter at {where}"


def test_enough_entries() -> None:
    assert len(ENTRIES) >= 1500
    for key in KEYS:
        assert sum(entry.key == key for entry in ENTRIES) >= 20, key


def test_no_doubles_within_a_file_or_across_files() -> None:
    places = defaultdict(list)
    for entry in ENTRIES:
        places[entry.words].append(f"{entry.key}.txt:{entry.line}")
    assert {words: where for words, where in places.items() if len(where) > 1} == {}


def test_no_contradictions_when_spaces_are_dropped() -> None:
    keys = defaultdict(set)
    for entry in ENTRIES:
        keys[entry.words.replace(" ", "")].add(entry.key)
    assert {words: found for words, found in keys.items() if len(found) > 1} == {}


def test_no_single_letter_matches_inside_words() -> None:
    assert [entry for entry in ENTRIES if len(entry.words) < 2 and not entry.whole] == []


def test_whole_token_entries_are_single_tokens_or_short_phrases() -> None:
    assert [entry for entry in ENTRIES if entry.whole and len(entry.words.split()) > 3] == []


@pytest.mark.parametrize(
    "entry",
    ["카카오페이", "네이버페이", "삼성페이", "애플페이", "토스", "페이코", "현금", "신용카드", "체크카드"],
)
def test_payment_methods_are_no_category(entry: str) -> None:
    assert [found for found in ENTRIES if found.words == entry] == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("배달 떡볶이", "food"),
        ("배 한 상자", "groceries"),
        ("약국", "health"),
        ("술 한잔", "drinks"),
        ("현대해상", "finance"),
        ("현대백화점 판교", "shopping"),
        ("현대오일뱅크 직영", "car"),
        ("국민연금", "finance"),
        ("카카오T일반택", "transport"),
        ("카카오T주차", "car"),
        ("쿠팡", "shopping"),
        ("쿠팡이츠", "food"),
        ("쿠팡 와우", "subscriptions"),
        ("쿠팡플레이", "subscriptions"),
        ("롯데마트", "groceries"),
        ("롯데시네마", "culture"),
        ("롯데리아", "food"),
        ("롯데쇼핑(", "shopping"),
        ("하이마트", "shopping"),
        ("스마트폰", "shopping"),
        ("이마트24", "groceries"),
        ("돈가스", "food"),
        ("가스비", "housing"),
        ("가스 점검", "housing"),
        ("토마토파스타", "food"),
        ("파스", "health"),
        ("바지락칼국수", "food"),
        ("바지", "shopping"),
        ("이자카야", "drinks"),
        ("대출이자", "finance"),
        ("자동차보험", "finance"),
        ("보험금", "finance"),
        ("강아지 예방접종", "pets"),
        ("예방접종", "health"),
        ("아기 옷", "kids"),
        ("부모님 용돈", "gifts"),
        ("조카 세뱃돈", "gifts"),
        ("캠핑장", "travel"),
        ("캠핑용품", "culture"),
        ("운전면허학원", "education"),
        ("연금저축", "savings"),
        ("미술학원", "education"),
        ("미술관", "culture"),
        ("스타벅스코리", "cafe"),
        ("전기차 충전", "car"),
        ("전기요금", "housing"),
        ("인터넷 강의", "education"),
        ("인터넷 쇼핑", "shopping"),
        ("넷플릭스", "subscriptions"),
        ("유튜브 프리미엄", "subscriptions"),
        ("네이버파이낸", "shopping"),
        ("반지하 월세", "housing"),
        ("uber", "transport"),
        ("uber eats", "food"),
        ("gas", "car"),
        ("gas bill", "housing"),
        ("dog food", "pets"),
        ("car insurance", "finance"),
        ("parking ticket", "finance"),
        ("movie tickets", "culture"),
        ("costco", "groceries"),
        ("amazon prime", "subscriptions"),
        ("cat litter", "pets"),
    ],
)
def test_longest_words_decide_spending(text: str, key: str) -> None:
    assert look_up(text, EXPENSE) == key


@pytest.mark.parametrize(
    "text", ["주식회사 한빛", "다시주문", "퇴근 후", "두 가지", "세 개", "보내니", "드릴게요", "누가 사주신"]
)
def test_short_words_do_not_match_inside_others(text: str) -> None:
    assert look_up(text, EXPENSE) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("월급", "salary"),
        ("알바 월급", "salary"),
        ("명절 상여금", "bonus"),
        ("엄마가 용돈 줌", "allowance"),
        ("당근 판매", "side"),
        ("당근에 자전거 팔았음", "side"),
        ("유튜브 수익", "side"),
        ("예금 이자", "interest"),
        ("삼성전자 배당금", "interest"),
        ("쿠팡 환불", "refund"),
        ("연말정산 환급금", "refund"),
        ("실업급여", "other_income"),
        ("육아휴직급여", "other_income"),
        ("보험금 받음", "other_income"),
        ("기초연금", "other_income"),
        ("paycheck", "salary"),
        ("year-end bonus", "bonus"),
        ("sold my old bike", "side"),
        ("dividend from VOO", "interest"),
        ("tax refund", "refund"),
        ("scholarship", "other_income"),
    ],
)
def test_longest_words_decide_income(text: str, key: str) -> None:
    assert look_up(text, INCOME) == key

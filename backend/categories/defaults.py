"""The categories every ledger starts with; until renamed they are shown in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backend.parsing.drafts import Kind


@dataclass(frozen=True, slots=True)
class DefaultCategory:
    """One of the default set; its key never changes."""

    kind: Kind
    key: str
    emoji: str
    ko: str
    en: str


_OUT, _IN = Kind.EXPENSE, Kind.INCOME

DEFAULTS = (
    DefaultCategory(_OUT, "food", "🍚", "식비", "Food"),
    DefaultCategory(_OUT, "cafe", "☕", "카페·간식", "Café & snacks"),
    DefaultCategory(_OUT, "groceries", "🛒", "장보기", "Groceries"),
    DefaultCategory(_OUT, "drinks", "🍺", "술", "Drinks"),
    DefaultCategory(_OUT, "transport", "🚇", "교통", "Transport"),
    DefaultCategory(_OUT, "car", "🚗", "자동차", "Car"),
    DefaultCategory(_OUT, "housing", "🏠", "주거·공과금", "Housing & utilities"),
    DefaultCategory(_OUT, "telecom", "📱", "통신", "Phone & internet"),
    DefaultCategory(_OUT, "subscriptions", "🔁", "구독", "Subscriptions"),
    DefaultCategory(_OUT, "shopping", "🛍️", "쇼핑", "Shopping"),
    DefaultCategory(_OUT, "beauty", "💇", "미용", "Beauty"),
    DefaultCategory(_OUT, "health", "🏥", "의료·건강", "Health"),
    DefaultCategory(_OUT, "culture", "🎬", "문화·여가", "Culture & leisure"),
    DefaultCategory(_OUT, "travel", "✈️", "여행", "Travel"),
    DefaultCategory(_OUT, "education", "📚", "교육", "Education"),
    DefaultCategory(_OUT, "kids", "🧸", "자녀", "Kids"),
    DefaultCategory(_OUT, "pets", "🐾", "반려동물", "Pets"),
    DefaultCategory(_OUT, "gifts", "🎁", "경조사·선물", "Gifts & donations"),
    DefaultCategory(_OUT, "finance", "🧾", "세금·보험·금융", "Tax, insurance & fees"),
    DefaultCategory(_OUT, "savings", "🐷", "저축·투자", "Savings & investing"),
    DefaultCategory(_OUT, "other", "📦", "기타", "Other"),
    DefaultCategory(_IN, "salary", "💰", "급여", "Salary"),
    DefaultCategory(_IN, "bonus", "🎉", "상여금", "Bonus"),
    DefaultCategory(_IN, "allowance", "💵", "용돈", "Allowance"),
    DefaultCategory(_IN, "side", "🛠️", "부수입", "Side income"),
    DefaultCategory(_IN, "interest", "📈", "이자·배당", "Interest & dividends"),
    DefaultCategory(_IN, "refund", "↩️", "환급·환불", "Refunds"),
    DefaultCategory(_IN, "other_income", "🪙", "기타 수입", "Other income"),
)
"""In the order that people see."""

_BY_KEY = {default.key: default for default in DEFAULTS}


class Named(Protocol):
    """A category as a row or a view shows it."""

    @property
    def key(self) -> str | None:
        """Its key in the default set, if it is of it."""

    @property
    def name(self) -> str | None:
        """The name a person gave it, if one did."""


def default_name(key: str, language: str) -> str:
    """Name a default category in a language; a key this version does not know names itself."""
    default = _BY_KEY.get(key)
    if default is None:
        return key
    return default.ko if language == "ko" else default.en


def display_name(category: Named, language: str) -> str:
    """Name a category as a reader of that language sees it: its own name, or the default one's."""
    return category.name or default_name(category.key or "", language)

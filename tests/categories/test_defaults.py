from __future__ import annotations

from backend.categories.defaults import DEFAULTS, default_name, display_name
from backend.entries.views import CategoryView
from backend.parsing.drafts import Kind


def test_the_default_set_is_complete_and_named_in_both_languages() -> None:
    assert len([one for one in DEFAULTS if one.kind is Kind.EXPENSE]) == 21
    assert len([one for one in DEFAULTS if one.kind is Kind.INCOME]) == 7
    assert len({one.key for one in DEFAULTS}) == 28
    for language in ("ko", "en"):
        names = [default_name(one.key, language) for one in DEFAULTS]
        assert len(set(names)) == 28
        assert all(0 < len(name) <= 40 for name in names)
    assert len({one.emoji for one in DEFAULTS}) == 28


def test_a_given_name_comes_before_the_default_one() -> None:
    assert display_name(CategoryView(1, "food", None, "🍚"), "ko") == "식비"
    assert display_name(CategoryView(1, "food", None, "🍚"), "en") == "Food"
    assert display_name(CategoryView(1, "food", "밥", "🍚"), "en") == "밥"
    assert default_name("of a later version", "ko") == "of a later version"

"""Every code that can be raised has its sentence, in both languages, with its facts in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from backend.kit import errors
from backend.kit.errors import DomainError, Invalid, TooMany
from backend.kit.i18n import Translator, translations
from backend.kit.messages import SENTENCES, sentence

ROOT = Path(__file__).parents[2]
KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, DomainError)
}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Find every error made in the product: where, its code, the names of its facts."""
    for folder in ("backend", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                code = node.args[0]
                if name in KINDS and isinstance(code, ast.Constant) and isinstance(code.value, str):
                    facts = {one.arg for one in node.keywords if one.arg}
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", code.value, facts


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_that_is_raised_has_a_sentence() -> None:
    found = list(raised())
    assert len(found) > 40
    assert [one for one in found if one[1] not in SENTENCES] == []


def test_every_fact_a_sentence_names_is_given_where_it_is_raised() -> None:
    given = {"minutes"}
    assert [
        (where, code)
        for where, code, facts in raised()
        if not places(SENTENCES.get(code, "")) <= facts | given
    ] == []


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_is_translated_with_the_same_facts(code: str) -> None:
    english = SENTENCES[code]
    korean = translations("ko").gettext(english)
    assert korean != english
    assert places(korean) == places(english)


def test_no_two_codes_share_a_sentence_by_accident() -> None:
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_a_sentence_is_said_with_its_facts() -> None:
    wait = TooMany("auth.too_many_tries", retry_after=601)
    assert sentence(wait, Translator("ko")) == "시도가 너무 많아요. 11분 뒤에 다시 해 주세요."
    precise = Invalid("money.too_precise", currency="KRW", digits=0)
    assert sentence(precise, Translator("en")) == "KRW has at most 0 decimals."
    assert sentence(Invalid("no.such_code"), Translator("en"))

"""Everything that is said is said in both languages, with the same places to fill."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from backend.kit.i18n import SOURCES, Translator, choose_language, translations

ROOT = Path(__file__).parents[2]
SPEAKING = {"t", "N_"}
PLACES = re.compile(r"\{(\w+)\}")


def said():
    """Every sentence in the source that is marked for translation, with its plural if it has one."""
    for folder in ("backend", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", None))
                    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    if name in SPEAKING and texts and isinstance(texts[0], str):
                        yield texts[0], None
                    elif name == "plural" and len(texts) >= 2:
                        yield texts[0], texts[1]


def said_on_pages():
    """Every sentence in the templates, read by the engine's own parser."""
    templates = Environment(autoescape=True, extensions=["jinja2.ext.do"])
    for path in sorted((ROOT / "backend" / "web" / "pages" / "templates").rglob("*.html")):
        for call in templates.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                yield call.args[0].value, None
            elif isinstance(call.node, nodes.Getattr) and call.node.attr == "plural":
                yield call.args[0].value, call.args[1].value


def translated(one, many):
    catalogue = translations("ko")
    return catalogue.gettext(one) if many is None else catalogue.ngettext(one, many, 2)


@pytest.mark.parametrize(("one", "many"), sorted({*said(), *said_on_pages()}, key=str))
def test_every_sentence_has_its_korean(one, many):
    found = translated(one, many)
    same_in_both = (
        not re.search("[A-Za-z]{3}", re.sub(r"<[^>]*>|\{\w+\}", "", one)) or one == "한국어 / English"
    )
    assert found not in {one, many} or same_in_both
    assert set(PLACES.findall(found)) == set(PLACES.findall(many or one))
    assert set(re.findall(r"</?\w+>", found)) <= set(re.findall(r"</?\w+>", many or one))
    assert found.count("<code>") == found.count("</code>")


def test_the_catalogues_are_where_they_are_looked_for():
    assert all(list((folder / "ko").glob("*.po")) for folder in SOURCES)


def test_a_language_we_do_not_speak_falls_back_to_english():
    assert Translator("fr")("Undone.") == "Undone."


@pytest.mark.parametrize(
    ("preferred", "chosen"),
    [
        (["ko"], "ko"),
        (["ko-KR"], "ko"),
        ([None, "en-US"], "en"),
        (["fr", "ko"], "ko"),
        ([], "en"),
        (["xx-invalid-tag"], "en"),
        ([""], "en"),
    ],
)
def test_the_first_language_we_speak_is_chosen(preferred, chosen):
    assert choose_language(preferred) == chosen


def test_no_sentence_is_translated_in_two_ways():
    told: dict[tuple[object, str], dict[str, object]] = {}
    for folder in SOURCES:
        for path in sorted((folder / "ko").glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale="ko"):
                    if message.id:
                        told.setdefault((message.id, str(message.context)), {})[path.name] = message.string
    # The catalogues are read as one: the later would speak for the other's edge too.
    assert [key for key, by_file in told.items() if len({str(said) for said in by_file.values()}) > 1] == []


def test_a_ledger_has_one_name_in_korean():
    catalogue = translations("ko")
    wordings = {catalogue.gettext(one) for one, _ in (*said(), *said_on_pages())}
    assert [words for words in wordings if re.search("(?<!가계)장부", words)] == []

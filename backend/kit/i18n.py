"""Languages: gettext catalogues read by Babel, and the choice of one for a person.

The message is its English sentence; `*.po` files in a package's `locale/<language>/` translate it. They are
read as they are: nothing has to be compiled.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("ko", "en")
DEFAULT_LANGUAGE = "en"
_ROOT = Path(__file__).parents[2]
SOURCES = (
    Path(__file__).parent / "locale",
    _ROOT / "bot" / "texts" / "locale",
    _ROOT / "backend" / "web" / "pages" / "locale",
)
"""Folders that hold `<language>/*.po`; bot and pages read the same catalogue."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for marking
    """Mark a sentence for translation where it is written, not where it is said."""
    return message


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Every catalogue of a language as one; English needs none."""
    merged = gettext.NullTranslations()
    for folder in SOURCES:
        for path in sorted((folder / language).glob("*.po")):
            with path.open("rb") as file:
                compiled = BytesIO()
                write_mo(compiled, read_po(file, locale=language))
            compiled.seek(0)
            one = gettext.GNUTranslations(compiled)
            one.add_fallback(merged)
            merged = one
    return merged


class Translator:
    """Says sentences in one language; `{name}` places are filled from keyword arguments."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._catalogue = translations(self.language)

    def __call__(self, message: str, /, **facts: object) -> str:
        """Say a message."""
        text = self._catalogue.gettext(message)
        return text.format(**facts) if facts else text

    def plural(self, one: str, many: str, count: int, /, **facts: object) -> str:
        """Say the form that fits `count`, which also fills `{count}`."""
        return self._catalogue.ngettext(one, many, count).format(count=count, **facts)


def choose_language(preferred: Iterable[str | None]) -> str:
    """Take the first of the tags ("ko-KR", "en", None…) that we speak; else English."""
    tags = [tag.replace("-", "_") for tag in preferred if tag]
    return negotiate_locale(tags, LANGUAGES, sep="_") or DEFAULT_LANGUAGE


def language_of(text: str) -> str | None:
    """Guess the language that words are in by their letters, for a person whose client does not tell."""
    if any("\uac00" <= char <= "\ud7a3" or "\u3131" <= char <= "\u318e" for char in text):
        return "ko"
    return "en" if any(char.isascii() and char.isalpha() for char in text) else None

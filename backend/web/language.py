"""In which language a request is answered."""

from __future__ import annotations

from starlette.requests import Request

from backend.kit.i18n import Translator, choose_language


def accepted(header: str) -> list[str]:
    """Read an Accept-Language header: its tags, the most wanted first; what cannot be read is left out."""
    weighed: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, weight = part.partition(";")
        try:
            wanted = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if tag.strip() not in {"", "*"} and wanted > 0:
            weighed.append((wanted, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]


LANGUAGE_COOKIE = "podo_language"
"""What somebody chose on a page before signing in; programs send no such cookie."""


def language_of(request: Request) -> str:
    """Choose by Accept-Language, then the setting of the person who calls, else English.

    A page's language is what was chosen: by the person's setting, else on a page before signing in.
    """
    chosen = getattr(request.state, "language", None) or request.cookies.get(LANGUAGE_COOKIE)
    locale = getattr(request.state, "locale", None)
    return choose_language([chosen, *accepted(request.headers.get("accept-language", "")), locale])


def translator_of(request: Request) -> Translator:
    """Say sentences in the request's language."""
    return Translator(language_of(request))

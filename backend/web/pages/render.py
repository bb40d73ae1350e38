"""HTML as it leaves: templates in the reader's language, with the headers that a page needs."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from backend.categories.defaults import display_name
from backend.kit.errors import DomainError
from backend.kit.i18n import Translator
from backend.kit.ids import new_token
from backend.kit.messages import sentence
from backend.kit.money import Money, digits_of
from backend.kit.periods import Period
from backend.web.errors import STATUS
from backend.web.language import language_of
from backend.web.pages import assets
from backend.web.security import SESSION_COOKIE, csrf_token
from backend.web.site import Site, site_of

TEMPLATES = Path(__file__).parent / "templates"
VISIT_COOKIE = "podo_visit"
"""Random, for those who have not signed in: their forms' token is made of it."""
SAID_COOKIE = "podo_said"
"""What the page after a form shall say: for one page, so that a reload does not say it again."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
NOBODY = "'none'"
SMALL = 900
"""Below this a packed answer saves nothing: it fits in one packet anyway."""


@cache
def _environment(language: str) -> Environment:
    """The templates as a reader of that language sees them."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    t = Translator(language)
    found.globals |= {
        "t": t,
        "language": language,
        "asset": assets.address,
        "query": _query,
        "new_key": new_token,
    }
    found.filters |= {
        "money": lambda money: money.format(language),
        "plain": lambda money: money.plain(),
        "minor": lambda minor, currency: Money(minor, currency).format(language),
        "name": lambda category: display_name(category, language),
        "sentence": lambda error: sentence(error, t),
        "day": lambda day, today=None: _day(day, today, language),
        "weekday": lambda day: format_date(day, "EEEE", locale=language),
        "short_day": lambda day: _by_skeleton("MMMd", day, language),
        "period": lambda period: _period(period, language),
        "moment": lambda moment, zone: _moment(moment.astimezone(ZoneInfo(zone)), language),
        "step": lambda currency: f"{10 ** -digits_of(currency):.{digits_of(currency)}f}",
    }
    return found


def _query(given: Mapping[str, object], **changes: object) -> str:
    """Write an address's query again with some of it changed; what is empty is left out."""
    kept = {name: value for name, value in {**given, **changes}.items() if value not in (None, "", False)}
    return f"?{urlencode(kept)}" if kept else ""


# The same few days are written again and again, each from CLDR's patterns: kept, a list costs half as much.
@lru_cache(maxsize=4096)
def _by_skeleton(skeleton: str, day: date, language: str) -> str:
    return format_skeleton(skeleton, day, locale=language)


def _day(day: date, today: date | None, language: str) -> str:
    """Say a day; its year only where it is not this one."""
    this_year = today is not None and today.year == day.year
    return _by_skeleton("MMMEd" if this_year else "yMMMEd", day, language)


def _moment(moment: datetime, language: str) -> str:
    return f"{_by_skeleton('yMMMd', moment.date(), language)} {moment:%H:%M}"


def _period(period: Period, language: str) -> str:
    return f"{_by_skeleton('MMMd', period.start, language)} – {_by_skeleton('MMMd', period.last, language)}"


def csrf_of(request: Request) -> str:
    """Make the token of this browser's forms: of its session, or of its visit before there is one."""
    return csrf_token(site_of(request).secret_key, _secret_of(request))


def _secret_of(request: Request) -> str:
    known = request.cookies.get(SESSION_COOKIE) or request.cookies.get(VISIT_COOKIE)
    if known:
        return known
    if not hasattr(request.state, "new_visit"):
        request.state.new_visit = new_token()
    return str(request.state.new_visit)


def show(
    request: Request,
    template: str,
    *,
    status: int = 200,
    ancestors: str = NOBODY,
    headers: Mapping[str, str] | None = None,
    **facts: Any,
) -> Response:
    """Show a page. What it says besides its own comes from the cookie that the last form left."""
    language = language_of(request)
    facts = {"visit": None, "error": None, "form": {}, "here": request.scope["path"]} | facts
    facts |= {"csrf": csrf_of(request), "said": _said(request)}
    html = _environment(language).get_template(template).render(facts).encode("utf-8", "replace")
    shown = {
        "Content-Security-Policy": POLICY.format(ancestors=ancestors),
        "Content-Language": language,
        "Cache-Control": "no-store",
        "Vary": "Accept-Encoding, Accept-Language, Cookie",
        **(headers or {}),
    }
    if len(html) > SMALL and "gzip" in request.headers.get("accept-encoding", ""):
        html = gzip.compress(html, compresslevel=5)
        shown["Content-Encoding"] = "gzip"
    response = HTMLResponse(html, status, shown)
    # A piece of a page that a script fetches leaves it for the next page.
    if request.cookies.get(SAID_COOKIE) and not template.startswith("pieces/"):
        response.delete_cookie(SAID_COOKIE, path="/", httponly=True, samesite="lax")
    if hasattr(request.state, "new_visit"):
        put_cookie(response, site_of(request), VISIT_COOKIE, request.state.new_visit)
    return response


def _said(request: Request) -> dict[str, Any] | None:
    """Read what the last form left to say; a cookie anybody could have written, so only known shapes."""
    try:
        cookie = request.cookies.get(SAID_COOKIE, "")
        said = json.loads(base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("what"), str):
        return None
    act, count, note = said.get("act"), said.get("count"), said.get("note")
    return {
        "what": said["what"],
        "act": act if isinstance(act, str) else None,
        "count": count if type(count) is int else 1,
        "note": note if isinstance(note, str) else "",
    }


def _packed(text: str) -> str:
    """Cookies hold no quotes or commas as they are."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def put_cookie(response: Response, site: Site, name: str, value: str, *, max_age: int | None = None) -> None:
    """Set a cookie that no script reads, no other site sends along, and that needs TLS where there is."""
    response.set_cookie(
        name, value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=site.secure
    )


def go(
    request: Request,
    to: str,
    what: str | None = None,
    *,
    act: str | None = None,
    count: int = 1,
    note: str = "",
) -> RedirectResponse:
    """Send a browser on after a form; `what` is said on the page it comes to, with a way back for an act."""
    response = RedirectResponse(to, 303)
    if what is not None:
        said = json.dumps({"what": what, "act": act, "count": count, "note": note}, separators=(",", ":"))
        put_cookie(response, site_of(request), SAID_COOKIE, _packed(said), max_age=60)
    return response


def status_of(error: DomainError) -> int:
    """Tell the status of an answer that shows an error on the form it belongs to."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)

"""Forms as browsers send them: read, checked against forgery, and turned into values field by field."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException

from backend.kit.errors import DomainError, Forbidden, Invalid
from backend.kit.money import Money, positive
from backend.web.pages.render import csrf_of

CSRF_FIELD = "csrf"
MAX_FIELDS = 1500
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Form(Mapping[str, str]):
    """What was filled in: the last value of each field, and all of those that come several times."""

    pairs: tuple[tuple[str, str], ...] = ()
    last: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.last[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.last)

    def __len__(self) -> int:
        return len(self.last)

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for one, value in self.pairs if one == name]

    def line(self, name: str, longest: int, *, needed: bool = True) -> str:
        """Read one line of text. Raises Invalid `field.blank`, `field.too_long`."""
        text = " ".join(self.get(name, "").split())
        if needed and not text:
            raise Invalid("field.blank", field=name)
        if len(text) > longest:
            raise Invalid("field.too_long", field=name, max_length=longest)
        return text

    def text(self, name: str, longest: int) -> str:
        """Read a text as it was typed. Raises Invalid `field.too_long`."""
        text = self.get(name, "")
        if len(text) > longest:
            raise Invalid("field.too_long", field=name, max_length=longest)
        return text

    def day(self, name: str) -> date | None:
        """Read a day; None where nothing is filled in. Raises Invalid `field.not_day`."""
        text = self.get(name, "").strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Invalid("field.not_day", field=name) from None

    def whole(self, name: str, least: int, most: int) -> int:
        """Read a whole number. Raises Invalid `field.not_number`, `field.too_small`, `field.too_large`."""
        text = self.get(name, "").strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004 - int32 is enough
            raise Invalid("field.not_number", field=name)
        if int(text) < least:
            raise Invalid("field.too_small", field=name, ge=least)
        if int(text) > most:
            raise Invalid("field.too_large", field=name, le=most)
        return int(text)

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """Read one of a closed set. Raises Invalid `field.invalid`."""
        try:
            return kind(self.get(name, ""))
        except ValueError:
            raise Invalid("field.invalid", field=name) from None

    def amount(self, name: str, currency: str) -> Money:
        """Read an amount above zero, its digits grouped or not. Raises Invalid `money.…`."""
        try:
            return positive(_digits(self.get(name, "")), currency)
        except Invalid as error:
            raise Invalid(error.code, field=name, **error.facts) from None

    def bound(self, name: str, currency: str) -> Money | None:
        """Read an amount that a list is narrowed by; None where nothing is filled in."""
        return self.amount(name, currency) if self.get(name, "").strip() else None


def _digits(text: str) -> str:
    """Take away what people write around digits: "12,500원", "₩ 12 500", "$12.50"."""
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(char for char in plain if not char.isspace() and char not in ",_원" and not _is_sign(char))
    return kept if all(char.isascii() and (char.isdigit() or char in "+-.") for char in kept) else "?"


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) == "Sc"


def form_of(pairs: list[tuple[str, str]]) -> Form:
    """Make a form of its fields; what no database stores is taken out, and one kind of line end is left."""
    tidy = tuple((name, value.replace("\x00", "").replace("\r\n", "\n")) for name, value in pairs)
    return Form(tidy, dict(tidy))


async def _read(request: Request) -> Form:
    """Read a form, and keep it at hand for the page that asks somebody to sign in again."""
    if "multipart" in request.headers.get("content-type", ""):
        raise HTTPException(400)
    sent = await request.form(max_files=0, max_fields=MAX_FIELDS)
    form = form_of([(name, value) for name, value in sent.multi_items() if isinstance(value, str)])
    request.state.form = form
    return form


FormDep = Annotated[Form, Depends(_read)]


def check_token(request: Request, form: Form) -> None:
    """Let a form pass that one of our pages showed to this browser. Raises Forbidden `page.form_expired`."""
    given = form.get(CSRF_FIELD, "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, csrf_of(request).encode()):
        raise Forbidden("page.form_expired")


@dataclass(slots=True)
class Tried:
    """How an attempt went: the error to show on the form, or None."""

    error: DomainError | None = None


@asynccontextmanager
async def trying(session: AsyncSession) -> AsyncGenerator[Tried]:
    """Do something that may be refused: then it is taken back, and the page can still be drawn and say so."""
    tried = Tried()
    try:
        async with session.begin_nested():
            yield tried
    except DomainError as error:
        tried.error = error


def inside(to: str) -> str:
    """Let pass an address on this site only: who follows a link to sign in must not end elsewhere."""
    if not to.startswith("/") or to.startswith(("//", "/\\")) or any(ord(char) < ord(" ") for char in to):
        return ""
    parts = urlsplit(to)
    return "" if parts.scheme or parts.netloc else to

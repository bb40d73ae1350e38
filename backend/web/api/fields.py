"""The types of fields that several bodies share; what is checked here, the document says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictBool,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from backend.kit.errors import Invalid
from backend.kit.money import MAX_DIGITS, Money, known_currencies, positive
from backend.ledgers.rules import known_countries, known_timezones
from backend.web.deps import ID_PATTERN

JsonSchema = dict[str, Any]
AMOUNT_PATTERN = rf"^[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,4}})?$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
ANY_TEXT_PATTERN = r"^[^\x00]*$"
SOME_TEXT_PATTERN = r"^[^\x00]*[^\s\x00-\x1f\x7f-\x9f][^\x00]*$"
_AMOUNT = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_DAY = re.compile(DAY_PATTERN)


class Body(BaseModel):
    """What a client sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """What a client is answered; every field is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


def absent() -> Any:
    """Stand for a field a PATCH does not name: None would be a value, and be refused as one."""
    return None


def storable(text: str) -> str:
    """Refuse what Postgres cannot store."""
    if "\x00" in text:
        raise PydanticCustomError("field.not_printable", "NUL")
    return text


def tidy_line(text: str) -> str:
    """Make one line of a name: control characters and runs of blanks become one blank."""
    plain = "".join(" " if unicodedata.category(char) == "Cc" else char for char in storable(text))
    return " ".join(plain.split())


@dataclass(frozen=True)
class Line:
    """A name: one line, not blank, of at most so many characters."""

    longest: int
    example: str

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(min_length=1, max_length=self.longest)
        return core_schema.no_info_after_validator_function(_some_line, text)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {
            "type": "string",
            "minLength": 1,
            "maxLength": self.longest,
            "pattern": SOME_TEXT_PATTERN,
            "examples": [self.example],
        }


def _some_line(text: str) -> str:
    tidy = tidy_line(text)
    if not tidy:
        raise PydanticCustomError("field.blank", "blank")
    return tidy


@dataclass(frozen=True)
class Text:
    """A text that may be empty."""

    longest: int
    example: str

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(max_length=self.longest)
        return core_schema.no_info_after_validator_function(storable, text)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {
            "type": "string",
            "maxLength": self.longest,
            "pattern": ANY_TEXT_PATTERN,
            "examples": [self.example],
        }


@dataclass(frozen=True)
class OneOf:
    """A closed set too long for an error message to list."""

    known: Callable[[], frozenset[str]]
    example: str
    title: str

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        known = sorted(self.known())
        return {"type": "string", "enum": known, "examples": [self.example], "title": self.title}

    def _check(self, value: str) -> str:
        if value not in self.known():
            raise PydanticCustomError("field.invalid", "unknown")
        return value


Currency = Annotated[str, OneOf(known_currencies, "KRW", "ISO 4217 code")]
Timezone = Annotated[str, OneOf(known_timezones, "Asia/Seoul", "Name in the tz database")]
Country = Annotated[str, OneOf(known_countries, "KR", "ISO 3166 alpha-2 code")]


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("field.not_day", "day")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("field.not_day", "day") from None


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-21"]}),
]


def _amount(value: object) -> object:
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise PydanticCustomError("money.malformed", "amount")
    return value


Amount = Annotated[
    str,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": AMOUNT_PATTERN,
            "examples": ["8000", "12.50"],
            "description": "A decimal above zero, with no more decimals than the currency has.",
        }
    ),
]


_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _utc(value: object) -> object:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise PydanticCustomError("field.not_moment", "moment")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PydanticCustomError("field.not_moment", "moment") from None


MomentGiven = Annotated[
    datetime,
    BeforeValidator(_utc),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2036-11-21T00:00:00Z"]}),
]


def whole(value: object) -> object:
    """Take 23 and 23.0, which JSON does not tell apart; no text, no true."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if type(value) is not int:
        raise PydanticCustomError("field.not_number", "number")
    return value


Yes = Annotated[StrictBool, Field()]
Id = Annotated[str, Field(pattern=ID_PATTERN, examples=["17"])]
ShownId = Annotated[str, Field(examples=["17"])]
Moment = Annotated[datetime, Field(examples=["2026-11-21T03:00:00Z"])]


def amount_of(text: str, currency: str, field: str = "amount") -> Money:
    """Read an amount that a field holds. Raises Invalid `money.…` for that field."""
    try:
        return positive(text, currency)
    except Invalid as error:
        raise Invalid(error.code, field=field, **error.facts) from None

"""Lists that are read page by page: an opaque cursor names the last row seen, so added rows move nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend.kit.errors import Invalid

T = TypeVar("T")
Key = tuple[str | int, ...]

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and where the next ones start; None when there are no more."""

    items: tuple[T, ...]
    next_cursor: str | None


def encode_cursor(key: Key) -> str:
    """Write the sort key of the last row as an opaque string."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, types: Sequence[type]) -> Key:
    """Read a cursor whose parts must have these types. Raises Invalid `cursor.invalid`."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise Invalid("cursor.invalid", field="cursor") from None
    if not isinstance(key, list) or [type(part) for part in key] != list(types):
        raise Invalid("cursor.invalid", field="cursor")
    return tuple(key)


def page_of(rows: Sequence[T], limit: int, key: Callable[[T], Key]) -> Page[T]:
    """Make a page from up to `limit + 1` rows: the one too many says that there are more."""
    items = tuple(rows[:limit])
    return Page(items, encode_cursor(key(items[-1])) if len(rows) > limit else None)

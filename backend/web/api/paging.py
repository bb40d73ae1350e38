"""Lists page by page, as every one of them is asked for and answered."""

from __future__ import annotations

import base64
import json
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from backend.kit.pages import MAX_LIMIT

INT64 = 2**63


def _sane(cursor: str) -> str:
    """Refuse a forged cursor whose numbers no column holds; what else it may be, its list decides."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        sane = isinstance(parts, list) and all(
            -INT64 <= part < INT64 for part in parts if isinstance(part, int)
        )
    except (ValueError, RecursionError):
        sane = False
    if not sane:
        raise PydanticCustomError("cursor.invalid", "cursor")
    return cursor


CursorParam = Annotated[
    str | None,
    AfterValidator(lambda cursor: cursor if cursor is None else _sane(cursor)),
    Query(
        description="`next_cursor` of the page before.",
        max_length=400,
        examples=["WzE3XQ"],
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]+$"},
    ),
]
LimitParam = Annotated[int, Query(description="How many at most.", ge=1, le=MAX_LIMIT)]

"""How rows are kept as they were before a change; pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

UNDO_FOR = timedelta(days=30)
"""How long what was done can be taken back."""


def snapshot(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's columns as JSON keeps them."""
    return json.loads(json.dumps(dict(row), default=lambda value: value.isoformat()))  # type: ignore[no-any-return]


def from_snapshot(kept: Mapping[str, Any], *, days: Iterable[str], moments: Iterable[str]) -> dict[str, Any]:
    """A row's columns as they were when the snapshot was made; told which hold days and which moments."""
    row = dict(kept)
    row |= {name: row[name] and date.fromisoformat(row[name]) for name in days}
    row |= {name: row[name] and datetime.fromisoformat(row[name]) for name in moments}
    return row

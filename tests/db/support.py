"""Rows for the tests of the database layer, and processes to run beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.models import Ledger


def ledger(now: datetime, **values: Any) -> Ledger:
    """Make a ledger with everything it needs."""
    fields = {"name": "집", "currency": "KRW", "timezone": "Asia/Seoul", "created_at": now, "updated_at": now}
    return Ledger(**(fields | values))

"""Rows for the tests of the database layer, and processes to run beside them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from backend.models import Category, Entry, Ledger


def ledger(now: datetime, **values: Any) -> Ledger:
    """Make a ledger with everything it needs."""
    fields = {"name": "집", "currency": "KRW", "timezone": "Asia/Seoul", "created_at": now, "updated_at": now}
    return Ledger(**(fields | values))


def entry(now: datetime, **values: Any) -> Entry:
    """Make an entry of ledger 1 with everything it needs."""
    fields = {
        "ledger_id": 1,
        "kind": "expense",
        "amount_minor": 8000,
        "currency": "KRW",
        "ledger_amount_minor": values.get("amount_minor", 8000),
        "description": "점심",
        "occurred_on": date(2026, 11, 21),
        "source": "api",
        "created_at": now,
        "updated_at": now,
    }
    return Entry(**(fields | values))


def category(now: datetime, **values: Any) -> Category:
    """Make a category of ledger 1 with everything it needs."""
    fields = {
        "ledger_id": 1,
        "name": "식비",
        "emoji": "🍚",
        "kind": "expense",
        "position": 1,
        "created_at": now,
        "updated_at": now,
    }
    return Category(**(fields | values))

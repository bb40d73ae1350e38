"""The errors of settings and databases that every command meets, and what to say of them."""

from __future__ import annotations

from backend.cli.database import REFUSALS
from backend.cli.errors import Saying
from backend.db.sql import DATABASE_ERRORS, reason_of

KNOWN: tuple[Saying, ...] = (
    (REFUSALS, str),
    (DATABASE_ERRORS, lambda error: f"the database refused: {reason_of(error)}"),
)

"""The one file that asks the time; everything else is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC. Edges hold one; tests hand in their own."""


def system_clock() -> datetime:
    """Now, by the machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 - the one place

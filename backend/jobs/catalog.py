"""Every job that speaks to nobody: its name, what it is for, how often it runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.db.session import Database
from backend.jobs import purge


@dataclass(frozen=True, slots=True)
class Job:
    """A job. `run` is told the moment and gives how many items it dealt with."""

    name: str
    meaning: str
    every: timedelta
    run: Callable[[Database, datetime], Awaitable[int]]


JOBS = (
    Job(
        "purge",
        "delete handled updates, sent calls and notices after 30 days, ended tokens after one",
        timedelta(hours=1),
        purge.run,
    ),
)

"""The jobs that the bot runs: the backend's own, and those that speak to people."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from backend.jobs import catalog, digests
from backend.jobs.catalog import Job
from bot.digests import write

JOBS = (
    *catalog.JOBS,
    Job(
        "digests",
        "tell the weekly and monthly digests that are due",
        timedelta(minutes=1),
        partial(digests.run, write=write),
    ),
)


def find_job(name: str) -> Job | None:
    """Find a job by its name."""
    return next((job for job in JOBS if job.name == name), None)

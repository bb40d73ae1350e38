"""Databases to measure on: SQLite in a file on the disk, Postgres started for the run."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.schema import prepare
from tests.databases import upgrade
from tests.postgres import running_postgres


@contextmanager
def sqlite_url() -> Iterator[str]:
    """A prepared SQLite file where files usually lie: commits wait for the disk as they do in a household."""
    with tempfile.TemporaryDirectory(prefix="podo-bench-", dir=".") as folder:
        url = f"sqlite:///{Path(folder).resolve() / 'podo.db'}"
        asyncio.run(prepare(url))
        yield url


@contextmanager
def postgres_url() -> Iterator[str]:
    """A migrated database on a Postgres of its own."""
    with running_postgres() as server:
        name = asyncio.run(server.create_database())
        url = server.url_of(name)
        asyncio.run(upgrade(url))
        yield url


ENGINES = {"sqlite": sqlite_url, "postgres": postgres_url}

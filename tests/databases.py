"""Databases made for tests: templates once, copies of them for whoever asks."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from backend.db import migrations
from backend.db.engine import make_engine
from tests.postgres import Postgres

T = TypeVar("T")


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a loop of its own, so that plain fixtures need not wait in the tests' loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations up to a revision, in this process."""
    await _migrate(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str) -> None:
    """Run the migrations back to a revision, in this process."""
    await _migrate(url, lambda config: command.downgrade(config, revision))


async def _migrate(url: str, step: Callable[[Config], None]) -> None:
    def run(connection: Connection) -> None:
        config = migrations.alembic_config()
        config.attributes["connection"] = connection
        step(config)

    engine = make_engine(url, role="migrate")
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await engine.dispose()


class SqliteDatabases:
    """Files in folders of their own."""

    def __init__(self, folder: Path, template: Path) -> None:
        self._folder = folder
        self._template = template

    def make(self, *, empty: bool = False) -> str:
        """Make a database with today's schema, or nothing in it; tell its URL."""
        path = Path(tempfile.mkdtemp(dir=self._folder)) / "podo.db"
        if not empty:
            shutil.copyfile(self._template, path)
        return f"sqlite+aiosqlite:///{path}"

    def drop(self, url: str) -> None:
        """Remove one that was made."""
        shutil.rmtree(Path(url.partition("///")[2]).parent)


class PostgresDatabases:
    """Databases of the tests' own server."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server = server
        self._template = template

    def make(self, *, empty: bool = False) -> str:
        """Make a database with today's schema, or nothing in it; tell its URL."""
        name = apart(self._server.create_database(None if empty else self._template))
        return self._server.url_of(name)

    def drop(self, url: str) -> None:
        """Remove one that was made, whoever is still connected."""
        apart(self._server.drop_database(url.rpartition("/")[2].partition("?")[0]))


Databases = SqliteDatabases | PostgresDatabases

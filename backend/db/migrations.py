"""Alembic from inside the program: where the revisions are, which is the newest, and running them."""

from __future__ import annotations

import asyncio
import sys
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

REPOSITORY = Path(__file__).parents[2]
PACKAGED = Path(__file__).parents[1] / "_alembic"

turn = asyncio.Lock()
"""Alembic keeps the running migration in module globals: one at a time in a process."""


def alembic_config() -> Config:
    """Make the configuration for running inside the program: the revisions shipped with it, or the tree's."""
    config = Config(stdout=sys.stdout)  # the library's default is the one at its import
    folder = PACKAGED if PACKAGED.is_dir() else REPOSITORY / "alembic"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config())


@cache
def heads() -> frozenset[str]:
    """Tell the revision that this program's models are at (a set, as Alembic thinks; of one)."""
    return frozenset(_scripts().get_heads())


@cache
def known_revisions() -> frozenset[str]:
    """Tell every revision that this program can start from."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def revisions_of(connection: Connection) -> tuple[str, ...]:
    """Read what a database is stamped with; nothing for one that never was."""
    return tuple(sorted(MigrationContext.configure(connection).get_current_heads()))


def stamp_head(connection: Connection) -> None:
    """Write down that the tables are those of the newest revision."""
    MigrationContext.configure(connection).stamp(_scripts(), "heads")


def upgrade_to_head(connection: Connection) -> None:
    """Run the missing migrations in the transaction that is open; hold `turn` meanwhile."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "heads")

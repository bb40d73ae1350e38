"""How Alembic reaches the database: our settings, engine and refusals, one migrator at a time.

A connection handed over in `config.attributes["connection"]` is used as it is, inside its transaction.
"""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path
from typing import Any

from alembic import context
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.db.backup import BackupRefused, back_up_beside
from backend.db.base import Base
from backend.db.engine import MIGRATION_LOCK_TIMEOUT_MS, MIGRATION_STATEMENT_TIMEOUT_MS, make_engine
from backend.db.files import Contents, SchemaRefused, look
from backend.db.migrations import heads
from backend.db.sql import DATABASE_ERRORS, Trouble, reason_of, trouble_of
from backend.db.types import UtcDateTime
from backend.db.url import DatabaseUrlRefused, is_sqlite, normalise, sqlite_path
from backend.kit.clock import system_clock
from backend.schema import UPGRADE, Case, changing_sqlite, judge, refuse_missing, tables_of
from backend.settings import SettingsRefused, load_settings

ADVISORY_LOCK = 0x706F646F
"""Two operators at once take turns by this key ("podo")."""
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.5
RELATIVE = re.compile(r"[+-]\d+$")


def database_url() -> URL:
    """Tell which database to migrate; a pooler cannot carry the lock, so it needs the direct URL."""
    settings = load_settings()
    if settings.db_pgbouncer and settings.migration_database_url is None:
        raise SchemaRefused("DB_PGBOUNCER=true needs MIGRATION_DATABASE_URL, a direct connection, to migrate")
    return normalise(settings.migration_database_url or settings.database_url)


def render_item(kind: str, item: object, _context: Any) -> str | bool:
    """Write our types as what they are underneath: a migration must run when our code has moved on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def options(dialect: str) -> dict[str, Any]:
    """Say how to compare and run; batch mode is what SQLite needs to alter a table."""
    return {
        "target_metadata": Base.metadata,
        "render_as_batch": True,
        "render_item": render_item,
        "compare_type": True,
        "compare_server_default": dialect == "postgresql",
        "transaction_per_migration": dialect == "postgresql",
        "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    }


def run(connection: Connection) -> None:
    """Run the command's steps on a connection."""
    context.configure(connection=connection, **options(connection.dialect.name))
    with context.begin_transaction():
        context.run_migrations()


def destination() -> str | None:
    """Tell where the command moves the schema to; None for one that only reads.

    Raises CommandError for a revision that is not there, before a file is made for it.
    """
    try:
        target = context.get_revision_argument()
    except KeyError:
        return None
    names = list(target) if isinstance(target, tuple | list) else [target or "base"]
    scripts = ScriptDirectory.from_config(context.config)
    for name in names:
        if not RELATIVE.search(name):
            scripts.get_revisions(name)
    return ",".join(names)


def stamping() -> bool:
    """Whether this is `alembic stamp`, which may write a first revision over tables that have none."""
    command: Any = getattr(context.config.cmd_opts, "cmd", None)
    return bool(command) and command[0].__name__ == "stamp"


def refuse_stamping(contents: Contents, target: str | None, name: str) -> None:
    """Refuse to write a revision over what cannot be at it: the next start would believe it."""
    if not stamping() or target is None or target == "base":
        return
    if contents.tables.isdisjoint(Base.metadata.tables):
        raise SchemaRefused(f"{name} has no tables to be stamped: run `{UPGRADE}`")
    scripts = ScriptDirectory.from_config(context.config)
    wanted = [one for one in target.split(",") if not RELATIVE.search(one)]
    if heads() & {script.revision for one in wanted for script in scripts.get_revisions(one)}:
        refuse_missing(contents, name)


async def on_sqlite(url: URL) -> None:
    """Migrate a file as safely as a start does: judged untouched, copied first, all or nothing."""
    path, target = sqlite_path(url), destination()
    contents = await asyncio.to_thread(look, path)
    case = judge(contents, str(path))
    refuse_stamping(contents, target, str(path))
    if case is Case.UNSTAMPED and not stamping():
        raise SchemaRefused(f"{path} was never stamped with a revision: run `{UPGRADE}`")
    if target is None:
        await read_sqlite(url, path)
        return
    async with changing_sqlite(url) as (connection, contents):
        judge(contents, str(path))
        here = ",".join(contents.revisions)
        if contents.tables and here != target:
            await asyncio.to_thread(back_up_beside, path, here or "unstamped", system_clock())
        await connection.run_sync(run)


async def read_sqlite(url: URL, path: Path) -> None:
    """Run a command that changes nothing; the lock is given back without a commit."""
    if not await asyncio.to_thread(path.exists):
        raise SchemaRefused(f"there is no database at {path} yet: run `{UPGRADE}`")
    engine = make_engine(url, role="migrate")
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
            await connection.rollback()
    finally:
        await engine.dispose()


async def on_postgres(url: URL) -> None:
    """Migrate with short locks, each migration its own transaction, one operator at a time."""
    engine = make_engine(url, role="migrate")
    try:
        async with engine.connect() as connection:
            if destination() is None:
                await connection.run_sync(run)
                return
            await take_turn(connection)
            try:
                contents = await connection.run_sync(tables_of)
                refuse_stamping(contents, destination(), "the database")
                if contents.tables & set(Base.metadata.tables):
                    refuse_unstamped(judge(contents, "the database"))
                await connection.rollback()
                await patiently(connection)
            finally:
                await connection.rollback()
                await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
                await connection.commit()
    finally:
        await engine.dispose()


def refuse_unstamped(case: Case) -> None:
    """Refuse to guess which migrations tables without a revision have seen."""
    if case is Case.UNSTAMPED and not stamping():
        raise SchemaRefused(
            "the database has this program's tables but no revision: `alembic stamp` the one it is at"
        )


async def take_turn(connection: AsyncConnection) -> None:
    """Poll for the lock with no transaction open: one that waits would hold up CREATE INDEX CONCURRENTLY."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    asked = text("SELECT pg_try_advisory_lock(:key)")
    while not await connection.scalar(asked, {"key": ADVISORY_LOCK}):
        await connection.rollback()
        if loop.time() > deadline:
            raise SchemaRefused("another migration is running: try again when it is done")
        await asyncio.sleep(POLL_SECONDS)
    await connection.commit()


async def patiently(connection: AsyncConnection) -> None:
    """Try again while others hold the tables: between tries they get on, waiting longer they would queue."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while True:
        try:
            await connection.run_sync(run)
        except DATABASE_ERRORS as error:
            if trouble_of(error) is not Trouble.BUSY or loop.time() > deadline:
                raise
            await connection.rollback()
            await asyncio.sleep(POLL_SECONDS)
        else:
            await connection.commit()
            return


def offline(url: URL) -> None:
    """Write the SQL instead of running it."""
    dialect = url.get_backend_name()
    context.configure(
        url=url.render_as_string(hide_password=True),
        dialect_name=dialect,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        **options(dialect),
    )
    if dialect == "postgresql":
        context.execute(f"SET lock_timeout = {MIGRATION_LOCK_TIMEOUT_MS}")
        context.execute(f"SET statement_timeout = {MIGRATION_STATEMENT_TIMEOUT_MS}")
    with context.begin_transaction():
        context.run_migrations()


def say_what_runs() -> None:
    """Print each migration as it begins, where nobody has set logging up."""
    log = logging.getLogger("alembic.runtime.migration")
    if log.handlers or logging.getLogger().handlers:
        return
    log.addHandler(logging.StreamHandler())
    log.addFilter(lambda record: str(record.msg).startswith("Running"))
    log.setLevel(logging.INFO)


def online(url: URL) -> None:
    """Run on the database that the settings name, and say what is run."""
    say_what_runs()
    asyncio.run(on_sqlite(url) if is_sqlite(url) else on_postgres(url))


def main() -> None:
    """Run the command; what people can put right becomes the sentence that Alembic ends with."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    try:
        url = database_url()
        if context.is_offline_mode():
            offline(url)
        else:
            online(url)
    except (DatabaseUrlRefused, SettingsRefused, SchemaRefused, BackupRefused) as error:
        raise CommandError(str(error)) from None
    except DATABASE_ERRORS as error:
        raise CommandError(f"the database refused: {reason_of(error)}") from None


main()

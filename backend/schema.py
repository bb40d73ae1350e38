"""Brings a database and the models together before anything else runs, or refuses and leaves it as it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata, produce_migrations
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.schema import Column, Index, Table

import backend.models  # noqa: F401 - fills Base.metadata
from backend.db import migrations
from backend.db.backup import BackupRefused, back_up_beside
from backend.db.base import Base
from backend.db.engine import READ_ONLY, make_engine
from backend.db.files import Contents, SchemaRefused, contents_of, look
from backend.db.sql import DATABASE_ERRORS, reason_of
from backend.db.url import is_sqlite, mask, normalise, sqlite_path
from backend.kit.clock import Clock, system_clock

UPGRADE = "podo db upgrade"


class Case(StrEnum):
    """How a database stands to the models; every other case is refused."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    UNSTAMPED = "unstamped"


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Whether a database is at the program's revision; `why` is the sentence when it is not."""

    at_head: bool
    why: str | None = None


async def prepare(url: str | URL, *, clock: Clock = system_clock) -> Case:
    """Make the database ready for this program; tell what it was before.

    A SQLite file is created or brought up to date, a changed one is first copied beside itself; any number
    of processes may do so at once and be killed at it. Postgres is only looked at.
    Raises DatabaseUrlRefused and SchemaRefused, and then nothing was touched (but the copy made).
    """
    known = normalise(url)
    if is_sqlite(known):
        return await _prepare_sqlite(known, clock)
    engine = make_engine(known, role="tool")
    try:
        state = await schema_state(engine)
    except DATABASE_ERRORS as error:
        raise SchemaRefused(f"the database {mask(known)} does not answer ({reason_of(error)})") from error
    finally:
        await engine.dispose()
    if not state.at_head:
        raise SchemaRefused(state.why or "")
    return Case.CURRENT


async def schema_state(engine: AsyncEngine) -> SchemaState:
    """Compare a database's revision to the program's; raises what the driver raises."""
    async with engine.execution_options(**READ_ONLY).connect() as connection:
        revisions = await connection.run_sync(migrations.revisions_of)
    if set(revisions) == migrations.heads():
        return SchemaState(at_head=True)
    here = ", ".join(revisions) or "no revision"
    wanted = ", ".join(migrations.heads())
    remedy = f"run `{UPGRADE}`"
    if not set(revisions) <= migrations.known_revisions():
        remedy = "it is newer than this program: update the program"
    return SchemaState(at_head=False, why=f"the database is at {here}, this program needs {wanted}: {remedy}")


def judge(contents: Contents, name: str) -> Case:
    """Tell how a database stands to the models. Raises SchemaRefused for what is not, or no longer, ours."""
    unknown = set(contents.revisions) - migrations.known_revisions()
    if unknown:
        raise SchemaRefused(
            f"{name} is at revision {', '.join(sorted(unknown))}, which this program does not know: "
            "it was written by a newer program"
        )
    if not contents.tables and not contents.revisions:
        return Case.EMPTY
    if contents.tables.isdisjoint(Base.metadata.tables):
        some = ", ".join(sorted(contents.tables)[:5]) or "no table but Alembic's"
        raise SchemaRefused(f"{name} is not a Podo Budget database: it has {some}")
    if not contents.revisions:
        return Case.UNSTAMPED
    if set(contents.revisions) != migrations.heads():
        return Case.OLDER
    refuse_missing(contents, name)
    return Case.CURRENT


def refuse_missing(contents: Contents, name: str) -> None:
    """Refuse what is, or is to be, stamped as current and lacks tables: it was never brought there."""
    missing = sorted(set(Base.metadata.tables) - contents.tables)
    if missing:
        raise SchemaRefused(f"{name} is stamped as current but lacks {', '.join(missing[:5])}")


@asynccontextmanager
async def changing_sqlite(url: URL) -> AsyncIterator[tuple[AsyncConnection, Contents]]:
    """Hold a SQLite file's write lock and tell what it holds now.

    Everything in the block is one transaction with foreign keys off, so that a table can be recreated;
    it is committed when no reference is broken, and leaves nothing when the block or that check raises.
    """
    sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url, role="migrate")
    try:
        async with engine.connect() as connection:
            yield connection, await connection.run_sync(_contents)
            await connection.run_sync(_refuse_broken_references)
            await connection.commit()
    finally:
        await engine.dispose()


async def _prepare_sqlite(url: URL, clock: Clock) -> Case:
    path = sqlite_path(url)
    name = str(path)
    before = await asyncio.to_thread(look, path)
    case = judge(before, name)
    if case is Case.CURRENT:
        return case
    if case is Case.UNSTAMPED:
        refuse_unless_additive(before, name)
    try:
        return await _bring_up_to_date(url, path, clock)
    except BackupRefused as error:
        raise SchemaRefused(str(error)) from None
    except OSError as error:
        raise SchemaRefused(f"{name} cannot be used ({error.strerror})") from None
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise SchemaRefused(
            f"{name} could not be brought up to date, nothing was changed ({reason})"
        ) from error


async def _bring_up_to_date(url: URL, path: Path, clock: Clock) -> Case:
    async with changing_sqlite(url) as (connection, contents):
        case = judge(contents, str(path))  # somebody else may have done it by now
        if case in {Case.OLDER, Case.UNSTAMPED}:
            label = "-".join(contents.revisions) or case.value
            await asyncio.to_thread(back_up_beside, path, label, clock())
        async with migrations.turn:
            if case is Case.EMPTY:
                await connection.run_sync(_create)
            elif case is Case.OLDER:
                await connection.run_sync(migrations.upgrade_to_head)
            elif case is Case.UNSTAMPED:
                await connection.run_sync(_reconcile)
    return case


def refuse_unless_additive(contents: Contents, name: str) -> None:
    """Compare never-stamped tables with the models on an empty replica, for the file must not be touched.

    Raises SchemaRefused with the differences unless all that is missing can be added.
    """
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as replica:
            for statement in contents.ddl:
                replica.exec_driver_sql(statement)
            problems = list(_not_additive(compare_metadata(_comparison(replica), Base.metadata)))
    except SQLAlchemyError as error:
        problems = [reason_of(error)]
    finally:
        engine.dispose()
    if problems:
        raise SchemaRefused(
            f"{name} was never stamped with a revision and differs from this program's tables: "
            + "; ".join(problems)
        )


def _create(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    migrations.stamp_head(connection)


def _reconcile(connection: Connection) -> None:
    """Add what is missing to tables that were never stamped; columns before the indexes over them."""
    script = produce_migrations(_comparison(connection), Base.metadata)
    operations = Operations(_comparison(connection))
    pending: list[Any] = [script.upgrade_ops]
    while pending:
        operation = pending.pop(0)
        if hasattr(operation, "ops"):
            pending = [*operation.ops, *pending]
        else:
            operations.invoke(operation)
    migrations.stamp_head(connection)


def _comparison(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"compare_type": True})


def _not_additive(differences: Iterable[object]) -> Iterable[str]:
    for difference in differences:
        if isinstance(difference, list):
            yield from (_described(one) for one in difference)
        elif not _is_additive(difference):
            yield _described(difference)


def _is_additive(difference: object) -> bool:
    match difference:
        case ("add_table", Table()) | ("add_index", Index()):
            return True
        case ("add_column", _, _, Column() as column):
            return not column.primary_key and (column.nullable or column.server_default is not None)
        case _:
            return False


def _described(difference: object) -> str:
    if not isinstance(difference, tuple):
        return str(difference)
    kind, *rest = difference
    names = [getattr(part, "name", part) for part in rest if isinstance(part, str | Table | Column | Index)]
    return f"{str(kind).replace('_', ' ')} {'.'.join(str(name) for name in names)}".strip()


def _contents(connection: Connection) -> Contents:
    return contents_of(lambda sql: connection.exec_driver_sql(sql).fetchall())


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise SchemaRefused(f"rows refer to what is not there, nothing was changed (in {tables})")


def tables_of(connection: Connection) -> Contents:
    """Read what an open Postgres database holds, as `judge` wants to know it."""
    names = frozenset(inspect(connection).get_table_names())
    return Contents(names, (), migrations.revisions_of(connection))

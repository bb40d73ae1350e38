"""Moving a whole database to another: one snapshot read, one transaction written, everything compared."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Column, MetaData, Table, func, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.db import migrations
from backend.db.engine import make_engine
from backend.db.files import look
from backend.db.sql import sum_minor
from backend.db.url import is_sqlite, mask, normalise, sqlite_path

BATCH = 5_000


class CopyRefused(RuntimeError):
    """Nothing was copied; the message is one sentence and shows no password."""


@dataclass(frozen=True, slots=True)
class CopyReport:
    """Rows copied per table, and the sums of its money columns in minor units; both sides have the same."""

    rows: dict[str, int]
    sums: dict[str, dict[str, int]]


async def copy_database(source_url: str | URL, target_url: str | URL, metadata: MetaData) -> CopyReport:
    """Copy every row of `metadata`'s tables; ids stay, and those once given away are not given again.

    Both databases must be at this program's revision and the target empty. The source may be in use, what
    is written to it meanwhile is not copied. Raises CopyRefused and DatabaseUrlRefused, and then the target
    is as it was.
    """
    source_known, target_known = normalise(source_url), normalise(target_url)
    for url in (source_known, target_known):
        await _refuse_missing(url)
    source, target = make_engine(source_known, role="tool"), make_engine(target_known, role="tool")
    try:
        async with _snapshot(source) as reading, target.connect() as writing:
            await _refuse_other_revision(reading, source_known)
            await _refuse_other_revision(writing, target_known)
            await _refuse_rows(writing, target_known, metadata.sorted_tables)
            for table in metadata.sorted_tables:
                await _copy_table(reading, writing, table)
                await _continue_numbers(reading, writing, table)
            report = await _measure(reading, metadata.sorted_tables)
            if report != await _measure(writing, metadata.sorted_tables):
                raise CopyRefused("what arrived differs from what was sent, so nothing was kept")
            await writing.commit()
    finally:
        await source.dispose()
        await target.dispose()
    return report


def _snapshot(engine: AsyncEngine) -> AsyncConnection:
    """Open a connection all of whose reads see the same moment."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(read_only=True).connect()


async def _refuse_missing(url: URL) -> None:
    """Keep from making a SQLite file of what is none: connecting would."""
    if is_sqlite(url) and not (await asyncio.to_thread(look, sqlite_path(url))).revisions:
        raise CopyRefused(f"there is no database of this program at {sqlite_path(url)}")


async def _refuse_other_revision(connection: AsyncConnection, url: URL) -> None:
    if set(await connection.run_sync(migrations.revisions_of)) != migrations.heads():
        raise CopyRefused(f"{mask(url)} is not at this program's revision: run `podo db upgrade` on it")


async def _refuse_rows(connection: AsyncConnection, url: URL, tables: Sequence[Table]) -> None:
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables)
        await connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    filled = [t.name for t in tables if (await connection.execute(t.select().limit(1))).first()]
    if filled:
        raise CopyRefused(f"{mask(url)} is not empty: it has rows in {', '.join(filled)}")


async def _copy_table(reading: AsyncConnection, writing: AsyncConnection, table: Table) -> None:
    keys = [column.is_not(None) for column in _references_to_itself(table)] + list(table.primary_key)
    rows = await reading.stream(table.select().order_by(*keys))
    async for batch in _batches(rows.partitions(BATCH)):
        if writing.dialect.name == "postgresql":
            await _copy_records(writing, table, batch)
        else:
            names = table.columns.keys()
            await writing.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in batch])
    await rows.close()


async def _batches(partitions: AsyncIterator[Sequence[Any]]) -> AsyncIterator[list[tuple[Any, ...]]]:
    async for partition in partitions:
        yield [tuple(row) for row in partition]


def _references_to_itself(table: Table) -> list[Column[Any]]:
    """Tell the columns that name another row of the same table: rows without one go first.

    Enough for the two levels that categories have.
    """
    return [
        key.parent for key in table.foreign_keys if key.column.table is table and key.parent.nullable is True
    ]


async def _copy_records(connection: AsyncConnection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Send rows by COPY, with values as the driver's own statements would carry them."""
    processors: list[Callable[[Any], Any] | None] = [
        column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        for column in table.columns
    ]
    raw = await connection.get_raw_connection()
    assert raw.driver_connection is not None  # noqa: S101 - it is connected
    await raw.driver_connection.copy_records_to_table(
        table.name,
        columns=[column.name for column in table.columns],
        records=[
            tuple(
                process(value) if process else value for process, value in zip(processors, row, strict=True)
            )
            for row in rows
        ],
    )


async def _continue_numbers(reading: AsyncConnection, writing: AsyncConnection, table: Table) -> None:
    """Let the target number on where the source stopped, also when its newest rows are gone."""
    column = next((column for column in table.columns if column.identity is not None), None)
    if column is None:
        return
    last = await _last_number(reading, table, column)
    if last is None:
        return
    if writing.dialect.name == "postgresql":
        statement = "SELECT setval(pg_get_serial_sequence(:name, :column), :last)"
        await writing.execute(text(statement), {"name": table.name, "column": column.name, "last": last})
        return
    await writing.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    statement = "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"
    await writing.execute(text(statement), {"name": table.name, "last": last})


async def _last_number(connection: AsyncConnection, table: Table, column: Column[Any]) -> int | None:
    if connection.dialect.name == "postgresql":
        statement = "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, :column)::regclass)"
        given = await connection.scalar(text(statement), {"name": table.name, "column": column.name})
    else:
        statement = "SELECT seq FROM sqlite_sequence WHERE name = :name"
        given = await connection.scalar(text(statement), {"name": table.name})
    highest = await connection.scalar(table.select().with_only_columns(func.max(column)))
    return max(given or 0, highest or 0) or None


async def _measure(connection: AsyncConnection, tables: Sequence[Table]) -> CopyReport:
    rows: dict[str, int] = {}
    sums: dict[str, dict[str, int]] = {}
    for table in tables:
        money = [column for column in table.columns if column.name.endswith("_minor")]
        figures = [func.count(), *(sum_minor(column) for column in money)]
        counted, *added = (
            await connection.execute(table.select().with_only_columns(*figures).select_from(table))
        ).one()
        rows[table.name] = counted
        if money:
            sums[table.name] = {column.name: total for column, total in zip(money, added, strict=True)}
    return CopyReport(rows, sums)

"""The few pieces of SQL that the two engines spell differently, and what their failures mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from socket import gaierror
from typing import Any, cast

import asyncpg
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    String,
    Subquery,
    bindparam,
    column,
    exc,
    func,
    literal,
    select,
    true,
    tuple_,
    type_coerce,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, QueryableAttribute

Column = ColumnElement[Any] | QueryableAttribute[Any]


def insert(session: AsyncSession, table: type[DeclarativeBase] | FromClause) -> sqlite.Insert:
    """Insert into a table with `on_conflict_do_nothing` and `on_conflict_do_update`, on either engine.

    Typed as SQLite's, whose arguments Postgres takes too; name conflicts by `index_elements`.
    """
    if session.get_bind().dialect.name == "postgresql":
        return cast("sqlite.Insert", postgresql.insert(table))  # type: ignore[arg-type]
    return sqlite.insert(table)  # type: ignore[arg-type]


def sum_minor(column: Column) -> ColumnElement[int]:
    """Add up minor units as a whole number: 0 for no rows, and no Decimal from Postgres."""
    return sql_cast(func.coalesce(func.sum(column), 0), BigInteger)


def beyond(columns: Sequence[Column], key: Sequence[Any], *, descending: bool = True) -> ColumnElement[bool]:
    """Ask for the rows after `key` in the order of `columns`, all of them one way.

    One row value, which both engines find by index; spelled out with OR neither does.
    """
    here = tuple_(*columns)
    there = tuple_(*(literal(value, column.type) for value, column in zip(key, columns, strict=True)))
    return here < there if descending else here > there


SpanRow = tuple[int, date, date, bool, bool]
"""A number, the first day, the day after the last, and two marks: what `span_table` has as columns."""

_SPAN_COLUMNS = ("n", "first", "beyond", "by_day", "by_category")
_SPAN_TYPES = (Integer, Date, Date, Boolean, Boolean)


def dialect_of(session: AsyncSession) -> str:
    """Name the engine: statements that are built once are kept by it."""
    return session.get_bind().dialect.name


def span_table(dialect: str) -> FromClause:
    """Make a table of spans of days, to be joined: columns `n, first, beyond, by_day, by_category`.

    However many spans `span_parameters` gives, they are one parameter (SQLite) or five (Postgres) of one
    statement, which is compiled and planned once.
    """
    if dialect == "postgresql":
        arrays: list[ColumnElement[Any]] = [
            bindparam(f"spans_{name}", type_=postgresql.ARRAY(kind))
            for name, kind in zip(_SPAN_COLUMNS, _SPAN_TYPES, strict=True)
        ]
        names: list[ColumnElement[Any]] = [
            column(name, kind) for name, kind in zip(_SPAN_COLUMNS, _SPAN_TYPES, strict=True)
        ]
        table = func.unnest(*arrays).table_valued(*names, name="spans")
        return select(*table.render_derived().c).subquery("given")
    each = func.json_each(bindparam("spans", type_=String)).table_valued("value", name="spans")
    parts = (func.json_extract(each.c.value, f"$[{place}]") for place in range(len(_SPAN_COLUMNS)))
    columns: list[ColumnElement[Any]] = [
        type_coerce(part, kind).label(name)
        for name, kind, part in zip(_SPAN_COLUMNS, _SPAN_TYPES, parts, strict=True)
    ]
    # Kept as a table: the JSON would else be parsed anew for every row that is joined.
    return select(*columns).cte("given").prefix_with("MATERIALIZED")


def span_parameters(dialect: str, rows: Sequence[SpanRow]) -> dict[str, Any]:
    """Write spans as the parameters of a statement that joins `span_table`."""
    if dialect == "postgresql":
        values = list(zip(*rows, strict=True)) or [()] * len(_SPAN_COLUMNS)
        return {f"spans_{name}": list(value) for name, value in zip(_SPAN_COLUMNS, values, strict=True)}
    return {"spans": json.dumps([[n, str(first), str(beyond), *marks] for n, first, beyond, *marks in rows])}


def sum_each(
    dialect: str,
    given: FromClause,
    sums: Sequence[ColumnElement[Any]],
    counted: ColumnElement[bool],
    keys: Sequence[ColumnElement[Any]],
) -> Subquery:
    """Add up, for each row of `span_table`, what is `counted` in it; `n` says for which, and `keys` group it.

    Postgres cannot know how long a span is, takes it for a ninth of the table, and would rather read all of
    that once and compare: a lateral query has it look into the index span by span. SQLite, which has no
    lateral queries, goes that way by itself.
    """
    if dialect == "postgresql":
        each = select(*sums).where(counted).group_by(*keys).having(func.count() > 0).lateral("each")
        return select(given.c.n, *each.c).select_from(given).join(each, true()).subquery("sums")
    return select(given.c.n, *sums).where(counted).group_by(given.c.n, *keys).subquery("sums")


DATABASE_ERRORS = (exc.SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
"""What connecting and asking may raise; asyncpg's own errors come through bare while connecting."""


def reason_of(error: BaseException) -> str:
    """Give the driver's own words on one line, without the statement and its values."""
    text = str(getattr(error, "orig", None) or error).strip().splitlines()
    return text[0] if text else type(error).__name__


class Trouble(StrEnum):
    """Why the database did not answer, though nothing is wrong with what was asked."""

    LOST = "lost"
    """It cannot be reached, or the connection broke: what was being committed may or may not be there."""
    CONFLICT = "conflict"
    """Two transactions clashed and this one was rolled back: the same again succeeds."""
    BUSY = "busy"
    """A lock or a free connection was not to be had in time; nothing was done."""
    SLOW = "slow"
    """A statement took longer than it may."""


SQLSTATES = {
    "40001": Trouble.CONFLICT,
    "40P01": Trouble.CONFLICT,
    "55P03": Trouble.BUSY,
    "57014": Trouble.SLOW,
    "25P03": Trouble.LOST,
    "57P01": Trouble.LOST,
    "57P02": Trouble.LOST,
    "57P03": Trouble.LOST,
    "53300": Trouble.LOST,
}
SQLITE_CODES = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_CANTOPEN: Trouble.LOST,
    sqlite3.SQLITE_IOERR: Trouble.LOST,
    sqlite3.SQLITE_FULL: Trouble.LOST,
    sqlite3.SQLITE_READONLY: Trouble.LOST,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Tell what a failure around database work means; None when it is a bug or a refused value.

    Every edge answers trouble with 503 or a later try; only where the event is idempotent may it be
    repeated, for after LOST (and a cancelled request) the commit may have happened. Failures of tasks side by
    side mean what each of them means, where that is the same.
    """
    if isinstance(error, BaseExceptionGroup):
        meant = {trouble_of(one) for one in error.exceptions}
        return meant.pop() if len(meant) == 1 else None
    if isinstance(error, exc.TimeoutError):
        return Trouble.BUSY
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return Trouble.LOST
    for cause in _causes(error):
        found = _driver_trouble(cause)
        if found:
            return found
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk from the error to what it was made from; SQLAlchemy keeps the driver's own error in `orig`."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = getattr(seen, "orig", None) or seen.__cause__


def _driver_trouble(error: BaseException) -> Trouble | None:
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return Trouble.LOST if state.startswith("08") else SQLSTATES.get(state)
    if isinstance(error, sqlite3.Error):
        return SQLITE_CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, TimeoutError):
        return Trouble.SLOW
    if isinstance(error, ConnectionError | gaierror):
        return Trouble.LOST
    if isinstance(error, FileNotFoundError) and error.filename is None:
        return Trouble.LOST  # a unix socket that nobody listens on: `open` would have named the file
    return None


def is_sum_too_large(error: BaseException) -> bool:
    """Tell whether adding up went beyond what the engines count to, 9.2 · 10^18 minor units."""
    return any(
        getattr(cause, "sqlstate", None) == "22003"
        or (isinstance(cause, sqlite3.OperationalError) and str(cause) == "integer overflow")
        for cause in _causes(error)
    )

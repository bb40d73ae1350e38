"""The one way to an engine: pragmas, pools and timeouts for each role, on SQLite and on Postgres."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from sqlalchemy import URL, Connection, NullPool, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from backend.db.url import is_sqlite, normalise, sqlite_path
from backend.settings import PoolSettings

Role = Literal["api", "bot", "migrate", "tool", "test"]

POOLS: dict[Role, tuple[int, int]] = {"api": (5, 5), "bot": (2, 3), "test": (5, 5)}
"""Connections kept, and more at a peak. Roles not named here work once and keep none."""

BUSY_SECONDS: dict[Role, int] = {"migrate": 60, "tool": 60}
DEFAULT_BUSY_SECONDS = 15
READ_ONLY = {"read_only": True, "postgresql_readonly": True}
"""Execution options of a connection that only reads; Postgres then refuses a write itself."""

MIGRATION_LOCK_TIMEOUT_MS = 3_000
MIGRATION_STATEMENT_TIMEOUT_MS = 60_000
TLS_FILES = ("sslrootcert", "sslcert", "sslkey")


def make_writing_engine(url: str | URL, *, role: Role) -> AsyncEngine:
    """Make the engine for the writers of one process on SQLite, which has one writer at a time.

    Its one connection is handed on in turn: waiting for SQLite's own lock means to sleep and try again,
    which is slower and lets late comers pass. Raises DatabaseUrlRefused.
    """
    return _sqlite_engine(normalise(url), role, one_connection=True)


def make_engine(url: str | URL, *, role: Role, pool: PoolSettings | None = None) -> AsyncEngine:
    """Make the engine that a process of this role uses; nothing is connected yet.

    `pool` is for Postgres, where it overrides what the role has by default. `migrate` has foreign keys off
    on SQLite (a table that is recreated would take its children's rows along) and short locks on Postgres.
    Raises DatabaseUrlRefused.
    """
    known = normalise(url)
    return _sqlite_engine(known, role) if is_sqlite(known) else _postgres_engine(known, role, pool)


def _sqlite_engine(url: URL, role: Role, *, one_connection: bool = False) -> AsyncEngine:
    # `timeout` is SQLite's busy timeout, set while connecting: it already holds for the pragmas below, of
    # which the switch to WAL needs a lock of its own.
    arguments = {"timeout": BUSY_SECONDS.get(role, DEFAULT_BUSY_SECONDS)}
    serves = role in ("api", "bot")
    path = sqlite_path(url)
    if serves:
        url = _existing(url)
    if one_connection:
        engine = create_async_engine(
            url,
            connect_args=arguments,
            hide_parameters=True,
            pool_size=1,
            max_overflow=0,
            pool_timeout=DEFAULT_BUSY_SECONDS,
        )
    elif role in POOLS:
        engine = create_async_engine(url, connect_args=arguments, hide_parameters=True)
    else:
        engine = create_async_engine(url, connect_args=arguments, poolclass=NullPool, hide_parameters=True)
    foreign_keys = "OFF" if role == "migrate" else "ON"

    @event.listens_for(engine.sync_engine, "connect")
    def prepare_connection(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["file"] = _identity(path)
        # The driver must not begin transactions by itself: it leaves reads and DDL outside of them, so that
        # two writers lose updates and a failed migration stays half done.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys={foreign_keys}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    if serves:

        @event.listens_for(engine.sync_engine, "checkout")
        def see_the_file(_connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
            # A file moved away or replaced goes on being written by who has it open, and nobody reads it.
            if entry.info.get("file") != _identity(path):
                raise DisconnectionError

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock before it reads: upgrading a read later fails at once when another wrote.
        reads = connection.get_execution_options().get("read_only")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    @event.listens_for(engine.sync_engine, "invalidate")
    def let_go(
        connection: DBAPIConnection, _entry: ConnectionPoolEntry, _error: BaseException | None
    ) -> None:
        # A cancelled statement may still have rows to give. SQLite would then keep the transaction of the
        # closed connection, and with it the only write lock, until the garbage collector comes by.
        connection.rollback()

    return engine


def _existing(url: URL) -> URL:
    """Name the file so that opening it never makes it: `prepare` did, and an empty stray helps nobody."""
    file = quote(str(sqlite_path(url).absolute()))
    return url.set(database=f"file:{file}", query={**url.query, "mode": "rw", "uri": "true"})


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell which file lies at a path now; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _postgres_engine(url: URL, role: Role, pool: PoolSettings | None) -> AsyncEngine:
    chosen = pool or PoolSettings()
    arguments = _asyncpg_arguments(url, role, chosen)
    keep = {"host", "port", "ssl", "target_session_attrs"}
    bare = url.set(query={key: value for key, value in url.query.items() if key in keep})
    if role not in POOLS:
        return create_async_engine(bare, connect_args=arguments, poolclass=NullPool, hide_parameters=True)
    size, overflow = POOLS[role]
    return create_async_engine(
        bare,
        hide_parameters=True,
        connect_args=arguments,
        pool_size=size if chosen.size is None else chosen.size,
        max_overflow=overflow if chosen.max_overflow is None else chosen.max_overflow,
        pool_timeout=5,
        pool_recycle=1800,
        pool_pre_ping=True,
    )


def _asyncpg_arguments(url: URL, role: Role, pool: PoolSettings) -> dict[str, Any]:
    query = {key: value if isinstance(value, str) else value[-1] for key, value in url.query.items()}
    settings = {"application_name": query.get("application_name", f"podo-{role}")}
    arguments: dict[str, Any] = {"server_settings": settings}
    if pool.pgbouncer:
        # A transaction pooler hands the server connection on: no prepared statement may outlive its
        # transaction, and it refuses start-up settings (those belong into ALTER ROLE … SET).
        arguments |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
    else:
        settings |= _timeouts(role, pool) | {"jit": "off"}
        if "options" in query:
            settings["options"] = query["options"]
    if role in POOLS:
        # Longer than the server's own limit, which leaves the connection usable: for a server that is gone.
        arguments["command_timeout"] = pool.statement_timeout_ms / 1000 + 5
    arguments["timeout"] = float(query.get("connect_timeout", "10"))
    files = {key: query[key] for key in TLS_FILES if key in query}
    if files:
        arguments["dsn"] = f"postgresql://?{urlencode(files)}"  # asyncpg takes them in this form only
    return arguments


def _timeouts(role: Role, pool: PoolSettings) -> dict[str, str]:
    if role == "migrate":
        # A migration that waits for a lock makes every later reader wait behind it: give up soon, try again.
        lock, statement, idle = MIGRATION_LOCK_TIMEOUT_MS, MIGRATION_STATEMENT_TIMEOUT_MS, 0
    elif role == "tool":
        lock, statement, idle = 30_000, 0, 0
    else:
        lock, statement, idle = 5_000, pool.statement_timeout_ms, 30_000
    return {
        "lock_timeout": str(lock),
        "statement_timeout": str(statement),
        "idle_in_transaction_session_timeout": str(idle),
    }

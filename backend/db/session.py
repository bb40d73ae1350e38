"""Sessions: the one place where anything is committed, and reading that never writes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import ORMExecuteState, Session

from backend.db.engine import READ_ONLY, Role, make_engine, make_writing_engine
from backend.db.url import is_sqlite, normalise
from backend.settings import PoolSettings


class ReadOnlySession(Session):
    """A session in which a write is a bug, and fails on both engines alike."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Refuse pending changes."""
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("a read session has changes: use unit_of_work")
        super().flush(objects)

    def commit(self) -> None:
        """Refuse: there is nothing to keep."""
        raise RuntimeError("a read session never commits")


@event.listens_for(ReadOnlySession, "do_orm_execute")
def _refuse_writing_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("a read session writes: use unit_of_work")


class Database:
    """The sessions of one process: `write` for units of work, `read` for reading."""

    def __init__(
        self,
        *,
        write: async_sessionmaker[AsyncSession],
        read: async_sessionmaker[AsyncSession],
        engine: AsyncEngine,
        writing: AsyncEngine | None = None,
    ) -> None:
        self.write = write
        self.read = read
        self.engine = engine
        self._writing = writing

    @classmethod
    def open(cls, url: str | URL, *, role: Role, pool: PoolSettings | None = None) -> Self:
        """Make the sessions of a process; the first statement connects. Raises DatabaseUrlRefused."""
        writing = make_writing_engine(url, role=role) if is_sqlite(normalise(url)) else None
        return cls.on(make_engine(url, role=role, pool=pool), writing=writing)

    @classmethod
    def on(cls, engine: AsyncEngine, *, writing: AsyncEngine | None = None) -> Self:
        """Make sessions on an engine, writing on another where one is given; `close` disposes of both."""
        return cls(
            write=async_sessionmaker(writing or engine, expire_on_commit=False),
            read=async_sessionmaker(
                engine.execution_options(**READ_ONLY),
                expire_on_commit=False,
                sync_session_class=ReadOnlySession,
            ),
            engine=engine,
            writing=writing,
        )

    @classmethod
    def within(cls, connection: AsyncConnection) -> Self:
        """Make sessions inside a connection's open transaction, for tests: a commit ends a savepoint only.

        Whoever opened the transaction rolls it back; one session at a time.
        """
        return cls(
            write=async_sessionmaker(
                connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
            ),
            read=async_sessionmaker(
                connection,
                expire_on_commit=False,
                join_transaction_mode="create_savepoint",
                sync_session_class=ReadOnlySession,
            ),
            engine=connection.engine,
        )

    async def close(self) -> None:
        """Close every connection that is not in use; the process can end after it."""
        await self.engine.dispose()
        if self._writing is not None:
            await self._writing.dispose()


@asynccontextmanager
async def unit_of_work(database: Database) -> AsyncIterator[AsyncSession]:
    """Give the session of one event: commits when the block ends, rolls back when it raises.

    The only commit in the program. Nothing in the block may wait for the network: SQLite has one writer.
    """
    async with database.write() as session:
        yield session
        await session.commit()


@asynccontextmanager
async def read_session(database: Database) -> AsyncIterator[AsyncSession]:
    """Give a session for reading, which waits for no writer and never commits; a write is a RuntimeError."""
    async with database.read() as session:
        yield session

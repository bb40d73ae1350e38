"""What every test may ask for: both databases, each test in a transaction that is rolled back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from backend.db.engine import make_engine
from backend.db.session import Database
from backend.schema import prepare
from backend.settings import Settings
from tests.databases import Databases, PostgresDatabases, SqliteDatabases, apart, upgrade
from tests.postgres import Postgres, running_postgres

NOON_IN_SEOUL = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Seoul")).astimezone(UTC)


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings() -> Iterator[None]:
    """Keep the developer's own environment and `.env` out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in Settings.model_fields:
            patch.delenv(name.upper(), raising=False)
        patch.setitem(Settings.model_config, "env_file", None)
        yield


@pytest.fixture
def now() -> datetime:
    """Noon in Seoul on Saturday, 21 November 2026, in UTC."""
    return NOON_IN_SEOUL


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: the tests wait for no disk."""
    shm = Path("/dev/shm")  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="podo-", dir=shm if os.access(shm, os.W_OK) else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder(scratch: Path) -> Path:
    """An empty folder of the test's own, in memory where there is one."""
    return Path(tempfile.mkdtemp(dir=scratch))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real Postgres server, started once."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database this test runs on: every test that reaches one runs on both."""
    return request.param


@pytest.fixture(scope="session")
def databases(dialect: str, request: pytest.FixtureRequest) -> Databases:
    """Where a test that needs several databases gets them."""
    databases: Databases = request.getfixturevalue(f"{dialect}_databases")
    return databases


@pytest.fixture
def fresh_database_url(databases: Databases) -> Iterator[str]:
    """A database of its own with today's schema: for real commits, concurrency and other processes."""
    url = databases.make()
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database of its own with nothing in it."""
    url = databases.make(empty=True)
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def sqlite_databases(scratch: Path) -> SqliteDatabases:
    """Copies of a SQLite file as a first start makes it."""
    template = scratch / "template.db"
    apart(prepare(f"sqlite:///{template}"))
    return SqliteDatabases(scratch, template)


@pytest.fixture
def sqlite_url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """A SQLite database of its own with today's schema, for what only SQLite does."""
    url = sqlite_databases.make()
    yield url
    sqlite_databases.drop(url)


@pytest.fixture(scope="session")
def postgres_databases(postgres: Postgres) -> PostgresDatabases:
    """Copies of a Postgres database brought up by the migrations."""
    name = apart(postgres.create_database())
    apart(upgrade(postgres.url_of(name)))
    return PostgresDatabases(postgres, name)


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """A Postgres database of its own with today's schema, for what only Postgres does."""
    url = postgres_databases.make()
    yield url
    postgres_databases.drop(url)


@pytest.fixture(scope="session")
async def engine(databases: Databases) -> AsyncIterator[AsyncEngine]:
    """An engine on today's schema: made by `create_all` on SQLite, by the migrations on Postgres."""
    url = databases.make()
    engine = make_engine(url, role="test")
    yield engine
    await engine.dispose()
    databases.drop(url)


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """The one connection of a test, in a transaction that is rolled back in the end."""
    async with engine.connect() as connection:
        outer = await connection.begin()
        yield connection
        await outer.rollback()


@pytest.fixture
def database(connection: AsyncConnection) -> Database:
    """What the code under test works on: it may commit and fail freely, one session at a time."""
    return Database.within(connection)


@pytest.fixture
async def check(connection: AsyncConnection) -> AsyncIterator[AsyncSession]:
    """A second session to look through: it sees what was committed, and reads everything anew."""
    async with AsyncSession(
        connection, join_transaction_mode="rollback_only", expire_on_commit=False
    ) as session:
        yield session

"""What a start does with each kind of database it may find."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from backend.db import migrations
from backend.db.base import Base
from backend.db.files import SchemaRefused
from backend.db.session import Database, read_session
from backend.models import User
from backend.schema import Case, prepare, schema_state
from tests.databases import downgrade, upgrade

FIRST = "7ae3b3dc3a32"
(LATEST,) = migrations.heads()
USER = (
    "INSERT INTO users (id, display_name, timezone, telegram_user_id, revision, created_at, updated_at) "
    "VALUES (1, '포도', 'Asia/Seoul', 42, 1, '2026-11-21', '2026-11-21')"
)


@pytest.fixture
def path(folder):
    return folder / "podo.db"


def run(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return [connection.execute(statement).fetchall() for statement in statements][-1]


def columns(path, table):
    return {row[1] for row in run(path, f"PRAGMA table_info({table})")}


def stamp(path):
    return [row[0] for row in run(path, "SELECT version_num FROM alembic_version")]


def snapshot(folder: Path):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def create_all(path):
    """Make the tables as a program without Alembic would have."""
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()


async def first_revision(path):
    """Make a file as the first release left it, with a row."""
    await upgrade(f"sqlite:///{path}", FIRST)
    run(path, USER)


async def refused(path) -> str:
    """Start on the file; tell the refusal, and that nothing in the folder changed."""
    before = snapshot(path.parent)
    with pytest.raises(SchemaRefused) as refusal:
        await prepare(f"sqlite:///{path}")
    assert snapshot(path.parent) == before
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


async def test_no_file_becomes_a_stamped_one_in_a_new_folder(folder):
    path = folder / "data" / "podo.db"
    assert await prepare(f"sqlite:///{path}") is Case.EMPTY
    assert stamp(path) == [LATEST]
    assert set(Base.metadata.tables) <= {row[0] for row in run(path, "SELECT name FROM sqlite_master")}
    assert [p.name for p in path.parent.iterdir()] == ["podo.db"]


async def test_a_current_file_is_left_alone(path):
    await prepare(f"sqlite:///{path}")
    before = snapshot(path.parent)
    assert await prepare(f"sqlite:///{path}") is Case.CURRENT
    assert snapshot(path.parent) == before


async def test_an_older_file_gets_its_columns_and_keeps_its_rows(path, now):
    await first_revision(path)
    assert "telegram_link_code" not in columns(path, "users")
    assert await prepare(f"sqlite:///{path}", clock=lambda: now) is Case.OLDER
    assert {"telegram_link_code", "telegram_link_code_expires_at"} <= columns(path, "users")
    assert run(path, "SELECT display_name, telegram_link_code FROM users") == [("포도", None)]
    assert stamp(path) == [LATEST]
    backup = path.with_name(f"podo.db.{FIRST}.20261121T030000000000Z.bak")
    assert stamp(backup) == [FIRST]
    assert run(backup, "SELECT display_name FROM users") == [("포도",)]
    database = Database.open(f"sqlite:///{path}", role="test")
    async with read_session(database) as session:
        assert (await session.get_one(User, 1)).telegram_link_code_expires_at is None
    await database.close()


async def test_a_never_stamped_file_gets_what_can_be_added(path):
    await first_revision(path)
    run(path, "DROP TABLE alembic_version", "DROP INDEX uq_users_email", "DROP TABLE attempts")
    assert await prepare(f"sqlite:///{path}") is Case.UNSTAMPED
    assert stamp(path) == [LATEST]
    assert run(path, "SELECT display_name, telegram_link_code FROM users") == [("포도", None)]
    assert run(path, "SELECT sql FROM sqlite_master WHERE name = 'uq_users_email'")[0][0].startswith(
        "CREATE UNIQUE"
    )
    assert columns(path, "attempts")
    assert len(list(path.parent.glob("podo.db.unstamped.*.bak"))) == 1
    assert await prepare(f"sqlite:///{path}") is Case.CURRENT


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE users ADD COLUMN shoe_size INTEGER", "shoe_size"),
        ("ALTER TABLE users DROP COLUMN display_name", "display_name"),
        ("CREATE TABLE invoices (id INTEGER PRIMARY KEY)", "invoices"),
        ("CREATE INDEX ix_users_locale ON users (locale)", "ix_users_locale"),
    ],
)
async def test_a_never_stamped_file_that_differs_is_refused_with_the_list(path, change, named):
    create_all(path)
    if "display_name" in change:
        run(path, "DROP TABLE users", "CREATE TABLE users (id INTEGER PRIMARY KEY, timezone VARCHAR(64))")
    else:
        run(path, change)
    assert named in await refused(path)


async def test_a_newer_file_is_refused(path):
    create_all(path)
    run(path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('f00dfeed')")
    said = await refused(path)
    assert "f00dfeed" in said
    assert "newer program" in said


async def test_somebody_elses_file_is_refused(path):
    run(path, "PRAGMA journal_mode=DELETE", "CREATE TABLE songs (x)", "INSERT INTO songs VALUES (1)")
    assert "songs" in await refused(path)


async def test_somebody_elses_file_in_wal_mode_is_refused(path):
    run(path, "PRAGMA journal_mode=WAL", "CREATE TABLE songs (x)")
    assert "songs" in await refused(path)


@pytest.mark.parametrize("revision", [FIRST, LATEST])
async def test_somebody_elses_file_is_refused_under_our_stamp_too(path, revision):
    run(path, "CREATE TABLE songs (x)", "CREATE TABLE alembic_version (version_num)")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
    assert "songs" in await refused(path)


async def test_a_current_file_that_lost_a_table_is_refused(path):
    await prepare(f"sqlite:///{path}")
    run(path, "DROP TABLE cards")
    assert "lacks cards" in await refused(path)


async def test_what_is_no_database_is_refused(path):
    path.write_text("Dear diary")
    assert "cannot be read as a SQLite database" in await refused(path)


async def test_a_migration_that_fails_leaves_the_file_as_it_was(path):
    await first_revision(path)
    run(path, "ALTER TABLE chats ADD COLUMN pending_link_code TEXT")  # the last step will find it there
    with pytest.raises(SchemaRefused, match="nothing was changed"):
        await prepare(f"sqlite:///{path}")
    assert stamp(path) == [FIRST]
    assert "telegram_link_code" not in columns(path, "users")
    assert run(path, "SELECT display_name FROM users") == [("포도",)]


async def test_broken_references_are_refused_before_the_commit(path):
    await first_revision(path)
    run(path, "INSERT INTO members VALUES (7, 8, 'owner', 1, '2026-11-21')")
    with pytest.raises(SchemaRefused, match="members"):
        await prepare(f"sqlite:///{path}")
    assert stamp(path) == [FIRST]


class TestPostgres:
    async def state(self, url):
        database = Database.open(url, role="test")
        try:
            return await schema_state(database.engine)
        finally:
            await database.close()

    async def test_a_current_one_is_taken(self, postgres_url):
        assert await prepare(postgres_url) is Case.CURRENT
        assert (await self.state(postgres_url)).at_head

    async def test_an_older_one_is_refused_naming_the_command_and_not_changed(self, postgres_url):
        await downgrade(postgres_url, FIRST)
        with pytest.raises(SchemaRefused, match="podo db upgrade"):
            await prepare(postgres_url)
        state = await self.state(postgres_url)
        assert not state.at_head
        assert FIRST in state.why

    async def test_an_empty_one_is_refused_and_stays_empty(self, postgres_databases):
        url = postgres_databases.make(empty=True)
        with pytest.raises(SchemaRefused, match=r"no revision.*podo db upgrade"):
            await prepare(url)
        with pytest.raises(SchemaRefused, match="no revision"):
            await prepare(url)
        postgres_databases.drop(url)

    async def test_one_that_does_not_answer_is_refused_without_its_password(self):
        with pytest.raises(SchemaRefused, match="does not answer") as refusal:
            await prepare("postgresql://u:s3cret@127.0.0.1:1/podo")
        assert "s3cret" not in str(refusal.value)


async def test_a_sqlite_files_state_is_told_too(path):
    await first_revision(path)
    database = Database.open(f"sqlite:///{path}", role="test")
    state = await schema_state(database.engine)
    await database.close()
    assert not state.at_head
    assert "podo db upgrade" in state.why

"""`alembic` is as careful as a start of the program."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from sqlalchemy import text

from backend.db import engine as engines
from backend.db.engine import make_engine
from backend.db.migrations import REPOSITORY, heads, known_revisions
from tests.databases import apart, downgrade
from tests.migrations.catalog import catalog_of

FIRST = "7ae3b3dc3a32"
(LATEST,) = heads()


@pytest.fixture
def path(folder):
    return folder / "podo.db"


def run(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(statement).fetchall() for statement in statements][-1]


def test_a_sqlite_file_is_copied_before_each_change(alembic_command, path):
    url = f"sqlite:///{path}"
    assert alembic_command(url, "upgrade", FIRST)[0] == 0
    assert alembic_command(url, "upgrade", "head")[0] == 0
    assert alembic_command(url, "check")[0] == 0
    assert alembic_command(url, "downgrade", FIRST)[0] == 0
    assert {name.name.split(".")[2] for name in path.parent.glob("*.bak")} == {FIRST, LATEST}
    assert run(path, "SELECT version_num FROM alembic_version") == [(FIRST,)]
    assert run(path, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["CREATE TABLE songs (x)"], "not a Podo Budget database: it has songs"),
        (
            ["CREATE TABLE users (id INTEGER PRIMARY KEY)"],
            "never stamped with a revision: run `podo db upgrade`",
        ),
        (
            ["CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('f00d')"],
            "newer program",
        ),
    ],
)
@pytest.mark.parametrize("command", [["upgrade", "head"], ["downgrade", "base"], ["check"], ["current"]])
def test_a_file_that_is_not_ours_is_refused_untouched(alembic_command, path, statements, said, command):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    before = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    code, printed = alembic_command(f"sqlite:///{path}", *command)
    assert code != 0
    assert said in printed
    assert "Traceback" not in printed
    assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == before


@pytest.mark.parametrize("command", ["check", "current"])
def test_asking_makes_no_file(alembic_command, path, command):
    code, printed = alembic_command(f"sqlite:///{path}", command)
    assert code != 0
    assert "no database" in printed
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg2://u:s3cret@h/db", "postgresql+asyncpg://u:***@h/db"),
        ("mysql://u:s3cret@h/db", "mysql is not supported"),
        ("postgresql://u:s3cret@127.0.0.1:1/db", "refused"),
    ],
)
def test_a_bad_url_is_a_sentence_and_an_exit_code(alembic_command, url, said):
    code, printed = alembic_command(url, "upgrade", "head")
    assert code != 0
    assert said in printed
    assert "s3cret" not in printed


def test_the_direct_url_is_migrated_when_there_is_one(alembic_command, monkeypatch, postgres_url):
    monkeypatch.setenv("DB_PGBOUNCER", "true")
    code, printed = alembic_command(postgres_url, "current")
    assert code != 0
    assert "MIGRATION_DATABASE_URL" in printed
    monkeypatch.setenv("MIGRATION_DATABASE_URL", postgres_url)
    assert LATEST in alembic_command("postgresql://pooler/db", "current")[1]


def test_offline_sql_is_the_whole_history(alembic_command):
    code, sql = alembic_command("postgresql://h/db", "upgrade", "head", "--sql")
    assert code == 0
    assert "CREATE TABLE users" in sql
    assert "ADD COLUMN telegram_link_code" in sql
    assert "CREATE TABLE users" in alembic_command("sqlite:///x.db", "upgrade", "head", "--sql")[1]


def test_nothing_is_not_stamped(alembic_command, path):
    code, printed = alembic_command(f"sqlite:///{path}", "stamp", "head")
    assert code != 0
    assert "no tables to be stamped: run `podo db upgrade`" in printed
    assert not path.exists()


def test_an_older_file_is_not_stamped_as_current(alembic_command, path):
    url = f"sqlite:///{path}"
    assert alembic_command(url, "upgrade", FIRST)[0] == 0
    code, printed = alembic_command(url, "stamp", "head")
    assert code != 0
    assert "lacks" in printed
    assert run(path, "SELECT version_num FROM alembic_version") == [(FIRST,)]
    assert alembic_command(url, "stamp", FIRST)[0] == 0


def test_an_empty_postgres_is_not_stamped(alembic_command, postgres_url):
    asyncio.run(downgrade(postgres_url, "base"))
    code, printed = alembic_command(postgres_url, "stamp", "head")
    assert code != 0
    assert "no tables to be stamped" in printed


def test_postgres_matches_the_models(alembic_command, postgres_url):
    code, printed = alembic_command(postgres_url, "check")
    assert (code, printed.strip()) == (0, "No new upgrade operations detected.")


def test_postgres_tables_without_a_revision_are_not_guessed_at(alembic_command, postgres_url):
    async def forget() -> None:
        engine = make_engine(postgres_url, role="tool")
        async with engine.begin() as connection:
            await connection.execute(text("DELETE FROM alembic_version"))
        await engine.dispose()

    asyncio.run(forget())
    code, printed = alembic_command(postgres_url, "upgrade", "head")
    assert code != 0
    assert "no revision" in printed
    assert alembic_command(postgres_url, "stamp", "head")[0] == 0
    assert alembic_command(postgres_url, "upgrade", "head")[0] == 0


def test_an_upgrade_outlasts_a_reader_that_holds_the_table(alembic_command, monkeypatch, postgres_url):
    monkeypatch.setattr(engines, "MIGRATION_LOCK_TIMEOUT_MS", 50)
    asyncio.run(downgrade(postgres_url, FIRST))
    reading, refused = threading.Event(), threading.Event()

    async def read() -> None:
        """Hold the table until the migration has waited for it and has given up once."""
        engine = make_engine(postgres_url, role="test")
        waited = False
        async with asyncio.timeout(30), engine.connect() as connection:
            await connection.execute(text("SELECT * FROM users"))
            reading.set()
            while not refused.is_set():
                asked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
                waits = bool(await connection.scalar(asked))
                if waited and not waits:
                    refused.set()
                waited = waited or waits
                await asyncio.sleep(0.01)
        await engine.dispose()

    reader = threading.Thread(target=asyncio.run, args=(read(),))
    reader.start()
    reading.wait(10)
    code, printed = alembic_command(postgres_url, "upgrade", "head")
    reader.join()
    assert refused.is_set()
    assert (code, printed) == (0, "")
    assert LATEST in alembic_command(postgres_url, "current")[1]


def test_two_operators_at_once_both_succeed(postgres_databases, postgres_url):
    url = postgres_databases.make(empty=True)
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    environment = {**os.environ, "DATABASE_URL": url}
    both = [
        subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted(text.count("Running upgrade") for text in said) == [0, len(known_revisions())]
    assert apart(catalog_of(url)) == apart(catalog_of(postgres_url))
    postgres_databases.drop(url)

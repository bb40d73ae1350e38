"""Looking into SQLite files, whatever state somebody left them in, without leaving a trace."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from backend.db.files import Contents, SchemaRefused, look


def snapshot(folder):
    """Tell every file's name and bytes; of -shm the name alone, which any reader may touch."""
    return {p.name: b"" if p.name.endswith("-shm") else p.read_bytes() for p in folder.iterdir()}


def killed(path, *statements):
    """Run statements in a process that ends as if killed, leaving its files as they are."""
    script = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for statement in sys.argv[2:]: connection.execute(statement)\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path), *statements], check=True)


FILL = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
    "INSERT INTO a SELECT hex(randomblob(2000)) FROM n"
)


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(["CREATE TABLE a (x)"], id="rollback mode"),
        pytest.param(
            ["PRAGMA journal_mode=WAL", "CREATE TABLE a (x)", "PRAGMA wal_checkpoint"], id="wal left"
        ),
        pytest.param(["PRAGMA journal_mode=WAL", "CREATE TABLE a (x)"], id="wal not checkpointed"),
        pytest.param(
            [
                "PRAGMA cache_size=1",
                "CREATE TABLE a (x)",
                FILL,
                "BEGIN IMMEDIATE",
                "UPDATE a SET x = hex(randomblob(2000))",
                "CREATE TABLE b (x)",
            ],
            id="hot journal",
        ),
    ],
)
def test_what_a_killed_process_left_is_read_as_it_was_committed(folder, statements):
    path = folder / "podo.db"
    killed(path, *statements)
    before = snapshot(folder)
    assert look(path).tables == {"a"}
    assert snapshot(folder) == before


def test_a_wal_without_its_index_is_read_too(folder):
    path = folder / "podo.db"
    killed(path, "PRAGMA journal_mode=WAL", "CREATE TABLE a (x)")
    (folder / "podo.db-shm").unlink()
    before = snapshot(folder)
    assert look(path).tables == {"a"}
    assert snapshot(folder) == before


def test_a_closed_file_in_wal_mode_stays_one_file(folder):
    path = folder / "podo.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE VIEW v AS SELECT 1")
    before = snapshot(folder)
    assert look(path).tables == {"v"}
    assert snapshot(folder) == before


def test_a_live_database_is_read_while_somebody_writes(folder):
    path = folder / "podo.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE a (x)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE b (x)")
        assert look(path).tables == {"a"}
        connection.execute("COMMIT")
        assert look(path).tables == {"a", "b"}


def test_revisions_are_told_apart_from_tables(folder):
    path = folder / "podo.db"
    killed(path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('abc')")
    assert look(path) == Contents(revisions=("abc",))


@pytest.mark.parametrize("make", [Path.exists, Path.touch], ids=["missing", "empty"])
def test_no_file_and_an_empty_one_hold_nothing(folder, make):
    make(folder / "podo.db")
    before = snapshot(folder)
    assert look(folder / "podo.db") == Contents()
    assert snapshot(folder) == before


@pytest.mark.parametrize("content", [b"hello", b"\0" * 5000, b"SQLite format 3\0" + b"x" * 5000])
def test_what_is_no_database_is_refused(folder, content):
    (folder / "podo.db").write_bytes(content)
    with pytest.raises(SchemaRefused, match="cannot be read as a SQLite database"):
        look(folder / "podo.db")
    assert snapshot(folder) == {"podo.db": content}


def test_a_folder_is_refused(folder):
    with pytest.raises(SchemaRefused, match="cannot be read"):
        look(folder)

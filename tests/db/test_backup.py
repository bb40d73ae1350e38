"""Copies of a SQLite file in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from backend.db.backup import KEPT, BackupRefused, back_up, back_up_beside


@pytest.fixture
def busy(folder):
    """A file in WAL mode that somebody is writing to."""
    path = folder / "podo.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (x)")
        connection.execute("INSERT INTO t VALUES ('지금')")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES ('not yet')")
        yield path


def rows(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT x FROM t").fetchall()


def test_a_copy_holds_what_is_committed_and_is_one_file(busy):
    copy = back_up(busy, busy.with_name("copy.db"))
    assert rows(copy) == [("지금",)]
    assert sorted(p.name for p in busy.parent.glob("copy*")) == ["copy.db"]


def test_beside_it_the_newest_five_are_kept(busy, now):
    made = [back_up_beside(busy, "abc", now + timedelta(seconds=n)) for n in range(KEPT + 2)]
    assert sorted(busy.parent.glob("*.bak")) == made[-KEPT:]
    assert made[-1].name == "podo.db.abc.20261121T030006000000Z.bak"


def test_an_existing_file_is_not_overwritten(busy):
    (busy.parent / "copy.db").write_text("mine")
    with pytest.raises(BackupRefused, match="exists already"):
        back_up(busy, busy.with_name("copy.db"))
    assert (busy.parent / "copy.db").read_text() == "mine"


def test_nothing_to_copy_is_said_and_nothing_made(folder):
    with pytest.raises(BackupRefused, match="no database"):
        back_up(folder / "none.db", folder / "copy.db")
    assert list(folder.iterdir()) == []


def test_a_damaged_file_gives_no_copy(folder):
    (folder / "podo.db").write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    with pytest.raises(BackupRefused, match="could not be copied"):
        back_up(folder / "podo.db", folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["podo.db"]

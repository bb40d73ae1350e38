"""Looking into a SQLite file without leaving a trace, before anybody decides what may be done to it."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

BUSY_SECONDS = 60
RETRIES = 20
RETRY_SECONDS = 0.05
VERSION_TABLE = "alembic_version"


class SchemaRefused(RuntimeError):
    """The database and this program do not fit; the message is one sentence and shows no password."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: tables and views, what made them, and the revisions it is stamped with."""

    tables: frozenset[str] = frozenset()
    ddl: tuple[str, ...] = ()
    revisions: tuple[str, ...] = ()


def look(path: Path) -> Contents:
    """Read a SQLite file; one that is not there is empty. The file and its folder stay as they are.

    Waits for whoever is changing it. Raises SchemaRefused for what is no readable SQLite file.
    """
    path = path.resolve()
    for _ in range(RETRIES):
        before = None
        try:
            before = _state(path)
            return Contents() if before is None else _read(path)
        except (sqlite3.Error, OSError) as error:
            failure = error
        if before is None or before == _state(path):
            raise SchemaRefused(f"{path} cannot be read as a SQLite database ({failure})") from None
        time.sleep(RETRY_SECONDS)  # somebody is at it
    raise SchemaRefused(f"{path} cannot be read as a SQLite database")


def contents_of(ask: Callable[[str], Iterable[Sequence[Any]]]) -> Contents:
    """Read what an open SQLite database holds, `ask` running a statement.

    Tables of SQLite and of Alembic themselves do not count.
    """
    master = ask("SELECT type, name, sql FROM sqlite_master ORDER BY rowid")
    rows = [row for row in master if not row[1].startswith("sqlite_")]
    names = {name for kind, name, _ in rows if kind in {"table", "view"}}
    revisions: tuple[str, ...] = ()
    if VERSION_TABLE in names:
        revisions = tuple(row[0] for row in ask("SELECT version_num FROM alembic_version ORDER BY 1"))
    ddl = tuple(sql for _, name, sql in rows if sql and name != VERSION_TABLE)
    return Contents(frozenset(names - {VERSION_TABLE}), ddl, revisions)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _state(path: Path) -> tuple[object, ...] | None:
    """Tell what would change if somebody wrote; None for no file, or an empty one."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    if stat.st_size == 0:
        return None
    return (
        stat.st_size,
        stat.st_mtime_ns,
        *(_beside(path, suffix).exists() for suffix in ("-wal", "-journal")),
    )


def _read(path: Path) -> Contents:
    # No `open()` on a file that this process may have open as a database: closing it would drop the locks.
    wal, journal = _beside(path, "-wal"), _beside(path, "-journal")
    if not wal.exists() and not journal.exists():
        # Nothing is pending. Without `immutable`, a file in WAL mode would be given its -wal and -shm.
        before = _state(path)
        found = _open_and_read(path, "immutable=1")
        if before != _state(path):
            raise sqlite3.OperationalError("it changed while it was read")
        return found
    if wal.exists() and not _beside(path, "-shm").exists():
        return _read_copy(path)
    try:
        return _open_and_read(path, "mode=ro")
    except sqlite3.OperationalError:
        if not journal.exists():
            raise
        return _read_copy(path)  # killed while writing: the journal must be rolled back to read anything


def _open_and_read(path: Path, how: str) -> Contents:
    uri = f"file:{quote(str(path))}?{how}"
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)) as connection:
        return contents_of(lambda sql: connection.execute(sql).fetchall())


def _read_copy(path: Path) -> Contents:
    with TemporaryDirectory(prefix="podo-") as folder:
        copy = Path(folder) / path.name
        for suffix in ("", "-wal", "-journal"):
            if _beside(path, suffix).exists():
                shutil.copyfile(_beside(path, suffix), _beside(copy, suffix))
        with closing(sqlite3.connect(copy)) as connection:
            return contents_of(lambda sql: connection.execute(sql).fetchall())

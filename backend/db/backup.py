"""Copies of a SQLite database taken while others write to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

KEPT = 5
LEFTOVER_SECONDS = 3600


class BackupRefused(RuntimeError):
    """There is no good copy; the message is one sentence."""


def back_up_beside(source: Path, label: str, now: datetime) -> Path:
    """Copy the database to `<file>.<label>.<moment>.bak` in its folder, and forget all but the newest five.

    Tell the copy's path. Raises BackupRefused.
    """
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = back_up(source, source.with_name(f"{source.name}.{label}.{moment}.bak"))
    _forget_leftovers(source, now)
    others = sorted(source.parent.glob(f"{source.name}.*.bak"), key=lambda path: path.stat().st_mtime)
    for old in others[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def back_up(source: Path, target: Path) -> Path:
    """Copy the database, whole and checked, to a file that must not exist yet; writers go on meanwhile.

    The target appears under its name only when it is good. Raises BackupRefused.
    """
    if not source.is_file():
        raise BackupRefused(f"there is no database at {source}")
    if target.exists():
        raise BackupRefused(f"{target} exists already")
    partial = target.with_name(f"{target.name}.partial")
    try:
        _copy(source, partial)
        shutil.copymode(source, partial)
        _keep(partial, target)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise BackupRefused(f"{source} could not be copied to {target} ({error})") from None
    return target


def _forget_leftovers(source: Path, now: datetime) -> None:
    """Remove what processes killed while copying left behind; a copy under way is younger."""
    for partial in source.parent.glob(f"{source.name}.*.bak.partial"):
        if now.timestamp() - partial.stat().st_mtime > LEFTOVER_SECONDS:
            partial.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)  # in one step: in several, each foreign write would start it anew
        copy.execute("PRAGMA journal_mode=DELETE")  # a copy is one file
        problems = copy.execute("PRAGMA integrity_check").fetchall()
    if problems != [("ok",)]:
        raise sqlite3.DatabaseError(f"the copy is damaged: {problems[0][0]}")


def _keep(partial: Path, target: Path) -> None:
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    partial.chmod(0o600)  # it holds what the file holds, digests of passwords included
    partial.rename(target)

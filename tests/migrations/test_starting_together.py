"""Any number of processes start at once, on any file, and may be killed at any moment."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import time
from contextlib import closing

import pytest

from backend.schema import prepare
from tests.databases import upgrade
from tests.db import jobs

FIRST = "7ae3b3dc3a32"


@pytest.fixture(scope="module")
def old_file(tmp_path_factory):
    """A file at the first revision."""
    path = tmp_path_factory.mktemp("old") / "podo.db"
    asyncio.run(upgrade(f"sqlite:///{path}", FIRST))
    return path


def make(kind, path, old_file):
    if kind != "none":
        shutil.copyfile(old_file, path)
    if kind == "unstamped":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE alembic_version")


@pytest.mark.parametrize(("kind", "case"), [("none", "empty"), ("old", "older"), ("unstamped", "unstamped")])
def test_four_start_at_once_and_one_does_the_work(folder, old_file, kind, case):
    for turn in range(3):
        path = folder / f"{turn}.db"
        make(kind, path, old_file)
        found = jobs.together(jobs.start, [(f"sqlite:///{path}",)] * 4)
        assert sorted(found) == sorted([case, "current", "current", "current"])
        assert len(list(folder.glob(f"{turn}.db.*.bak"))) == (kind != "none")


@pytest.mark.parametrize("kind", ["none", "old"])
def test_after_a_kill_the_next_start_repairs_and_nothing_told_is_lost(folder, old_file, kind):
    chance = random.Random(5)
    for turn in range(6):
        path = folder / f"{turn}.db"
        make(kind, path, old_file)
        heard, told = jobs.processes.Pipe(duplex=False)
        process = jobs.processes.Process(target=jobs.start_and_write, args=(f"sqlite:///{path}", told, 1000))
        process.start()
        told.close()
        assert heard.recv() == "begun"
        time.sleep(chance.random() * 0.15)
        process.kill()
        process.join()
        process.close()
        last = 0
        while heard.poll():
            try:
                last = heard.recv()
            except EOFError:
                break
        heard.close()
        asyncio.run(prepare(f"sqlite:///{path}"))
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            written = connection.execute("SELECT count(*) FROM ledgers").fetchone()[0]
        assert written in {last, last + 1}

"""`podo db`: what it does, and that it answers in sentences."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from backend.cli.database import app
from backend.db.migrations import heads

(LATEST,) = heads()


@pytest.fixture
def podo_db(monkeypatch, folder):
    """Run `podo db …` in an empty folder; tell exit code, stdout and stderr."""
    monkeypatch.chdir(folder)

    def run(*arguments, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(app, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout, result.stderr

    return run


def test_a_file_is_made_checked_taken_back_and_upgraded(podo_db, folder):
    assert podo_db("upgrade") == (0, "data/podo.db made\n", "")
    assert podo_db("upgrade") == (0, "data/podo.db is up to date\n", "")
    assert podo_db("check") == (0, "No new upgrade operations detected.\n", "")
    assert podo_db("current")[1] == f"{LATEST} (head)\n"
    assert podo_db("downgrade", "--", "-1") == (0, "", "")
    code, _, said = podo_db("check")
    assert (code, said) == (1, "Target database is not up to date.\n")
    assert "brought up to date" in podo_db("upgrade")[1]
    assert len(list((folder / "data").glob("podo.db.*.bak"))) == 2


def test_a_postgres_database_goes_the_same_way(podo_db, postgres_databases):
    url = postgres_databases.make(empty=True)
    assert podo_db("upgrade", DATABASE_URL=url)[0] == 0
    assert podo_db("current")[1] == f"{LATEST} (head)\n"
    code, said, _ = podo_db("backup")[0], podo_db("backup")[2], None
    assert code == 1
    assert "pg_dump" in said
    postgres_databases.drop(url)


def test_a_backup_is_named_or_lies_beside(podo_db, folder):
    podo_db("upgrade")
    code, said, _ = podo_db("backup")
    assert code == 0
    assert (folder / said.strip()).exists()
    assert podo_db("backup", "--to", "mine.db")[0] == 0
    code, _, said = podo_db("backup", "--to", "mine.db")
    assert (code, said) == (1, "mine.db exists already\n")
    with closing(sqlite3.connect(folder / "mine.db")) as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == (0,)


def test_everything_is_copied_and_told(podo_db, postgres_url):
    podo_db("upgrade")
    code, said, _ = podo_db("copy", "--from", "sqlite:///data/podo.db", "--to", postgres_url)
    assert code == 0
    assert "entries: 0 rows, amount_minor 0, ledger_amount_minor 0" in said


def test_sql_is_written_instead_of_run(podo_db, folder):
    code, said, _ = podo_db("upgrade", "--sql", DATABASE_URL="postgresql://nowhere/db")
    assert code == 0
    assert "CREATE TABLE users" in said


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["upgrade"], {"DATABASE_URL": "mysql://u:s3cret@h/d"}, "mysql is not supported"),
        (["check"], {"DATABASE_URL": "postgresql+psycopg2://u:s3cret@h/d"}, "postgresql+asyncpg://u:***@h/d"),
        (["upgrade"], {"DATABASE_URL": "postgresql://u:s3cret@127.0.0.1:1/d"}, "refused"),
        (["upgrade"], {"LOG_LEVEL": "loud"}, "LOG_LEVEL must be"),
        (["upgrade", "nonsense"], {}, "Can't locate revision"),
        (["check"], {}, "no database"),
        (["backup"], {}, "no database"),
        (["copy", "--from", "sqlite:///a.db", "--to", "sqlite:///b.db"], {}, "no database"),
    ],
)
def test_what_can_be_put_right_is_one_sentence(podo_db, folder, arguments, environment, said):
    code, out, err = podo_db(*arguments, **environment)
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert "s3cret" not in err
    assert list(folder.rglob("*.db")) == []

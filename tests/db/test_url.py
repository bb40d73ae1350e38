"""Which database URLs are taken, what they become, and how the others are refused."""

from __future__ import annotations

import pytest
from sqlalchemy import NullPool, make_url

from backend.db.engine import make_engine
from backend.db.url import DatabaseUrlRefused, mask, normalise, sqlite_path
from backend.settings import PoolSettings

PG = "postgresql+asyncpg://u:p%40s%25s@h:5432/db"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("postgres://u:p%40s%25s@h:5432/db", PG),
        ("postgresql://u:p%40s%25s@h:5432/db", PG),
        ("  POSTGRESQL://u:p%40s%25s@h:5432/db\n", PG),
        (PG, PG),
        (PG + "?sslmode=require", PG + "?ssl=require"),
        (PG + "?sslmode=require&channel_binding=prefer", PG + "?ssl=require"),
        (PG + "?application_name=me&connect_timeout=3", PG + "?application_name=me&connect_timeout=3"),
        ("postgresql://u@/db?host=/run&port=5432", "postgresql+asyncpg://u@/db?host=%2Frun&port=5432"),
        ("sqlite:///data/podo.db", "sqlite+aiosqlite:///data/podo.db"),
        ("sqlite:////srv/podo.db", "sqlite+aiosqlite:////srv/podo.db"),
    ],
)
def test_a_good_url_is_made_ours(given, wanted):
    assert normalise(given).render_as_string(hide_password=False) == wanted
    assert normalise(normalise(given)) == normalise(given)


@pytest.mark.parametrize("password", ["a%b", "a/b", "a?b", "a#b", "%25"])
def test_a_password_survives_as_it_was_meant(password):
    escaped = password.replace("%", "%25")
    assert normalise(f"postgres://u:{escaped}@h/db").password == password
    assert make_engine(f"postgres://u:{escaped}@h/db", role="api").url.password == password


@pytest.mark.parametrize(
    ("given", "should_be"),
    [
        ("postgresql+psycopg2://u:s3cret@h/db", "postgresql+asyncpg://u:***@h/db"),
        ("postgresql+psycopg://u:s3cret@h/db?sslmode=require", "postgresql+asyncpg://u:***@h/db?ssl=require"),
        ("postgres+pg8000://u:s3cret@h/db", "postgresql+asyncpg://u:***@h/db"),
        ("postgresql://u:s3cret@h/db?ssl=true", "postgresql+asyncpg://u:***@h/db?ssl=require"),
        ("postgresql://u@h/db?password=s3cret", "postgresql+asyncpg://u@h/db"),
        ("postgresql://u:s3cret@h/db?channel_binding=require", "postgresql+asyncpg://u:***@h/db"),
        ("mysql://u:s3cret@h/db", "sqlite:///data/podo.db or postgresql://user:password@host/database"),
        ("mysql+pymysql://u:s3cret@h/db", "sqlite:///data/podo.db or postgresql://"),
        ("mssql+pyodbc://u:s3cret@h/db", "sqlite:///data/podo.db or postgresql://"),
        ("postgresql://u:s3@cret@h/db", "sqlite:///data/podo.db or postgresql://"),
        ("postgresql://u:s3cret@h:port/db", "sqlite:///data/podo.db or postgresql://"),
        ("sqlite+pysqlite:///podo.db", "sqlite+aiosqlite:///podo.db"),
        ("sqlite+pysqlcipher://:s3cret@/podo.db", "sqlite+aiosqlite://"),
        ("sqlite:///podo.db?mode=ro", "sqlite+aiosqlite:///podo.db"),
        ("sqlite://data/podo.db", "sqlite:///data/podo.db"),
        ("sqlite://", "sqlite:///data/podo.db"),
        ("sqlite:///:memory:", "sqlite:///data/podo.db"),
        ("data/podo.db", "sqlite:///data/podo.db"),
        ("", "sqlite:///data/podo.db"),
    ],
)
def test_another_is_refused_with_the_one_it_should_be(given, should_be):
    with pytest.raises(DatabaseUrlRefused) as refused:
        normalise(given)
    assert refused.value.should_be
    assert refused.value.should_be.startswith(should_be)
    assert refused.value.should_be in str(refused.value)
    assert "cret" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("url", ["postgresql://u:s3cret@h/d", "postgresql://u@h/d?password=s3cret", "s3cret"])
def test_a_password_is_never_written(url):
    assert "s3cret" not in mask(url)
    assert "s3cret" not in mask(make_url(url) if "://" in url else url)


def test_a_relative_file_is_where_the_process_was_started(tmp_path):
    assert not sqlite_path(normalise("sqlite:///data/podo.db")).is_absolute()
    assert sqlite_path(normalise(f"sqlite:///{tmp_path}/podo.db")) == tmp_path / "podo.db"


class TestPools:
    def test_each_role_has_its_own(self):
        api, bot = make_engine(PG, role="api"), make_engine(PG, role="bot")
        assert (api.pool.size(), bot.pool.size()) == (5, 2)

    def test_settings_win(self):
        engine = make_engine(PG, role="api", pool=PoolSettings(size=9, max_overflow=0))
        assert engine.pool.size() == 9

    def test_other_roles_keep_no_connection(self):
        assert isinstance(make_engine(PG, role="migrate").pool, NullPool)

"""Database URLs: what people paste, turned into what our engines take, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

POSTGRES = "postgresql+asyncpg"
SQLITE = "sqlite+aiosqlite"
EXAMPLES = "sqlite:///data/podo.db or postgresql://user:password@host/database"

SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
POSTGRES_OPTIONS = frozenset(
    {
        "application_name",
        "connect_timeout",
        "host",
        "options",
        "port",
        "ssl",
        "sslcert",
        "sslkey",
        "sslrootcert",
        "target_session_attrs",
    }
)
"""What may stand after the `?` of a normalised Postgres URL; `backend.db.engine` hands each to asyncpg."""


class DatabaseUrlRefused(ValueError):
    """The URL is not one that this program can use.

    The message is one sentence that shows no password; `should_be` is the URL to use instead, if one
    can be told, with its password masked.
    """

    def __init__(self, message: str, *, should_be: URL | str | None = None) -> None:
        self.should_be = mask(should_be) if isinstance(should_be, URL) else should_be
        super().__init__(f"{message}: it should be {self.should_be}" if self.should_be else message)


def normalise(url: str | URL) -> URL:
    """Give the URL with an async driver and only options that we know; harmless to call twice.

    Raises DatabaseUrlRefused.
    """
    parsed = _parse(url)
    backend, _, driver = parsed.drivername.lower().partition("+")
    if backend in {"postgres", "postgresql"}:
        return _postgres(parsed, driver)
    if backend == "sqlite":
        return _sqlite(parsed, driver)
    raise DatabaseUrlRefused(
        f"{backend or 'this database'} is not supported, only SQLite and Postgres are", should_be=EXAMPLES
    )


def mask(url: str | URL) -> str:
    """Write the URL without its password, for people and logs."""
    try:
        parsed = _parse(url)
    except DatabaseUrlRefused:
        return "(a URL that cannot be read)"
    hidden = {key: "***" if "pass" in key.lower() else value for key, value in parsed.query.items()}
    return parsed.set(query=hidden).render_as_string(hide_password=True)


def is_sqlite(url: URL) -> bool:
    """Whether the URL names a SQLite file."""
    return url.get_backend_name() == "sqlite"


def sqlite_path(url: URL) -> Path:
    """Tell the file that a normalised SQLite URL names, relative to where the process was started."""
    if not url.database:
        raise ValueError("not the URL of a SQLite file")
    return Path(url.database)


def _parse(url: str | URL) -> URL:
    if isinstance(url, URL):
        return url
    text = url.strip()
    if not text:
        raise DatabaseUrlRefused("the database URL is empty", should_be=EXAMPLES)
    try:
        parsed = make_url(text)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or _torn(parsed):
        raise DatabaseUrlRefused(
            "the database URL cannot be read (in a password, @ : / ? and % are written %40 %3A %2F %3F %25)",
            should_be=EXAMPLES,
        )
    return parsed


def _torn(url: URL) -> bool:
    """Whether an unescaped @ / or ? in a password tore the URL: its pieces must then not be shown."""
    if is_sqlite(url):
        return False
    return any("@" in piece for piece in (url.host or "", url.database or "", *url.query))


def _postgres(url: URL, driver: str) -> URL:
    options = dict(url.query)
    if "sslmode" in options:
        options["ssl"] = options.pop("sslmode")
    if options.get("channel_binding") in {"prefer", "disable"}:
        del options["channel_binding"]  # what happens anyway
    known = {key: value for key, value in options.items() if key in POSTGRES_OPTIONS}
    wanted = url.set(drivername=POSTGRES, query=known)
    if driver not in {"", "asyncpg"}:
        raise DatabaseUrlRefused(f"{driver} is not the async driver that this program uses", should_be=wanted)
    unknown = sorted(set(options) - POSTGRES_OPTIONS)
    if unknown:
        raise DatabaseUrlRefused(
            f"the database URL has options that are not supported ({', '.join(unknown)})", should_be=wanted
        )
    if options.get("ssl", "prefer") not in SSL_MODES:
        raise DatabaseUrlRefused(
            f"sslmode is none of {', '.join(sorted(SSL_MODES))}",
            should_be=wanted.update_query_dict({"ssl": "require"}),
        )
    return wanted


def _sqlite(url: URL, driver: str) -> URL:
    wanted = url.set(drivername=SQLITE, query={})
    if driver not in {"", "aiosqlite"}:
        raise DatabaseUrlRefused(f"{driver} is not the async driver that this program uses", should_be=wanted)
    if url.host or url.username or url.password:
        raise DatabaseUrlRefused(
            "a SQLite URL names a file after three slashes (four for an absolute path)",
            should_be="sqlite:///data/podo.db",
        )
    if not url.database or url.database.startswith((":memory:", "file:")):
        raise DatabaseUrlRefused(
            "a SQLite database must be a file on disk, for backend and bot share it",
            should_be="sqlite:///data/podo.db",
        )
    if url.query:
        raise DatabaseUrlRefused(
            f"the database URL has options that are not supported ({', '.join(sorted(url.query))})",
            should_be=wanted,
        )
    return wanted

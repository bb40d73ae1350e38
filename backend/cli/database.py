"""`podo db`: looking after the database by hand."""

from __future__ import annotations

import asyncio
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from backend.db.backup import BackupRefused, back_up, back_up_beside
from backend.db.base import Base
from backend.db.copy import CopyRefused, copy_database
from backend.db.files import SchemaRefused, look
from backend.db.migrations import REPOSITORY, alembic_config
from backend.db.sql import DATABASE_ERRORS, reason_of
from backend.db.url import DatabaseUrlRefused, is_sqlite, mask, normalise, sqlite_path
from backend.kit.clock import system_clock
from backend.schema import Case, prepare
from backend.settings import SettingsRefused, load_settings

P = ParamSpec("P")

app = typer.Typer(help="Look after the database.", no_args_is_help=True, add_completion=False)

REFUSALS = (DatabaseUrlRefused, SettingsRefused, SchemaRefused, BackupRefused, CopyRefused, CommandError)
DONE = {
    Case.EMPTY: "made",
    Case.CURRENT: "is up to date",
    Case.OLDER: "brought up to date; the copy of before lies beside it",
    Case.UNSTAMPED: "brought up to date; the copy of before lies beside it",
}


def in_sentences(act: Callable[P, None]) -> Callable[P, None]:
    """Turn what people can put right into a sentence on stderr and exit code 1."""

    @functools.wraps(act)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except REFUSALS as error:
            typer.echo(str(error), err=True)
        except DATABASE_ERRORS as error:
            typer.echo(f"the database refused: {reason_of(error)}", err=True)
        else:
            return
        raise typer.Exit(1)

    return wrapped


@app.command()
@in_sentences
def upgrade(
    revision: Annotated[str, typer.Argument(help="Up to which revision.")] = "head",
    *,
    sql: Annotated[bool, typer.Option("--sql", help="Write the statements instead of running them.")] = False,
) -> None:
    """Bring the database up to date; a SQLite file is copied first."""
    settings = load_settings()
    url = normalise(settings.migration_database_url or settings.database_url)
    if is_sqlite(url) and revision == "head" and not sql:
        case = asyncio.run(prepare(url))
        typer.echo(f"{sqlite_path(url)} {DONE[case]}")
        return
    command.upgrade(alembic_config(), revision, sql=sql)


@app.command()
@in_sentences
def downgrade(
    revision: Annotated[str, typer.Argument(help="Back to which revision; -1 is one back.")],
) -> None:
    """Take migrations back; a SQLite file is copied first."""
    command.downgrade(alembic_config(), revision)


@app.command()
@in_sentences
def check() -> None:
    """Say whether the database is what the models say."""
    command.check(alembic_config())


@app.command()
@in_sentences
def current() -> None:
    """Say which revision the database is at."""
    command.current(alembic_config())


@app.command()
@in_sentences
def revision(
    message: Annotated[str, typer.Option("--message", "-m", help="What it does, as a sentence.")],
) -> None:
    """Write a migration for what changed in the models; run it against Postgres, then read it."""
    project = REPOSITORY / "pyproject.toml"
    if not project.exists():
        raise CommandError("migrations are written in a checkout of the repository")
    command.revision(Config(toml_file=project), message=message, autogenerate=True)


@app.command()
@in_sentences
def backup(
    to: Annotated[Path | None, typer.Option("--to", help="The file to make; by default beside it.")] = None,
) -> None:
    """Copy a SQLite database while it is in use; beside it the newest five copies are kept."""
    url = normalise(load_settings().database_url)
    if not is_sqlite(url):
        raise BackupRefused("Postgres is backed up by its own tools: pg_dump -Fc, or archiving its WAL")
    path = sqlite_path(url)
    label = "-".join(look(path).revisions) or "unstamped"
    typer.echo(str(back_up(path, to) if to else back_up_beside(path, label, system_clock())))


@app.command()
@in_sentences
def copy(
    source: Annotated[str, typer.Option("--from", help="The database to read.")],
    target: Annotated[str, typer.Option("--to", help="The empty database to fill, at the newest revision.")],
) -> None:
    """Copy everything to another database, SQLite or Postgres, and compare."""
    report = asyncio.run(copy_database(source, target, Base.metadata))
    for table, rows in report.rows.items():
        money = "".join(f", {column} {total}" for column, total in report.sums.get(table, {}).items())
        typer.echo(f"{table}: {rows} rows{money}")
    typer.echo(f"copied to {mask(target)}; counts and sums are the same on both sides")


if __name__ == "__main__":
    sys.exit(app())

"""`podo`: every command of the product, put together."""

from __future__ import annotations

import typer

from backend import cli_db, cli_parse, cli_people, cli_run

app = typer.Typer(
    help="Podo Budget: the household ledger you talk to.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(cli_run.up)
app.command()(cli_run.serve)
app.command()(cli_run.bot)
app.command()(cli_run.chat)
app.command()(cli_parse.parse)
app.add_typer(cli_db.app, name="db")
app.add_typer(cli_people.jobs, name="job")
app.add_typer(cli_people.users, name="user")


def main() -> None:
    """Run the command that the arguments name."""
    app()

"""`podo`: every command of the product, put together."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

COMMANDS = {
    "up": "backend.cli_serve:up",
    "serve": "backend.cli_serve:serve",
    "bot": "backend.cli_bot:bot",
    "chat": "backend.cli_bot:chat",
    "parse": "backend.cli_parse:parse",
    "db": "backend.cli_db:app",
    "job": "backend.cli_people:jobs",
    "user": "backend.cli_people:users",
}
"""Where each command is. Only what the arguments name is imported: all of it takes longer than a parse."""


def _about() -> None:
    """Podo Budget: the household ledger you talk to."""


def main() -> None:
    """Run the command that the arguments name."""
    named = sys.argv[1] if len(sys.argv) > 1 else ""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_about)
    for name in [named] if named in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    app()

"""`podo`: every command of the product, put together."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

COMMANDS = {
    "up": "backend.cli.serve:up",
    "serve": "backend.cli.serve:serve",
    "bot": "backend.cli.bot:bot",
    "chat": "backend.cli.bot:chat",
    "parse": "backend.cli.parse:parse",
    "db": "backend.cli.database:app",
    "job": "backend.cli.people:jobs",
    "user": "backend.cli.people:users",
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

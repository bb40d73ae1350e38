"""Alembic's own command line, run in this process."""

from __future__ import annotations

import sys

import pytest
from alembic.config import CommandLine, Config

from backend.db.migrations import REPOSITORY


@pytest.fixture
def alembic_command(monkeypatch, capsys):
    """Run `alembic …` from the repository's root on a URL; tell the exit code and what was printed."""

    def run(url: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(REPOSITORY)
        monkeypatch.setenv("DATABASE_URL", url)
        capsys.readouterr()
        line = CommandLine(prog="alembic")
        options = line.parser.parse_args(arguments)
        try:
            # As the library does it, but for stdout: it binds the one there was at its import.
            line.run_cmd(Config(toml_file="pyproject.toml", cmd_opts=options, stdout=sys.stdout), options)
        except SystemExit as end:
            code = end.code
        else:
            code = 0
        said = capsys.readouterr()
        return code, said.out + said.err

    return run

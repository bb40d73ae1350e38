"""`podo user` and `podo job`: what an operator does by hand."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from backend.accounts.rules import MAX_PASSWORD, MIN_PASSWORD
from backend.cli.errors import CannotStartError, in_sentences
from backend.cli.refusals import KNOWN
from backend.db.session import Database, unit_of_work
from backend.jobs.catalog import Job
from backend.kit.clock import system_clock
from backend.onboarding.service import register
from backend.schema import prepare
from backend.settings import load_settings
from bot.jobs import JOBS, find_job

T = TypeVar("T")

users = typer.Typer(help="Look after people's accounts.", no_args_is_help=True, add_completion=False)
jobs = typer.Typer(help="Run by hand what runs by the clock.", no_args_is_help=True, add_completion=False)


@users.command()
@in_sentences(*KNOWN)
def create(
    email: Annotated[str, typer.Option(help="Their e-mail address.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin/--password-prompt", help="Read the password from stdin, or ask.")
    ] = False,
    name: Annotated[str | None, typer.Option(help="The name others see.")] = None,
    language: Annotated[str, typer.Option(help="ko or en.")] = "ko",
) -> None:
    """Make an account that signs in on the web, with a first ledger."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise CannotStartError(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")

    async def work(database: Database) -> int:
        async with unit_of_work(database) as session:
            user = await register(
                session,
                email=email,
                password=password,
                display_name=name,
                locale=language,
                timezone=None,
                currency=None,
                now=system_clock(),
            )
            return user.id

    typer.echo(f"{email} has account {_on_database(work)}")


@jobs.command("list")
def list_jobs() -> None:
    """List the jobs."""
    for job in JOBS:
        typer.echo(f"{job.name}  every {job.every}  {job.meaning}")


@jobs.command()
@in_sentences(*KNOWN)
def run(name: Annotated[str, typer.Argument(help="Which job.")]) -> None:
    """Run a job now."""
    job = find_job(name)
    if job is None:
        raise CannotStartError(f"there is no job {name}: see podo job list")
    typer.echo(f"{job.name}: {_on_database(_work_of(job))} dealt with")


def _work_of(job: Job) -> Callable[[Database], Awaitable[int]]:
    return lambda database: job.run(database, system_clock())


def _on_database(work: Callable[[Database], Awaitable[T]]) -> T:
    async def told() -> T:
        settings = load_settings()
        await prepare(settings.database_url)
        database = Database.open(settings.database_url, role="tool")
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(told())

"""What one web application holds: its settings, its database, its clock, its meters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request
from starlette.responses import Response

from backend.db.session import Database
from backend.kit.clock import Clock
from backend.settings import Settings
from backend.web.meters import Meters

API = "/api/v1"


class ProblemPage(Protocol):
    """Shows a refusal to somebody who looks at pages."""

    def __call__(
        self,
        request: Request,
        status: int,
        code: str,
        *,
        detail: str,
        errors: Sequence[Mapping[str, str]],
        headers: Mapping[str, str],
    ) -> Response:
        """Answer the page."""


@dataclass(slots=True)
class Site:
    """One application's own things; tests make several in one process."""

    settings: Settings
    clock: Clock
    meters: Meters
    injected: Database | None = None
    opened: Database | None = None
    problem_page: ProblemPage | None = None
    """How pages show refusals; set by what puts the application together, because JSON knows no pages."""

    @property
    def database(self) -> Database:
        """The sessions: those handed in, or those that the lifespan opened."""
        database = self.injected or self.opened
        if database is None:
            raise RuntimeError("the application was not started: its lifespan opens the database")
        return database

    @property
    def secret_key(self) -> str:
        """The key under which tokens and codes are digested."""
        return self.settings.secret_key.get_secret_value()

    @property
    def secure(self) -> bool:
        """Whether people reach the app behind TLS."""
        return self.settings.public_url.startswith("https:")


def site_of(request: Request) -> Site:
    """Give the application's own things to a request."""
    site: Site = request.app.state.site
    return site

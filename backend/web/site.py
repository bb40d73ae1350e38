"""What one web application holds: its settings, its database, its clock, its meters."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from backend.db.session import Database
from backend.kit.clock import Clock
from backend.settings import Settings
from backend.web.meters import Meters

API = "/api/v1"


@dataclass(slots=True)
class Site:
    """One application's own things; tests make several in one process."""

    settings: Settings
    clock: Clock
    meters: Meters
    injected: Database | None = None
    opened: Database | None = None

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


def site_of(request: Request) -> Site:
    """Give the application's own things to a request."""
    site: Site = request.app.state.site
    return site

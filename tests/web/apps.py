"""Applications for tests, made once: putting the routes together costs more than most tests do."""

from __future__ import annotations

from fastapi import FastAPI

from backend.db.session import Database
from backend.kit.clock import Clock
from backend.main import create_app
from backend.settings import Settings
from backend.web.meters import Meters

_MADE: list[tuple[Settings, FastAPI]] = []


def app_on(database: Database, settings: Settings, clock: Clock) -> FastAPI:
    """Give an application on this database and at this clock; one test has it at a time."""
    app = next((app for known, app in _MADE if known == settings), None)
    if app is None:
        app = create_app(settings, database=database, clock=clock)
        _MADE.append((settings, app))
    site = app.state.site
    site.settings, site.injected, site.clock, site.meters = settings, database, clock, Meters()
    return app

"""The web application, put together: routers, error handlers, lifespan."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI

from backend.db.session import Database
from backend.kit.clock import Clock, system_clock
from backend.schema import prepare
from backend.settings import Settings
from backend.web.api.routers import api, root
from backend.web.documentation import add_documentation
from backend.web.errors import add_error_handlers
from backend.web.meters import Meters
from backend.web.middleware import Envelope
from backend.web.openapi import document
from backend.web.pages.router import add_pages
from backend.web.site import Site


def create_app(
    settings: Settings, *, database: Database | None = None, clock: Clock = system_clock
) -> FastAPI:
    """Make the application. Without a database handed in, the lifespan prepares and opens one."""
    site = Site(settings=settings, clock=clock, meters=Meters(), injected=database)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if site.injected is not None:
            yield
            return
        await prepare(settings.database_url, clock=clock)
        site.opened = Database.open(settings.database_url, role="api", pool=settings.pool)
        try:
            yield
        finally:
            await site.opened.close()

    app = FastAPI(title="Podo Budget", version=_version(), lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.site = site
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    app.include_router(api)
    app.include_router(root)
    add_pages(app, site)
    add_documentation(app)
    add_error_handlers(app)
    app.add_middleware(Envelope, site=site)
    return app


def _version() -> str:
    try:
        return version("podo-budget")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "0"

"""Every page, in one router, and how pages show refusals."""

from __future__ import annotations

from fastapi import FastAPI

from backend.web.pages import (
    account,
    budgets,
    categories,
    enter,
    entries,
    home,
    install,
    ledger,
    ledgers,
    lessons,
    miniapp,
    people,
    rates,
    reports,
    settings,
    telegram,
)
from backend.web.pages.problems import problem_page
from backend.web.site import Site

FEATURES = (
    install,
    account,
    enter,
    home,
    entries,
    budgets,
    reports,
    categories,
    ledger,
    ledgers,
    people,
    rates,
    lessons,
    settings,
    telegram,
    miniapp,
)


def add_pages(app: FastAPI, site: Site) -> None:
    """Put the pages beside the API."""
    for feature in FEATURES:
        app.include_router(feature.router)
    site.problem_page = problem_page

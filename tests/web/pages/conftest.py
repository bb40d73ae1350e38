"""Somebody at a browser, in each language."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from tests.web.pages.reader import Reader, newcomer


@pytest.fixture
async def ann(app: FastAPI) -> Reader:
    """Somebody who reads English."""
    return await newcomer(app, "en", display_name="Ann")


@pytest.fixture
async def minji_at_pages(app: FastAPI) -> Reader:
    """Somebody who reads Korean."""
    return await newcomer(app, "ko", display_name="민지")

"""What logs hold, however much they are asked to tell."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import text

from backend.db.session import Database, read_session
from backend.kit.logs import set_up_logs


@pytest.fixture
def restored() -> Iterator[None]:
    """Give the test runner its own logging back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("backend", "bot")}
    configured = structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.configure(**configured)


@pytest.mark.usefixtures("restored")
async def test_at_debug_our_own_lines_are_there_but_no_value_of_a_statement(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(style="console", level="DEBUG")

    logging.getLogger("backend.example").debug("our own line")
    async with read_session(database) as session:
        await session.execute(text("SELECT :bought"), {"bought": "김치찌개"})

    printed = capsys.readouterr().err
    assert "our own line" in printed
    assert "김치찌개" not in printed

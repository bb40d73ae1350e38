"""Every revision goes up, down and up again with rows in the tables, on both databases."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import alembic
import pytest
from sqlalchemy import text

from backend.db import migrations
from backend.db.engine import make_engine
from tests.databases import downgrade, upgrade
from tests.migrations.catalog import catalog_of

VERSIONS = migrations.REPOSITORY / "alembic" / "versions"
SCRIPTS = list(migrations._scripts().walk_revisions())[::-1]

MOMENT = "2026-11-21 03:00:00"
MADE = {"revision": 1, "created_at": MOMENT, "updated_at": MOMENT}
ROWS = {
    "users": {"id": 1, "display_name": "포도", "timezone": "Asia/Seoul", **MADE},
    "ledgers": {
        "id": 1, "name": "집", "currency": "KRW", "timezone": "Asia/Seoul", "month_start_day": 1,
        "month_start_shift": "none", "week_start": "monday", **MADE,
    },
    "members": {"ledger_id": 1, "user_id": 1, "role": "owner", "is_default": True, "created_at": MOMENT},
    "categories": {
        "id": 1, "ledger_id": 1, "name": "식비", "emoji": "🍚", "kind": "expense", "position": 1,
        "archived": False, **MADE,
    },
    "entries": {
        "id": 1, "ledger_id": 1, "kind": "expense", "amount_minor": 8000, "currency": "KRW",
        "ledger_amount_minor": 8000, "category_id": 1, "description": "점심", "memo": "",
        "payment_method": "", "occurred_on": "2026-11-21", "excluded": False, "author_id": 1,
        "source": "api", "search_text": "", **MADE,
    },
    "chats": {
        "id": 1, "bot_id": 1, "chat_id": 1, "kind": "private", "state": "active", "ledger_id": 1,
        "created_at": MOMENT, "updated_at": MOMENT,
    },
}  # fmt: skip
"""As the first revision has them; a later one may ask for more only with a default."""
ROWS_OF = {
    "0c89c519a4d5": {
        "lessons": {
            "id": 1, "ledger_id": 1, "kind": "expense", "words": "점심", "phrase": "점심", "category_id": 1,
            "replaced_category_id": 1, "taught_by": 1, "taught_at": MOMENT,
        },
        "payment_notices": {
            "id": 1, "ledger_id": 1, "kind": "expense", "amount_minor": 8000, "currency": "KRW",
            "occurred_on": "2026-11-21", "description": "김밥", "payment_method": "신한카드",
            "cancels": False, "entry_id": 1, "created_at": MOMENT,
        },
    },
    "9d24f6b1e0a7": {
        "untold_acts": {"id": 1, "ledger_id": 1, "act": "a1", "author_id": 1, "happened_at": MOMENT},
    },
    "d52e6a90c3b1": {
        "cards": {
            "id": 1, "bot_id": 1, "chat_id": 1, "ledger_id": 1, "reader_id": 1, "message_id": 7,
            "pinned": True, "language": "ko", "shown": "a1", "checked_at": MOMENT,
        },
        "digests": {
            "id": 1, "bot_id": 1, "chat_id": 1, "period": "weekly", "is_on": True, "hour": 9, "weekday": 0,
            "reader_id": 1, "set_at": MOMENT,
        },
    },
    "e5b1f0c93d27": {
        "sign_in_links": {"user_id": 1, "digest": "x", "expires_at": MOMENT, "created_at": MOMENT},
        "invitations": {
            "id": 1, "ledger_id": 1, "role": "member", "digest": "x", "created_by": 1, "accepted_by": 1,
            "created_at": MOMENT, "expires_at": MOMENT,
        },
    },
}  # fmt: skip
"""Rows of the tables that a later revision makes: it is taken back with them in place."""


def literal(value):
    return str(value).lower() if isinstance(value, bool | int) else f"'{value}'"


async def fill(url, rows=ROWS):
    engine = make_engine(url, role="tool")
    async with engine.begin() as connection:
        for table, row in rows.items():
            values = ", ".join(literal(value) for value in row.values())
            await connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"))  # noqa: S608
    await engine.dispose()


async def counts(url):
    engine = make_engine(url, role="tool")
    async with engine.connect() as connection:
        found = [await connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in ROWS]  # noqa: S608
        await connection.rollback()
    await engine.dispose()
    return found


async def test_every_step_can_be_taken_back_and_again(empty_database_url):
    url = empty_database_url
    await upgrade(url, SCRIPTS[0].revision)
    await fill(url)
    for script in SCRIPTS[1:]:
        below = await catalog_of(url)
        await upgrade(url, script.revision)
        above = await catalog_of(url)
        assert await counts(url) == [1] * len(ROWS)
        await fill(url, ROWS_OF.get(script.revision, {}))
        await downgrade(url, script.down_revision)
        assert await catalog_of(url) == below
        assert await counts(url) == [1] * len(ROWS)
        await upgrade(url, script.revision)
        assert await catalog_of(url) == above
        await fill(url, ROWS_OF.get(script.revision, {}))
        assert await counts(url) == [1] * len(ROWS)
    await downgrade(url, "base")
    assert await catalog_of(url) == set()
    await upgrade(url)
    assert await counts(url) == [0] * len(ROWS)


def test_there_is_one_line_of_revisions():
    assert len(migrations.heads()) == 1
    assert len(SCRIPTS) == len(list(VERSIONS.glob("*.py")))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.revision)
class TestEveryRevision:
    def test_its_file_is_dated_and_says_what_it_does(self, script):
        name = Path(script.path).name
        assert re.fullmatch(rf"20\d{{6}}_{script.revision}_[a-z0-9_]+\.py", name)
        assert script.doc[0].isupper()

    def test_it_stands_on_its_own(self, script):
        source = Path(script.path).read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) (backend|bot)\b", source, re.MULTILINE)
        assert "pass\n" not in source


MATTERS_OF_TASTE = (
    "prefer-text-field",
    "prefer-robust-stmts",
    "prefer-bigint-over-smallint",
    "prefer-bigint-over-int",
)
ACCEPTED = {
    # Built in the transaction that adds its column: CONCURRENTLY would wait for every open transaction, and
    # leave an invalid index behind when it gives up. `users` is small.
    "b308aef03164": ["require-concurrent-index-creation"],
}


@pytest.mark.parametrize("script", SCRIPTS[1:], ids=lambda script: script.revision)
def test_its_sql_does_not_hold_a_busy_postgres_up(script, alembic_command, tmp_path):
    code, sql = alembic_command(
        "postgresql://h/db", "upgrade", f"{script.down_revision}:{script.revision}", "--sql"
    )
    assert code == 0
    assert "SET lock_timeout" in sql
    (tmp_path / "step.sql").write_text(sql)
    rules = [*MATTERS_OF_TASTE, *ACCEPTED.get(script.revision, [])]
    squawk = shutil.which("squawk", path=str(migrations.REPOSITORY / ".venv" / "bin")) or shutil.which(
        "squawk"
    )
    assert squawk
    done = subprocess.run(
        [squawk, "--pg-version", "15", *(f"--exclude={rule}" for rule in rules), str(tmp_path / "step.sql")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_our_folder_does_not_hide_the_library():
    assert "site-packages" in alembic.__file__
    assert not (migrations.REPOSITORY / "alembic" / "__init__.py").exists()

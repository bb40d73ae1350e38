"""The migrations lead to what the models say, on both databases and by every road."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, text

from backend.db.base import Base
from backend.db.engine import make_engine
from backend.schema import prepare
from tests.databases import upgrade
from tests.migrations.catalog import catalog_of

FIRST = "7ae3b3dc3a32"


async def differences(url):
    """Compare as `alembic check` does."""
    engine = make_engine(url, role="tool")
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(
                lambda sync: compare_metadata(
                    MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata
                )
            )
    finally:
        await engine.dispose()


async def create_all(url):
    # On a copy: where a reference is added by ALTER, SQLAlchemy marks it as never to be written inline again.
    copy = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(copy)
    engine = make_engine(url, role="tool")
    async with engine.begin() as connection:
        await connection.run_sync(copy.create_all)
    await engine.dispose()


async def test_the_migrations_make_what_create_all_makes(databases):
    migrated, created = databases.make(empty=True), databases.make(empty=True)
    await upgrade(migrated)
    await create_all(created)
    assert await catalog_of(migrated) == await catalog_of(created)
    assert await differences(migrated) == []
    databases.drop(migrated)
    databases.drop(created)


async def test_the_snapshot_sees_what_alembic_does_not(postgres_url):
    before = await catalog_of(postgres_url)
    engine = make_engine(postgres_url, role="tool")
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE ledgers DROP CONSTRAINT ck_ledgers_name_length"))
        await connection.execute(
            text("ALTER TABLE ledgers ADD CONSTRAINT ck_ledgers_name_length CHECK (length(name) <= 81)")
        )
    await engine.dispose()
    assert len(await catalog_of(postgres_url) ^ before) == 2


async def test_a_reconciled_file_is_as_a_migrated_one(folder):
    path = folder / "podo.db"
    await upgrade(f"sqlite:///{path}", FIRST)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE alembic_version")
    await prepare(f"sqlite:///{path}")
    await upgrade(f"sqlite:///{folder}/migrated.db")
    assert await catalog_of(f"sqlite:///{path}") == await catalog_of(f"sqlite:///{folder}/migrated.db")


class TestRules:
    """What batch mode on SQLite would lose or choke on, and what sharding will want."""

    @pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
    def test_every_constraint_is_named_and_uniqueness_is_an_index(self, table):
        for constraint in table.constraints:
            assert constraint.name
            assert constraint.__visit_name__ != "unique_constraint"
        for column in table.columns:
            assert column.computed is None
            assert getattr(column.type, "collation", None) is None
        for index in table.indexes:
            assert len(index.columns) == len(index.expressions)

    @pytest.mark.parametrize(
        "table", [t for t in Base.metadata.sorted_tables if "ledger_id" in t.columns], ids=str
    )
    def test_references_to_a_households_rows_go_through_its_ledger(self, table):
        for constraint in table.foreign_key_constraints:
            if "ledger_id" in constraint.referred_table.columns:
                assert constraint.column_keys[0] == "ledger_id"
                assert len(constraint.columns) == 2

    @pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
    def test_every_reference_has_an_index(self, table):
        heads = [tuple(i.columns.keys()) for i in table.indexes] + [tuple(table.primary_key.columns.keys())]
        for constraint in table.foreign_key_constraints:
            keys = tuple(constraint.column_keys)
            assert any(head[: len(keys)] == keys for head in heads), f"{table}: {keys}"

"""What a database says of itself, in a form in which two of them can be compared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect, text

from backend.db.engine import make_engine

Catalog = set[tuple[Any, ...]]

POSTGRES = {
    "column": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
               pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation::text
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
              AND NOT a.attisdropped""",
    "constraint": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "table": """
        SELECT relname, reloptions::text FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""",
}


async def catalog_of(url: str) -> Catalog:
    """Read a database's catalogue, Alembic's own table left out."""
    engine = make_engine(url, role="tool")
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(read_catalog)
            await connection.rollback()
    finally:
        await engine.dispose()
    return found


def read_catalog(connection: Connection) -> Catalog:
    """Read the catalogue on an open connection."""
    read = _postgres if connection.dialect.name == "postgresql" else _sqlite
    return {row for row in read(connection) if row[1] != "alembic_version"}


def _postgres(connection: Connection) -> Catalog:
    return {
        (kind, *row) for kind, query in POSTGRES.items() for row in connection.execute(text(query)).fetchall()
    }


def _sqlite(connection: Connection) -> Catalog:
    """SQLite keeps a table as it was written: take it apart, for an added column is written at the end."""
    found: Catalog = set()
    inspector = inspect(connection)
    for table in inspector.get_table_names():
        sql = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
        found.add(("table", table, "AUTOINCREMENT" in sql))
        found.add(("primary key", table, str(inspector.get_pk_constraint(table))))
        found |= {("column", table, str(sorted(c.items(), key=str))) for c in inspector.get_columns(table)}
        found |= {("index", table, str(sorted(i.items()))) for i in inspector.get_indexes(table)}
        found |= {("check", table, str(sorted(c.items()))) for c in inspector.get_check_constraints(table)}
        found |= {("reference", table, str(sorted(f.items()))) for f in inspector.get_foreign_keys(table)}
    return found

"""What every table has in common: the registry, and a name for each constraint before the first migration."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""A migration can only drop what it can name, and the two engines would each invent their own names."""


class Base(DeclarativeBase):
    """Every table of the product; `Base.metadata` is the schema."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        table = getattr(cls, "__table__", None)
        if not isinstance(table, Table):
            return
        for constraint in table.foreign_key_constraints:
            # Uniqueness is an index here, made after its table. Postgres wants it first when a table refers
            # to itself, so that reference comes last; SQLite, which does not mind, keeps it inline.
            if constraint.elements[0].target_fullname.startswith(f"{table.name}."):
                constraint.use_alter = True

"""What every table has in common: the registry, and a name for each constraint before the first migration."""

from __future__ import annotations

from sqlalchemy import MetaData
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

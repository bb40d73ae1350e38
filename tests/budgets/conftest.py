"""A household that spends and budgets."""

from __future__ import annotations

import pytest

from backend.budgets.service import create_budget
from backend.budgets.views import NewBudget
from backend.categories.service import find_by_key
from backend.db.session import unit_of_work
from backend.entries.service import record
from backend.entries.views import NewEntry, Source
from backend.kit.money import Money
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind
from tests.people import make_actor


class Household:
    """Somebody's ledger, and short ways to fill it."""

    def __init__(self, database, actor: Actor, now) -> None:
        self.database = database
        self.actor = actor
        self.now = now

    async def category(self, key="food") -> int:
        async with unit_of_work(self.database) as session:
            return (await find_by_key(session, self.actor, key)).id

    async def budget(self, minor=1000, *, key="food", **more):
        category_id = await self.category(key) if key else None
        new = NewBudget(Money(minor, "KRW"), category_id, **more)
        async with unit_of_work(self.database) as session:
            return await create_budget(session, self.actor, new, now=self.now)

    async def spend(self, minor, *, key="food", on=None, **more):
        new = NewEntry(
            Kind.EXPENSE, Money(minor, "KRW"), "x", on, category_id=await self.category(key), **more
        )
        async with unit_of_work(self.database) as session:
            return (await record(session, self.actor, [new], source=Source.API, now=self.now)).entries[0]


@pytest.fixture
async def household(database, now) -> Household:
    async with unit_of_work(database) as session:
        actor = await make_actor(session, now)
    return Household(database, actor, now)

"""Budgets are changed as one act, and what an act did can be taken back."""

import asyncio
from datetime import date, timedelta

import pytest

from backend.budgets.service import (
    create_budget,
    delete_budget,
    edit_budget,
    find_in_effect,
    list_budgets,
    pause_budget,
    resume_budget,
)
from backend.budgets.status import statuses
from backend.budgets.undo import undo_budgets
from backend.budgets.views import BudgetChanges, NewBudget
from backend.db.session import Database, read_session, unit_of_work
from backend.kit.errors import Conflict, Expired, Forbidden, Invalid, Missing, Stale
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Role
from tests.people import make_actor


async def listed(household):
    async with read_session(household.database) as session:
        return list((await list_budgets(session, household.actor)).items)


async def test_a_change_from_a_day_on_is_taken_back_as_one(household):
    budget = await household.budget(starts_on=date(2026, 1, 1))
    before = await listed(household)
    async with unit_of_work(household.database) as session:
        changes = BudgetChanges(amount=Money(5, "KRW"))
        await edit_budget(
            session, household.actor, budget.id, changes, now=household.now, since=date(2026, 5, 5), act="a"
        )
    assert [(one.amount.minor, one.starts_on) for one in await listed(household)] == [
        (1000, date(2026, 1, 1)),
        (5, date(2026, 5, 1)),
    ]
    async with unit_of_work(household.database) as session:
        await undo_budgets(session, household.actor, "a", now=household.now)
    (after,) = await listed(household)
    assert (after.id, after.ends_on, after.amount) == (before[0].id, None, before[0].amount)
    async with unit_of_work(household.database) as session:
        with pytest.raises(Conflict, match=r"undo\.already_done"):
            await undo_budgets(session, household.actor, "a", now=household.now)


async def test_a_removed_budget_comes_back_unless_its_place_is_taken(household):
    budget = await household.budget()
    async with unit_of_work(household.database) as session:
        act = await delete_budget(session, household.actor, budget.id, now=household.now)
    assert await listed(household) == []
    other = await household.budget(7)
    async with unit_of_work(household.database) as session:
        with pytest.raises(Conflict, match=r"budget\.overlaps"):
            await undo_budgets(session, household.actor, act, now=household.now)
    async with unit_of_work(household.database) as session:
        await delete_budget(session, household.actor, other.id, now=household.now)
        await undo_budgets(session, household.actor, act, now=household.now)
    (back,) = await listed(household)
    assert (back.id, back.amount, back.starts_on) == (budget.id, budget.amount, budget.starts_on)


async def test_undoing_minds_what_came_after_and_how_long_ago_it_was(household):
    budget = await household.budget()
    async with unit_of_work(household.database) as session:
        for act, minor in (("first", 2), ("second", 3)):
            changes = BudgetChanges(amount=Money(minor, "KRW"))
            await edit_budget(session, household.actor, budget.id, changes, now=household.now, act=act)
    later = household.now + timedelta(days=31)
    for act, now, error in (
        ("first", household.now, Stale),
        ("second", later, Expired),
        ("none", household.now, Missing),
    ):
        async with unit_of_work(household.database) as session:
            with pytest.raises(error):
                await undo_budgets(session, household.actor, act, now=now)


async def test_pausing_and_resuming(household):
    budget = await household.budget(starts_on=date(2026, 1, 1))
    today = household.actor.today(household.now)
    async with unit_of_work(household.database) as session:
        paused = await pause_budget(session, household.actor, budget.id, now=household.now)
        assert paused.ends_on == date(2026, 11, 20)
        assert await statuses(session, household.actor, today) == []
        resumed = await resume_budget(session, household.actor, budget.id, now=household.now)
        assert (resumed.starts_on, resumed.ends_on, resumed.amount) == (today, None, budget.amount)
        found = await find_in_effect(session, household.actor, budget.category_id, PeriodKind.MONTHLY, today)
        assert found == resumed


async def test_who_only_reads_changes_nothing(household):
    budget = await household.budget()
    viewer = type(household.actor)(
        **{name: getattr(household.actor, name) for name in household.actor.__slots__} | {"role": Role.VIEWER}
    )
    async with unit_of_work(household.database) as session:
        for work in (
            create_budget(session, viewer, NewBudget(Money(1, "KRW")), now=household.now),
            edit_budget(session, viewer, budget.id, BudgetChanges(), now=household.now),
            delete_budget(session, viewer, budget.id, now=household.now),
            undo_budgets(session, viewer, "a", now=household.now),
        ):
            with pytest.raises(Forbidden):
                await work


async def test_a_budget_is_in_the_ledgers_currency(household):
    async with unit_of_work(household.database) as session:
        with pytest.raises(Invalid, match=r"budget\.other_currency"):
            await create_budget(session, household.actor, NewBudget(Money(1, "USD")), now=household.now)


async def test_of_many_made_at_once_one_is(fresh_database_url, now):
    database = Database.open(fresh_database_url, role="test")
    async with unit_of_work(database) as session:
        actor = await make_actor(session, now)

    async def one() -> str:
        try:
            async with unit_of_work(database) as session:
                await create_budget(session, actor, NewBudget(Money(1, "KRW")), now=now)
        except Conflict as clash:
            return clash.code
        return "made"

    told = await asyncio.gather(*(one() for _ in range(6)))
    assert sorted(told) == ["budget.overlaps"] * 5 + ["made"]
    await database.close()

"""A threshold is told once a period, again only after use fell below it, and never for another period."""

from datetime import date

from backend.budgets.service import edit_budget
from backend.budgets.status import alerts_crossed
from backend.budgets.views import BudgetChanges, Rollover
from backend.categories.service import NewCategory, create_category
from backend.db.session import unit_of_work
from backend.entries.removal import delete_entry
from backend.entries.service import edit_entry
from backend.entries.views import Changes
from backend.kit.money import Money
from backend.kit.values import UNSET
from backend.parsing.drafts import Kind


async def crossed(household, *entries):
    async with unit_of_work(household.database) as session:
        found = await alerts_crossed(
            session, household.actor, [entry.touched for entry in entries], now=household.now
        )
    return [(alert.status.budget.id, alert.threshold) for alert in found]


async def test_each_threshold_is_told_once(household):
    budget = await household.budget(1000, alert_at=(50, 80, 100))
    assert await crossed(household, await household.spend(499)) == []
    assert await crossed(household, await household.spend(301)) == [(budget.id, 50), (budget.id, 80)]
    assert await crossed(household, await household.spend(1)) == []
    assert await crossed(household, await household.spend(199)) == [(budget.id, 100)]
    assert await crossed(household, await household.spend(5000)) == []


async def test_a_threshold_is_told_again_after_use_fell_below_it(household):
    budget = await household.budget(1000)
    entry = await household.spend(900)
    assert await crossed(household, entry) == [(budget.id, 80)]
    async with unit_of_work(household.database) as session:
        changes = Changes(amount=Money(700, "KRW"))
        lower = await edit_entry(session, household.actor, entry.id, changes, now=household.now)
    assert await crossed(household, entry, lower) == []
    assert await crossed(household, await household.spend(200)) == [(budget.id, 80)]
    async with unit_of_work(household.database) as session:
        await delete_entry(session, household.actor, entry.id, now=household.now)
    assert await crossed(household, lower) == []
    assert await crossed(household, await household.spend(700)) == [(budget.id, 80)]


async def test_an_entry_of_an_earlier_period_alerts_nobody(household):
    budget = await household.budget(1000, rollover=Rollover.BALANCE, starts_on=date(2026, 10, 1))
    assert await crossed(household, await household.spend(900)) == []
    late = await household.spend(1000, on=date(2026, 10, 15))  # November has 1,000 less to spend: 90 %
    assert await crossed(household, late) == []
    assert await crossed(household, await household.spend(1)) == []
    assert await crossed(household, await household.spend(99)) == [(budget.id, 100)]


async def test_only_what_counts_in_the_budget_alerts(household):
    budget = await household.budget(1000)
    of_all = await household.budget(5000, key=None)
    async with unit_of_work(household.database) as session:
        new = NewCategory(Kind.EXPENSE, "반찬", "🥬", parent_id=await household.category())
        await create_category(session, household.actor, new, now=household.now)
    assert await crossed(household, await household.spend(1000, excluded=True)) == []
    assert await crossed(household, await household.spend(3000, key="cafe")) == []
    assert await crossed(household, await household.spend(1000)) == [
        (budget.id, 80),
        (budget.id, 100),
        (of_all.id, 80),
    ]


async def test_an_entry_of_a_child_category_alerts_its_parents_budget(household):
    budget = await household.budget(1000, alert_at=(100,))
    async with unit_of_work(household.database) as session:
        new = NewCategory(Kind.EXPENSE, "반찬", "🥬", parent_id=await household.category())
        child = await create_category(session, household.actor, new, now=household.now)
        child_id = child.id
    entry = await household.spend(1000)
    async with unit_of_work(household.database) as session:
        changes = Changes(category_id=child_id)
        moved = await edit_entry(session, household.actor, entry.id, changes, now=household.now)
    assert await crossed(household, moved) == [(budget.id, 100)]


async def test_without_thresholds_nothing_is_told(household):
    budget = await household.budget(1000, alert_at=())
    assert await crossed(household, await household.spend(5000)) == []
    async with unit_of_work(household.database) as session:
        changes = BudgetChanges(alert_at=(100,), amount=UNSET)
        await edit_budget(session, household.actor, budget.id, changes, now=household.now)
    assert await crossed(household, await household.spend(1)) == [(budget.id, 100)]

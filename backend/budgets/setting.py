"""Setting a budget by what it is for: the one in effect changes from its period on, or a new one begins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts import queries as act_queries
from backend.acts.service import new_act
from backend.budgets import queries
from backend.budgets.queries import LOG
from backend.budgets.service import create_budget, edit_budget, find_in_effect
from backend.budgets.views import BudgetChanges, BudgetView, NewBudget
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor


async def set_budget(
    session: AsyncSession,
    actor: Actor,
    amount: Money,
    category_id: int | None,
    period: PeriodKind,
    *,
    now: datetime,
) -> tuple[BudgetView, str]:
    """Give a category (None: all spending) an amount per period, as one act; answers budget and act.

    Raises what `create_budget` raises.
    """
    act = new_act()
    actor.must_write()
    standing = await find_in_effect(session, actor, category_id, period, actor.today(now))
    if standing is None:
        new = NewBudget(amount, category_id, period)
        return await create_budget(session, actor, new, now=now, act=act), act
    return await change_amount(session, actor, standing.id, amount, now=now, act=act)


async def change_amount(
    session: AsyncSession,
    actor: Actor,
    budget_id: int,
    amount: Money,
    *,
    now: datetime,
    if_revision: int | None = None,
    act: str | None = None,
) -> tuple[BudgetView, str]:
    """Change a budget's amount from its current period on; earlier periods keep their figures.

    Raises what `edit_budget` raises.
    """
    act = act or new_act()
    changes, today = BudgetChanges(amount=amount), actor.today(now)
    changed = await edit_budget(
        session, actor, budget_id, changes, now=now, since=today, if_revision=if_revision, act=act
    )
    return changed, act


async def find_ledger_of_budget(session: AsyncSession, user_id: int, budget_id: int) -> int | None:
    """Tell in which of a person's ledgers a budget is; None for a stranger's."""
    return await queries.find_ledger_of_budget(session, user_id, budget_id)


async def find_ledger_of_act(session: AsyncSession, user_id: int, act: str) -> int | None:
    """Tell in which of a person's ledgers an act changed budgets; None for a stranger's."""
    return await act_queries.find_ledger_of_act(session, LOG, user_id, act)

"""How budgets stand on a day, and which thresholds that newly reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.budgets import queries
from backend.budgets.rules import Plan, Spent, in_order, is_touched, plan_for, resting, span_of, status_of
from backend.budgets.views import Alert, BudgetView, Status
from backend.entries.sums import queries as sum_queries
from backend.entries.views import Touched
from backend.kit.periods import within_reach
from backend.ledgers.access import Actor


async def statuses(session: AsyncSession, actor: Actor, on: date) -> list[Status]:
    """Tell how the budgets in effect on a day stand: exceeded first, then by use. Two statements.

    Raises Invalid `day.out_of_range`.
    """
    within_reach(on, "on")
    begun = await queries.begun_by(session, actor.ledger_id, actor.currency, on)
    return await _statuses(session, actor, begun, on)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ledger's budgets stand on a day, and the newest that ended and whose place nobody took."""

    statuses: tuple[Status, ...]
    resting: tuple[BudgetView, ...]


async def standing(session: AsyncSession, actor: Actor, on: date) -> Standing:
    """Tell how the budgets in effect on a day stand, and which rest. Two statements.

    Raises Invalid `day.out_of_range`.
    """
    within_reach(on, "on")
    begun = await queries.begun_by(session, actor.ledger_id, actor.currency, on)
    return Standing(tuple(await _statuses(session, actor, begun, on)), tuple(resting(begun, on)))


async def _statuses(
    session: AsyncSession, actor: Actor, begun: Sequence[BudgetView], on: date
) -> list[Status]:
    plans = _plans(actor, begun, on)
    if not plans:
        return []
    calendar = actor.calendar
    stretches = list(dict.fromkeys(stretch for plan in plans for stretch in plan.stretches()))
    by_category = any(plan.budget.category is not None for plan in plans)
    spans = [span_of(calendar, stretch, by_category=by_category) for stretch in stretches]
    spending = await sum_queries.spent_by_span(session, actor.ledger_id, spans)
    spent = Spent({stretch: number for number, stretch in enumerate(stretches)}, spending)
    return in_order(status_of(plan, spent, calendar, on) for plan in plans)


def _plans(actor: Actor, begun: Sequence[BudgetView], on: date) -> list[Plan]:
    chains: dict[str, list[BudgetView]] = {}
    for budget in begun:
        chains.setdefault(budget.chain, []).append(budget)
    calendar = actor.calendar
    in_effect = (budget for budget in begun if budget.covers(on))
    return [plan_for(budget, chains[budget.chain], calendar, on) for budget in in_effect]


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What changed entries mean to budgets: news, and how the budgets of their categories stand."""

    alerts: tuple[Alert, ...]
    standing: tuple[Status, ...]


async def alerts_crossed(
    session: AsyncSession, actor: Actor, touched: Sequence[Touched], *, now: datetime
) -> list[Alert]:
    """Note which thresholds of today's periods are reached now, and answer those that are news."""
    return list((await after_change(session, actor, touched, now=now)).alerts)


async def after_change(
    session: AsyncSession, actor: Actor, touched: Sequence[Touched], *, now: datetime
) -> Aftermath:
    """Note which thresholds of today's periods are reached now; tell which are news, and what is left.

    To be called after recording, correcting or deleting, with the entries as they were and as they are. A
    threshold is news once a budget and period, and again only after use fell below it. Only entries that
    count in today's period of the budget bring news: one dated into an earlier period may change what is
    carried, and then the threshold is noted in silence. Others who ask wait until this transaction ends,
    so that of two entries at once one is told that both together cross it.
    """
    today = actor.today(now)
    begun = await queries.begun_by(session, actor.ledger_id, actor.currency, today, lock=True)
    found = await _statuses(session, actor, begun, today)
    reached = {
        (status.budget.id, threshold, status.period.start): status
        for status in found
        for threshold in status.reached
    }
    below = [
        (status.budget.id, threshold, status.period.start)
        for status in found
        for threshold in status.budget.alert_at
        if threshold not in status.reached
    ]
    news = await queries.reach(session, actor.ledger_id, list(reached), now)
    await queries.fall_below(session, actor.ledger_id, below)
    of_categories = [status for status in found if status.budget.category is not None]
    is_asked = news or of_categories
    parents = await sum_queries.parents_of(session, actor.ledger_id, touched) if is_asked else {}

    def touches(status: Status) -> bool:
        return any(is_touched(status, entry, parents) for entry in touched)

    return Aftermath(
        tuple(Alert(key[1], status) for key, status in reached.items() if key in news and touches(status)),
        tuple(status for status in of_categories if touches(status)),
    )

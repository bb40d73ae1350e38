"""Budgets on a page: how they stand, what was spent before, set and changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.acts.service import new_act
from backend.budgets import service as budgets
from backend.budgets.status import statuses
from backend.budgets.undo import undo_budgets
from backend.budgets.views import BudgetChanges, NewBudget, Rollover
from backend.categories.service import list_categories
from backend.kit.errors import DomainError, Invalid
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from backend.parsing.drafts import Kind
from backend.reports.rules import TrendPoint
from backend.reports.service import trend
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, id_of
from backend.web.pages.forms import Form, FormDep, trying
from backend.web.pages.once import once
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeDep, LookDep, Visit

router = APIRouter(prefix="/ledgers/{ledger_id}/budgets", include_in_schema=False)

BEFORE = 3


@dataclass(frozen=True, slots=True)
class Past:
    """What was spent on a category in the months before, oldest first, and what suggests itself of it."""

    amounts: tuple[Money, ...]

    @property
    def usual(self) -> Money | None:
        """The mean of the months in which something was spent; None where there was none."""
        spent = [one.minor for one in self.amounts if one.minor > 0]
        return Money(-(-sum(spent) // len(spent)), self.amounts[0].currency) if spent else None


def _past(points: Sequence[TrendPoint], category_id: int | None, currency: str) -> Past:
    """Add up a category's expenses with its children's; of all spending where there is no category."""
    if category_id is None:
        return Past(tuple(Money(point.expense, currency) for point in points))
    return Past(
        tuple(
            Money(
                sum(
                    row.total
                    for row in point.by_category
                    if row.kind is Kind.EXPENSE
                    and row.category
                    and category_id in (row.category.id, row.parent_id)
                ),
                currency,
            )
            for point in points
        )
    )


async def _page(
    request: Request,
    session: AsyncSession,
    visit: Visit,
    *,
    error: DomainError | None = None,
    form: Form | None = None,
    wrong_at: int = 0,
) -> Response:
    actor = visit.actor
    standing = await statuses(session, actor, visit.today)
    every = (await budgets.list_budgets(session, actor)).items
    months = (await trend(session, actor, PeriodKind.MONTHLY, visit.today, BEFORE + 1))[:-1]
    categories = [one for one in await list_categories(session, actor) if one.kind == Kind.EXPENSE]
    has_one = {one.budget.category_id for one in standing}
    pasts = {one.id: _past(months, one.id, actor.currency) for one in categories}
    usual = {one.id: pasts[one.id].usual for one in categories if one.id not in has_one}
    return show(
        request,
        "budgets.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        form=form or {},
        wrong_at=wrong_at,
        statuses=[(one, _past(months, one.budget.category_id, actor.currency)) for one in standing],
        months=[point.period for point in months],
        others=[one for one in every if not one.covers(visit.today)],
        categories=categories,
        suggestions=sorted(
            ((one, usual[one.id]) for one in categories if usual.get(one.id)),
            key=lambda pair: -(pair[1].minor if pair[1] else 0),
        )[:BEFORE],
        all_usual=None if None in has_one else _past(months, None, actor.currency).usual,
    )


@router.get("")
async def look(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """Show how budgets stand."""
    return await _page(request, session, visit)


@router.post("")
async def make(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Make a budget, from the period that holds today on."""

    async def create() -> Response:
        act = new_act()
        async with trying(session) as tried:
            new = NewBudget(
                amount=form.amount("amount", visit.actor.currency),
                category_id=id_of(form.get("category", "")) or None,
                period=form.choice("period", PeriodKind),
                rollover=form.choice("rollover", Rollover),
                alert_at=_alerts(form),
            )
            await budgets.create_budget(session, visit.actor, new, now=now, act=act)
        if tried.error:
            return await _page(request, session, visit, error=tried.error, form=form)
        return go(request, f"{visit.home}/budgets", "budget_saved", act=act)

    return await once(request, session, visit.caller.user_id, form, now, create)


def _alerts(form: Form) -> tuple[int, ...]:
    """Read "80, 100": percentages, in any order. Raises Invalid `field.not_number`."""
    parts = form.get("alert_at", "").replace(",", " ").replace("%", " ").split()
    if not all(part.isascii() and part.isdecimal() and len(part) < 6 for part in parts):  # noqa: PLR2004
        raise Invalid("field.not_number", field="alert_at")
    return tuple(sorted({int(part) for part in parts}))


@router.post("/undo")
async def take_back(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Take back what an act did to budgets."""
    await undo_budgets(session, visit.actor, form.get("act", ""), now=now)
    return go(request, f"{visit.home}/budgets", "undone")


@router.post("/{budget_id}")
async def change(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep, budget_id: str
) -> Response:
    """Change a budget from a day on, so that the past keeps its figures; without a day, all of it."""
    act = new_act()
    async with trying(session) as tried:
        changes = BudgetChanges(
            amount=form.amount("amount", visit.actor.currency),
            rollover=form.choice("rollover", Rollover),
            alert_at=_alerts(form),
        )
        await budgets.edit_budget(
            session, visit.actor, id_of(budget_id), changes, now=now, since=form.day("since"), act=act
        )
    if tried.error:
        at = id_of(budget_id)
        return await _page(request, session, visit, error=tried.error, form=form, wrong_at=at)
    return go(request, f"{visit.home}/budgets", "budget_saved", act=act)


@router.post("/{budget_id}/{verb}")
async def do(
    request: Request,
    visit: ChangeDep,
    session: SessionDep,
    now: NowDep,
    budget_id: str,
    verb: Literal["pause", "resume", "delete"],
) -> Response:
    """Pause, resume or delete a budget; each can be undone."""
    act = new_act()
    if verb == "pause":
        await budgets.pause_budget(session, visit.actor, id_of(budget_id), now=now, act=act)
    elif verb == "resume":
        await budgets.resume_budget(session, visit.actor, id_of(budget_id), now=now, act=act)
    else:
        await budgets.delete_budget(session, visit.actor, id_of(budget_id), now=now, act=act)
    what = "budget_deleted" if verb == "delete" else "budget_saved"
    return go(request, f"{visit.home}/budgets", what, act=act)

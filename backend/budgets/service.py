"""The verbs of budgets: make, read, change, close, pause, remove."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import insert_changes
from backend.acts.service import change_row, new_act
from backend.budgets import queries
from backend.budgets.queries import LOG
from backend.budgets.rules import check_alerts, check_span
from backend.budgets.views import BudgetChanges, BudgetView, NewBudget, Rollover
from backend.categories.catalogue import check_category
from backend.kit.errors import Conflict, Invalid, Missing, Stale
from backend.kit.money import Money, positive
from backend.kit.pages import Page, decode_cursor, page_of
from backend.kit.periods import PeriodKind, within_reach
from backend.kit.values import UNSET
from backend.ledgers import queries as ledger_queries
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind

MAX_BUDGETS = 1_000
"""Of one ledger, those that ended too: a status reads them all."""
ONE_DAY = timedelta(days=1)
FIXED = ("category_id", "period", "starts_on")
"""What a change from a day on leaves as it is: something else would be another budget."""


async def list_budgets(
    session: AsyncSession, actor: Actor, *, cursor: str | None = None, limit: int = MAX_BUDGETS
) -> Page[BudgetView]:
    """Read the ledger's budgets in the order they were made. Raises Invalid `cursor.invalid`."""
    after = int(decode_cursor(cursor, (int,))[0]) if cursor is not None else 0
    rows = await queries.list_budgets(session, actor.ledger_id, actor.currency, after=after, limit=limit + 1)
    return page_of(rows, limit, lambda view: (view.id,))


async def get_budget(session: AsyncSession, actor: Actor, budget_id: int) -> BudgetView:
    """Read one budget. Raises Missing `budget.not_found`."""
    found = await queries.find_budget(session, actor.ledger_id, actor.currency, budget_id)
    if found is None:
        raise Missing("budget.not_found")
    return found


async def find_in_effect(
    session: AsyncSession, actor: Actor, category_id: int | None, period: PeriodKind, on: date
) -> BudgetView | None:
    """Find the budget of a category (None: of all spending) and period that is in effect on a day."""
    begun = await queries.begun_by(session, actor.ledger_id, actor.currency, on)
    alike = (one for one in begun if one.category_id == category_id and one.period is period)
    return next((one for one in alike if one.covers(on)), None)


async def create_budget(
    session: AsyncSession, actor: Actor, new: NewBudget, *, now: datetime, act: str | None = None
) -> BudgetView:
    """Make a budget; without a start it begins with the period that holds today.

    Raises Forbidden `ledger.read_only`, Conflict `budget.overlaps`, `budget.too_many`, Invalid
    `category.not_found`, `category.wrong_kind`, `money.…`, `day.out_of_range`, `budget.ends_before_start`,
    `budget.alert_out_of_range`.
    """
    actor.must_write()
    starts_on = new.starts_on or actor.calendar.period_of(new.period, actor.today(now)).start
    await ledger_queries.serialise(session, actor.ledger_id)
    if await queries.count_budgets(session, actor.ledger_id) >= MAX_BUDGETS:
        raise Conflict("budget.too_many", most=MAX_BUDGETS)
    row = {
        "ledger_id": actor.ledger_id,
        "category_id": new.category_id,
        "amount_minor": _amount(actor, new.amount),
        "period": new.period.value,
        "starts_on": starts_on,
        "ends_on": new.ends_on,
        "rollover": new.rollover.value,
        "alert_at": list(check_alerts(new.alert_at)),
        "chain": new_act(),
        "revision": 1,
        "created_at": now,
        "updated_at": now,
    }
    await _check(session, actor, row, names_category=True)
    return await _insert(session, actor, row, act or new_act(), now)


def _amount(actor: Actor, amount: Money) -> int:
    """Take an amount in the ledger's currency. Raises Invalid `money.…`, `budget.other_currency`."""
    if amount.currency != actor.currency:
        raise Invalid("budget.other_currency", field="amount", currency=actor.currency)
    return positive(amount.decimal, amount.currency).minor


async def _check(
    session: AsyncSession, actor: Actor, row: dict[str, Any], *, names_category: bool = False
) -> None:
    """See that a budget can be as the row says; the ledger is serialised by now."""
    check_span(row["starts_on"], row["ends_on"])
    if names_category and row["category_id"] is not None:
        await check_category(session, actor, row["category_id"], kind=Kind.EXPENSE)
    if await queries.overlaps(session, row):
        raise Conflict("budget.overlaps")


async def _insert(
    session: AsyncSession, actor: Actor, row: dict[str, Any], act: str, now: datetime
) -> BudgetView:
    budget_id = await queries.insert_budget(session, row)
    line = change_row(LOG, actor, budget_id, act, "created", 1, None, now)
    await insert_changes(session, LOG, [line])
    return await get_budget(session, actor, budget_id)


async def edit_budget(
    session: AsyncSession,
    actor: Actor,
    budget_id: int,
    changes: BudgetChanges,
    *,
    now: datetime,
    since: date | None = None,
    if_revision: int | None = None,
    act: str | None = None,
) -> BudgetView:
    """Change what `changes` names, and answer the budget as it then is.

    With `since`, the past keeps its figures: the budget ends the day before the period that holds that
    day, and one as changed begins there, which is the answer. Where there is no earlier period it is
    changed as it stands. Raises what `create_budget` raises, Missing `budget.not_found`, Stale
    `resource.changed`, Invalid `budget.fixed`, `budget.ended`.
    """
    actor.must_write()
    await ledger_queries.serialise(session, actor.ledger_id)
    before = await _get_row(session, actor, budget_id, if_revision)
    after = before | _as_columns(actor, changes)
    act = act or new_act()
    if since is not None and after != before:
        opening = _opening(actor, before, changes, within_reach(since, "from"))
        if opening > before["starts_on"]:
            return await _reopen(session, actor, before, after, opening, act, now)
    await _check(session, actor, after, names_category=after["category_id"] != before["category_id"])
    await _update(session, actor, before, after, act, now)
    return await get_budget(session, actor, budget_id)


async def _get_row(
    session: AsyncSession, actor: Actor, budget_id: int, if_revision: int | None
) -> dict[str, Any]:
    row = await queries.find_row(session, actor.ledger_id, budget_id)
    if row is None:
        raise Missing("budget.not_found")
    if if_revision is not None and row["revision"] != if_revision:
        raise Stale("resource.changed")
    return row


def _as_columns(actor: Actor, changes: BudgetChanges) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in ("category_id", "starts_on", "ends_on"):
        if getattr(changes, name) is not UNSET:
            values[name] = getattr(changes, name)
    if isinstance(changes.amount, Money):
        values["amount_minor"] = _amount(actor, changes.amount)
    if isinstance(changes.period, PeriodKind):
        values["period"] = changes.period.value
    if isinstance(changes.rollover, Rollover):
        values["rollover"] = changes.rollover.value
    if isinstance(changes.alert_at, tuple):
        values["alert_at"] = list(check_alerts(changes.alert_at))
    return values


def _opening(actor: Actor, before: dict[str, Any], changes: BudgetChanges, since: date) -> date:
    """The first day from which a change counts. Raises Invalid `budget.fixed`, `budget.ended`."""
    for name in FIXED:
        if getattr(changes, name) not in (UNSET, before[name]):
            raise Invalid("budget.fixed", field=name)
    opening = actor.calendar.period_of(PeriodKind(before["period"]), since).start
    if before["ends_on"] is not None and opening > before["ends_on"]:
        raise Invalid("budget.ended", field="from")
    return opening


async def _reopen(
    session: AsyncSession,
    actor: Actor,
    before: dict[str, Any],
    after: dict[str, Any],
    opening: date,
    act: str,
    now: datetime,
) -> BudgetView:
    """Close a budget and open one that goes on from it, of the same chain."""
    closed = before | {"ends_on": opening - ONE_DAY}
    opened = after | {"starts_on": opening, "revision": 1, "created_at": now, "updated_at": now}
    del opened["id"]
    if await queries.count_budgets(session, actor.ledger_id) >= MAX_BUDGETS:
        raise Conflict("budget.too_many", most=MAX_BUDGETS)
    await _update(session, actor, before, closed, act, now)
    await _check(session, actor, opened)
    return await _insert(session, actor, opened, act, now)


async def _update(
    session: AsyncSession,
    actor: Actor,
    before: dict[str, Any],
    after: dict[str, Any],
    act: str,
    now: datetime,
) -> None:
    """Write what differs, if anything does."""
    values = {name: value for name, value in after.items() if value != before[name]}
    if not values:
        return
    values |= {"revision": before["revision"] + 1, "updated_at": now}
    await queries.update_budget(session, actor.ledger_id, before["id"], values)
    change = change_row(LOG, actor, before["id"], act, "edited", values["revision"], before, now)
    await insert_changes(session, LOG, [change])


async def pause_budget(
    session: AsyncSession, actor: Actor, budget_id: int, *, now: datetime, act: str | None = None
) -> BudgetView:
    """End a budget yesterday; one that began today counts for today still. Raises Missing, Forbidden."""
    budget = await get_budget(session, actor, budget_id)
    ends_on = max(budget.starts_on, actor.today(now) - ONE_DAY)
    return await edit_budget(session, actor, budget_id, BudgetChanges(ends_on=ends_on), now=now, act=act)


async def resume_budget(
    session: AsyncSession, actor: Actor, budget_id: int, *, now: datetime, act: str | None = None
) -> BudgetView:
    """Begin a paused budget anew, with the period that holds today; nothing is carried from before.

    Raises Missing `budget.not_found`, Conflict `budget.overlaps` where another took its place.
    """
    old = await get_budget(session, actor, budget_id)
    starts_on = actor.calendar.period_of(old.period, actor.today(now)).start
    if old.ends_on is not None:
        starts_on = max(starts_on, old.ends_on + ONE_DAY)
    new = NewBudget(old.amount, old.category_id, old.period, starts_on, None, old.rollover, old.alert_at)
    return await create_budget(session, actor, new, now=now, act=act)


async def delete_budget(
    session: AsyncSession,
    actor: Actor,
    budget_id: int,
    *,
    now: datetime,
    if_revision: int | None = None,
    act: str | None = None,
) -> str:
    """Remove a budget, its past figures too; answers the act, by which it can be undone.

    Raises Missing `budget.not_found`, Stale `resource.changed`, Forbidden `ledger.read_only`.
    """
    actor.must_write()
    await ledger_queries.serialise(session, actor.ledger_id)
    before = await _get_row(session, actor, budget_id, if_revision)
    await queries.delete_budget(session, actor.ledger_id, budget_id)
    act = act or new_act()
    change = change_row(LOG, actor, budget_id, act, "deleted", before["revision"] + 1, before, now)
    await insert_changes(session, LOG, [change])
    return act

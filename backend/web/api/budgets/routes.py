"""Budgets over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backend.budgets import service as budgets
from backend.budgets.status import statuses
from backend.budgets.today import overall, todays_numbers
from backend.web.answers import answer, nothing
from backend.web.api.budgets.schemas import (
    BudgetChangesBody,
    BudgetList,
    BudgetShown,
    NewBudgetBody,
    StatusList,
    TodaysNumbers,
    budget_changes,
    new_budget,
    show_budget,
    show_status,
    show_todays_number,
)
from backend.web.api.fields import Day
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.api.spans import OnParam
from backend.web.deps import (
    ActorDep,
    LanguageDep,
    NowDep,
    ReaderDep,
    ReadSessionDep,
    SessionDep,
    id_of,
    path_id,
)
from backend.web.etags import ExpectedRevision
from backend.web.idempotency import LedgerOnceDep
from backend.web.openapi import created, links_within_ledger, refusals, single
from backend.web.site import API

router = APIRouter(prefix="/ledgers/{ledger_id}/budgets", tags=["Budgets"])

BudgetId = Annotated[str, path_id("budget")]
LINKS = links_within_ledger("budget", "budget_id", ["readBudget", "editBudget", "deleteBudget"])


@router.get(
    "",
    operation_id="listBudgets",
    summary="List budgets in the order they were made, those that ended too",
    response_model=BudgetList,
    responses=refusals(401, 404),
)
async def list_budgets(
    session: ReadSessionDep, actor: ReaderDep, cursor: CursorParam = None, limit: LimitParam = 50
) -> Response:
    page = await budgets.list_budgets(session, actor, cursor=cursor, limit=limit)
    shown = [show_budget(budget) for budget in page.items]
    return answer(BudgetList(items=shown, next_cursor=page.next_cursor))


@router.post(
    "",
    operation_id="createBudget",
    summary="Make a budget for a category or for all spending",
    status_code=201,
    response_model=BudgetShown,
    responses={201: created("The budget.", LINKS), **refusals(400, 401, 403, 404, 409, 413)},
)
async def create_budget(
    body: NewBudgetBody, session: SessionDep, actor: ActorDep, now: NowDep, once: LedgerOnceDep
) -> Response:
    async def make() -> Response:
        budget = await budgets.create_budget(session, actor, new_budget(body, actor), now=now)
        where = f"{API}/ledgers/{actor.ledger_id}/budgets/{budget.id}"
        return answer(show_budget(budget), status=201, revision=budget.revision, location=where)

    return await once(make)


@router.get(
    "/status",
    operation_id="readBudgetStatus",
    summary="How the budgets in effect on a day stand",
    response_model=StatusList,
    responses=refusals(401, 404),
)
async def read_status(
    session: ReadSessionDep, actor: ReaderDep, language: LanguageDep, now: NowDep, on: OnParam = None
) -> Response:
    day = on or actor.today(now)
    shown = [show_status(status, language) for status in await statuses(session, actor, day)]
    return answer(StatusList.model_construct(on=day.isoformat(), items=shown))


@router.get(
    "/today",
    operation_id="readTodaysNumbers",
    summary="What can be spent today",
    description="The number that the bot's card and the first page show. It falls by what is spent today; "
    "the share of this morning stays.",
    response_model=TodaysNumbers,
    responses=refusals(401, 404),
)
async def read_today(
    session: ReadSessionDep, actor: ReaderDep, language: LanguageDep, now: NowDep
) -> Response:
    today = actor.today(now)
    numbers = await todays_numbers(session, actor, today)
    chief = overall(numbers)
    return answer(
        TodaysNumbers.model_construct(
            on=today.isoformat(),
            overall=None if chief is None else show_todays_number(chief, language),
            items=[show_todays_number(number, language) for number in numbers],
        )
    )


@router.api_route("/today", methods=["POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
@router.api_route("/status", methods=["POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def only_get() -> Response:
    """Keep "status" and "today" from being taken for a budget's id."""
    raise HTTPException(405)


@router.get(
    "/{budget_id}",
    operation_id="readBudget",
    summary="Read a budget",
    response_model=BudgetShown,
    responses={200: single("The budget."), **refusals(401, 404)},
)
async def read_budget(session: ReadSessionDep, actor: ReaderDep, budget_id: BudgetId) -> Response:
    budget = await budgets.get_budget(session, actor, id_of(budget_id))
    return answer(show_budget(budget), revision=budget.revision)


@router.patch(
    "/{budget_id}",
    operation_id="editBudget",
    summary="Change a budget, for all its time or from a period on",
    response_model=BudgetShown,
    responses={
        200: single("The budget as it is now; with `from`, the one that goes on from there."),
        **refusals(400, 401, 403, 404, 409, 412, 413),
    },
)
async def edit_budget(
    body: BudgetChangesBody,
    session: SessionDep,
    actor: ActorDep,
    now: NowDep,
    budget_id: BudgetId,
    if_revision: ExpectedRevision,
    since: Annotated[
        Day | None,
        Query(
            alias="from",
            description="The change counts from the period that holds this day: the budget ends the day "
            "before it, and a new one, which is the answer, goes on.",
        ),
    ] = None,
) -> Response:
    changes = budget_changes(body, actor)
    budget = await budgets.edit_budget(
        session, actor, id_of(budget_id), changes, now=now, since=since, if_revision=if_revision
    )
    return answer(show_budget(budget), revision=budget.revision)


@router.delete(
    "/{budget_id}",
    operation_id="deleteBudget",
    summary="Delete a budget with its past; to end it, give it an end",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 412),
)
async def delete_budget(
    session: SessionDep, actor: ActorDep, now: NowDep, budget_id: BudgetId, if_revision: ExpectedRevision
) -> Response:
    await budgets.delete_budget(session, actor, id_of(budget_id), now=now, if_revision=if_revision)
    return nothing()

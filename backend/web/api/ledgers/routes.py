"""Ledgers over HTTP."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from backend.ledgers import service as ledgers
from backend.ledgers.service import NewLedger
from backend.onboarding.service import start_ledger
from backend.web.answers import answer, nothing
from backend.web.api.ledgers.schemas import LedgerChanges, LedgerList, LedgerShown, NewLedgerBody, show_ledger
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.deps import (
    ActorDep,
    NowDep,
    PersonDep,
    ReaderDep,
    ReadingPersonDep,
    ReadSessionDep,
    SessionDep,
)
from backend.web.etags import ExpectedRevision
from backend.web.idempotency import PersonOnceDep
from backend.web.openapi import SHOWN_ID, created, link, refusals, single
from backend.web.site import API

router = APIRouter(prefix="/ledgers", tags=["Ledgers"])

LINKS = {
    f"{operation} of this ledger": link(operation, ledger_id=SHOWN_ID)
    for operation in (
        "readLedger",
        "editLedger",
        "deleteLedger",
        "listCategories",
        "createCategory",
        "listEntries",
        "createEntry",
        "recordText",
    )
}


@router.get(
    "",
    operation_id="listLedgers",
    summary="List the ledgers one is a member of, oldest first",
    response_model=LedgerList,
    responses=refusals(401),
)
async def list_ledgers(
    session: ReadSessionDep, caller: ReadingPersonDep, cursor: CursorParam = None, limit: LimitParam = 50
) -> Response:
    page = await ledgers.list_ledgers(session, caller.user_id, cursor=cursor, limit=limit)
    shown = [show_ledger(ledger) for ledger in page.items]
    return answer(LedgerList(items=shown, next_cursor=page.next_cursor))


@router.post(
    "",
    operation_id="createLedger",
    summary="Make a ledger with the default categories",
    status_code=201,
    response_model=LedgerShown,
    responses={201: created("The ledger.", LINKS), **refusals(400, 401, 403, 409, 413)},
)
async def create_ledger(
    body: NewLedgerBody, session: SessionDep, caller: PersonDep, now: NowDep, once: PersonOnceDep
) -> Response:
    async def make() -> Response:
        ledger = await start_ledger(session, caller.user_id, NewLedger(**body.model_dump()), now=now)
        where = f"{API}/ledgers/{ledger.id}"
        return answer(show_ledger(ledger), status=201, revision=ledger.revision, location=where)

    return await once(make)


@router.get(
    "/{ledger_id}",
    operation_id="readLedger",
    summary="Read a ledger",
    response_model=LedgerShown,
    responses={200: single("The ledger."), **refusals(401, 404)},
)
async def read_ledger(session: ReadSessionDep, actor: ReaderDep) -> Response:
    ledger = await ledgers.get_ledger(session, actor)
    return answer(show_ledger(ledger), revision=ledger.revision)


@router.patch(
    "/{ledger_id}",
    operation_id="editLedger",
    summary="Change a ledger's settings",
    response_model=LedgerShown,
    responses={200: single("The ledger as it is now."), **refusals(400, 401, 403, 404, 409, 412, 413)},
)
async def edit_ledger(
    body: LedgerChanges, session: SessionDep, actor: ActorDep, now: NowDep, if_revision: ExpectedRevision
) -> Response:
    changes = body.model_dump(exclude_unset=True, mode="json")
    ledger = await ledgers.edit_ledger(session, actor, changes, now=now, if_revision=if_revision)
    return answer(show_ledger(ledger), revision=ledger.revision)


@router.delete(
    "/{ledger_id}",
    operation_id="deleteLedger",
    summary="Delete a ledger with all that is in it",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 409, 412),
)
async def delete_ledger(session: SessionDep, actor: ActorDep, if_revision: ExpectedRevision) -> Response:
    await ledgers.delete_ledger(session, actor, if_revision=if_revision)
    return nothing()

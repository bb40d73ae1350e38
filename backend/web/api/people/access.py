"""Where the person who calls is signed in, and everything of theirs to take along."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from backend.accounts import tokens
from backend.import_export.takeout import takeout
from backend.web.answers import answer, nothing
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.api.people.schemas import SessionList, show_session
from backend.web.deps import (
    NowDep,
    PersonDep,
    ReadingPersonDep,
    ReadSessionDep,
    SessionDep,
    id_of,
    path_id,
)
from backend.web.openapi import refusals

router = APIRouter(prefix="/me", tags=["People"])

SessionId = Annotated[str, path_id("session")]
ZIP = "application/zip"


@router.get(
    "/sessions",
    operation_id="listMySessions",
    summary="List the browsers that are signed in, newest first",
    response_model=SessionList,
    responses=refusals(401),
)
async def list_sessions(
    session: ReadSessionDep,
    caller: ReadingPersonDep,
    now: NowDep,
    cursor: CursorParam = None,
    limit: LimitParam = 50,
) -> Response:
    page = await tokens.list_sessions(session, caller.user_id, now=now, cursor=cursor, limit=limit)
    shown = [show_session(token, caller.token_id) for token in page.items]
    return answer(SessionList(items=shown, next_cursor=page.next_cursor))


@router.delete(
    "/sessions/{session_id}",
    operation_id="endMySession",
    summary="Sign out somewhere",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404),
)
async def end_session(session: SessionDep, caller: PersonDep, session_id: SessionId) -> Response:
    await tokens.end_session(session, caller.user_id, id_of(session_id))
    return nothing()


@router.get(
    "/takeout",
    operation_id="takeOut",
    summary="Download everything of the person as an archive",
    description="A zip: `person.json`, and of each ledger a JSON file and a CSV table of its entries.",
    response_class=Response,
    responses={
        200: {
            "description": "The archive.",
            "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
        },
        **refusals(401),
    },
)
async def take_out(session: ReadSessionDep, caller: ReadingPersonDep, now: NowDep) -> Response:
    packed = await takeout(session, caller.user_id, now=now)
    named = f'attachment; filename="podo-{now.date()}.zip"'
    return Response(packed, 200, {"Content-Disposition": named}, ZIP)

"""What a ledger learnt of words: seen, and forgotten."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.categories.lessons import forget, list_lessons
from backend.web.deps import ReadSessionDep, SessionDep, id_of
from backend.web.pages.render import go, show
from backend.web.pages.visit import ChangeDep, LookDep

router = APIRouter(prefix="/ledgers/{ledger_id}/lessons", include_in_schema=False)


@router.get("")
async def look(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """List them, the newest first."""
    page = await list_lessons(session, visit.actor, cursor=request.query_params.get("cursor") or None)
    return show(request, "lessons.html", visit=visit, lessons=page.items, next_cursor=page.next_cursor)


@router.post("/{lesson_id}/forget")
async def unlearn(request: Request, visit: ChangeDep, session: SessionDep, lesson_id: str) -> Response:
    """Forget a lesson; what is recorded stays as it is."""
    await forget(session, visit.actor, id_of(lesson_id))
    return go(request, f"{visit.home}/lessons", "forgotten")

"""Lessons over HTTP: what a ledger learnt of words, to be seen and forgotten."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from backend.categories import lessons
from backend.web.answers import answer, nothing
from backend.web.api.lessons.schemas import LessonList, show_lesson
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.deps import ActorDep, LanguageDep, ReaderDep, ReadSessionDep, SessionDep, id_of, path_id
from backend.web.openapi import refusals

router = APIRouter(prefix="/ledgers/{ledger_id}/lessons", tags=["Categories"])

LessonId = Annotated[str, path_id("lesson")]


@router.get(
    "",
    operation_id="listLessons",
    summary="List what a ledger learnt of words, the newest words first",
    response_model=LessonList,
    responses=refusals(401, 404),
)
async def list_lessons(
    session: ReadSessionDep,
    actor: ReaderDep,
    language: LanguageDep,
    cursor: CursorParam = None,
    limit: LimitParam = 50,
) -> Response:
    page = await lessons.list_lessons(session, actor, cursor=cursor, limit=limit)
    shown = [show_lesson(lesson, language) for lesson in page.items]
    return answer(LessonList(items=shown, next_cursor=page.next_cursor))


@router.delete(
    "/{lesson_id}",
    operation_id="forgetLesson",
    summary="Forget a lesson; what is recorded stays as it is",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404),
)
async def forget_lesson(session: SessionDep, actor: ActorDep, lesson_id: LessonId) -> Response:
    await lessons.forget(session, actor, id_of(lesson_id))
    return nothing()

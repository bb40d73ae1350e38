"""Categories over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from backend.categories import service as categories
from backend.categories.service import NewCategory
from backend.web.answers import answer, nothing
from backend.web.api.categories.schemas import (
    CategoryChanges,
    CategoryList,
    CategoryShown,
    NewCategoryBody,
    show_category,
)
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.deps import (
    ID_PATTERN,
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

router = APIRouter(prefix="/ledgers/{ledger_id}/categories", tags=["Categories"])

CategoryId = Annotated[str, path_id("category")]
LINKS = links_within_ledger("category", "category_id", ["readCategory", "editCategory", "deleteCategory"])


@router.get(
    "",
    operation_id="listCategories",
    summary="List a ledger's categories in the household's order, archived ones too",
    response_model=CategoryList,
    responses=refusals(401, 404),
)
async def list_categories(
    session: ReadSessionDep,
    actor: ReaderDep,
    language: LanguageDep,
    cursor: CursorParam = None,
    limit: LimitParam = 50,
) -> Response:
    page = await categories.page_of_categories(session, actor, cursor=cursor, limit=limit)
    shown = [show_category(category, language) for category in page.items]
    return answer(CategoryList(items=shown, next_cursor=page.next_cursor))


@router.post(
    "",
    operation_id="createCategory",
    summary="Add a category",
    status_code=201,
    response_model=CategoryShown,
    responses={201: created("The category.", LINKS), **refusals(400, 401, 403, 404, 409, 413)},
)
async def create_category(
    body: NewCategoryBody,
    session: SessionDep,
    actor: ActorDep,
    language: LanguageDep,
    now: NowDep,
    once: LedgerOnceDep,
) -> Response:
    async def make() -> Response:
        parent_id = None if body.parent_id is None else id_of(body.parent_id)
        new = NewCategory(**(body.model_dump() | {"parent_id": parent_id}))
        category = await categories.create_category(session, actor, new, now=now)
        where = f"{API}/ledgers/{actor.ledger_id}/categories/{category.id}"
        shown = show_category(category, language)
        return answer(shown, status=201, revision=category.revision, location=where)

    return await once(make)


@router.get(
    "/{category_id}",
    operation_id="readCategory",
    summary="Read a category",
    response_model=CategoryShown,
    responses={200: single("The category."), **refusals(401, 404)},
)
async def read_category(
    session: ReadSessionDep, actor: ReaderDep, language: LanguageDep, category_id: CategoryId
) -> Response:
    category = await categories.get_category(session, actor, id_of(category_id))
    return answer(show_category(category, language), revision=category.revision)


@router.patch(
    "/{category_id}",
    operation_id="editCategory",
    summary="Rename, move, order or archive a category",
    response_model=CategoryShown,
    responses={200: single("The category as it is now."), **refusals(400, 401, 403, 404, 412, 413)},
)
async def edit_category(
    body: CategoryChanges,
    session: SessionDep,
    actor: ActorDep,
    language: LanguageDep,
    now: NowDep,
    category_id: CategoryId,
    if_revision: ExpectedRevision,
) -> Response:
    changes = body.model_dump(exclude_unset=True)
    if changes.get("parent_id") is not None:
        changes["parent_id"] = id_of(changes["parent_id"])
    category = await categories.edit_category(
        session, actor, id_of(category_id), changes, now=now, if_revision=if_revision
    )
    return answer(show_category(category, language), revision=category.revision)


@router.delete(
    "/{category_id}",
    operation_id="deleteCategory",
    summary="Delete a category; `move_to` takes what it held",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 409, 412),
)
async def delete_category(
    session: SessionDep,
    actor: ActorDep,
    now: NowDep,
    category_id: CategoryId,
    if_revision: ExpectedRevision,
    move_to: Annotated[
        str | None,
        Query(description="Where its entries and children go.", pattern=ID_PATTERN),
    ] = None,
) -> Response:
    await categories.delete_category(
        session,
        actor,
        id_of(category_id),
        move_to=None if move_to is None else id_of(move_to),
        now=now,
        if_revision=if_revision,
    )
    return nothing()

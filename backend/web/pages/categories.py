"""Categories on a page: their order, names and emoji; merged, archived, added."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.categories.defaults import display_name
from backend.categories.service import (
    NewCategory,
    create_category,
    delete_category,
    edit_category,
    get_category,
    list_categories,
)
from backend.kit.errors import DomainError, Invalid
from backend.parsing.drafts import Kind
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, id_of
from backend.web.language import language_of
from backend.web.pages.forms import Form, FormDep, trying
from backend.web.pages.once import once
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeDep, LookDep, Visit

router = APIRouter(prefix="/ledgers/{ledger_id}/categories", include_in_schema=False)

MAX_NAME = 40
MAX_EMOJI = 16
TAG = "🏷️"


async def _list(
    request: Request,
    session: AsyncSession,
    visit: Visit,
    *,
    error: DomainError | None = None,
    form: Form | None = None,
    wrong_at: int = 0,
    merging: int = 0,
) -> Response:
    """Show the list. Only the one being merged offers all the others: if each did, most of it were that."""
    found = await list_categories(session, visit.actor, include_archived=True)
    return show(
        request,
        "categories.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        form=form or {},
        wrong_at=wrong_at,
        merging=merging or id_of(request.query_params.get("merge", "")),
        categories=found,
        kinds=[(kind, [one for one in found if one.kind == kind and not one.archived]) for kind in Kind],
        archived=[one for one in found if one.archived],
    )


def _home(visit: Visit) -> str:
    return f"{visit.home}/categories"


@router.get("")
async def list_them(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """List them in the household's order."""
    return await _list(request, session, visit)


@router.post("")
async def add(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Add a category of the household's own."""

    async def create() -> Response:
        async with trying(session) as tried:
            new = NewCategory(
                kind=form.choice("kind", Kind),
                name=form.line("name", MAX_NAME),
                emoji=form.line("emoji", MAX_EMOJI, needed=False) or TAG,
            )
            await create_category(session, visit.actor, new, now=now)
        if tried.error:
            return await _list(request, session, visit, error=tried.error, form=form)
        return go(request, _home(visit), "added")

    return await once(request, session, visit.caller.user_id, form, now, create)


@router.post("/{category_id}")
async def change(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep, category_id: str
) -> Response:
    """Rename a category, or give it another emoji; an emptied name gives a default one its own back."""
    async with trying(session) as tried:
        category = await get_category(session, visit.actor, id_of(category_id))
        name: str | None = form.line("name", MAX_NAME, needed=False) or None
        if category.name is None and name == display_name(category, language_of(request)):
            name = None  # left as it was shown: it goes on following each reader's language
        changes: dict[str, Any] = {"name": name}
        emoji = form.line("emoji", MAX_EMOJI, needed=False)
        if emoji:
            changes["emoji"] = emoji
        await edit_category(session, visit.actor, category.id, changes, now=now)
    if tried.error:
        at = id_of(category_id)
        return await _list(request, session, visit, error=tried.error, form=form, wrong_at=at)
    return go(request, _home(visit), "saved")


@router.post("/{category_id}/archive")
async def archive(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep, category_id: str
) -> Response:
    """Put a category away, or take it out again; what is filed under it stays."""
    changes = {"archived": form.get("archived") == "1"}
    await edit_category(session, visit.actor, id_of(category_id), changes, now=now)
    return go(request, _home(visit), "saved")


@router.post("/{category_id}/order")
async def order(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep, category_id: str
) -> Response:
    """Move a category one place up or down among those of its kind."""
    moved = await get_category(session, visit.actor, id_of(category_id))
    alike = [one for one in await list_categories(session, visit.actor) if one.kind == moved.kind]
    at = next((index for index, one in enumerate(alike) if one.id == moved.id), None)
    to = None if at is None else at + (1 if form.get("way") == "down" else -1)
    if at is not None and to is not None and 0 <= to < len(alike):
        alike.insert(to, alike.pop(at))
        # Positions may coincide, so each that is not in its place is written; mostly those are two.
        places = _places([one.position for one in alike])
        for one, place in sorted(zip(alike, places, strict=True), key=lambda pair: pair[0].id):
            if one.position != place:
                await edit_category(session, visit.actor, one.id, {"position": place}, now=now)
    return go(request, f"{_home(visit)}#category-{moved.id}")


def _places(positions: list[int]) -> list[int]:
    """Rising places for categories in their order, as near to those they have as can be."""
    places: list[int] = []
    for position in sorted(positions):
        places.append(max(position, places[-1] + 1 if places else position))
    return places


@router.post("/{category_id}/merge")
async def merge(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep, category_id: str
) -> Response:
    """Remove a category; what it held goes to another."""
    at = id_of(category_id)
    async with trying(session) as tried:
        move_to = id_of(form.get("move_to", ""))
        if not move_to:
            raise Invalid("category.move_to_not_found", field="move_to")
        await delete_category(session, visit.actor, at, move_to=move_to, now=now)
    if tried.error:
        return await _list(request, session, visit, error=tried.error, form=form, wrong_at=at, merging=at)
    return go(request, _home(visit), "merged")

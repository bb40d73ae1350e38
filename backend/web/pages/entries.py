"""Entries on pages: by day, searched, changed in place, brought back, several at once."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.acts.service import new_act
from backend.categories.service import list_categories
from backend.entries import service as entries
from backend.entries.history.service import history, move_entries, restorable
from backend.entries.removal import delete_entry, restore_entry
from backend.entries.rules import LONGEST
from backend.entries.views import Changes, EntryView, Filters
from backend.kit.errors import DomainError, Invalid
from backend.kit.money import Money
from backend.kit.values import UNSET
from backend.parsing.drafts import Kind
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, id_of
from backend.web.pages.forms import Form, FormDep, form_of, trying
from backend.web.pages.lists import by_day
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeDep, LookDep, Visit

router = APIRouter(prefix="/ledgers/{ledger_id}/entries", include_in_schema=False)

A_PAGE = 50
NARROWING = ("q", "from", "to", "kind", "category", "min", "max")
LONGEST_WORDS = 200


def _filters(asked: Form, visit: Visit) -> Filters:
    """Read what an address asks for. Raises Invalid for what cannot be meant."""
    currency = visit.actor.currency
    return Filters(
        since=asked.day("from"),
        until=asked.day("to"),
        kind=asked.choice("kind", Kind) if asked.get("kind") else None,
        category_id=id_of(asked["category"]) if asked.get("category") else None,
        words=asked.line("q", LONGEST_WORDS, needed=False) or None,
        least=asked.bound("min", currency),
        most=asked.bound("max", currency),
    )


async def _listed(
    request: Request, session: AsyncSession, visit: Visit, *, error: DomainError | None = None
) -> Response:
    asked = form_of(list(request.query_params.multi_items()))
    narrowed = {name: asked[name] for name in NARROWING if asked.get(name)}
    found: tuple[EntryView, ...] = ()
    following = None
    try:
        wanted = _filters(asked, visit)
        page = await entries.list_entries(
            session, visit.actor, wanted, cursor=asked.get("cursor") or None, limit=A_PAGE
        )
        found, following = page.items, page.next_cursor
    except Invalid as wrong:  # a mistyped filter is said beside it, and shows nothing rather than everything
        error = error or wrong
    return show(
        request,
        "entries.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        asked=narrowed,
        choosing=bool(asked.get("choose")) and visit.may_write,
        days=await by_day(session, visit.actor, found, whole=not narrowed),
        next_cursor=following,
        first=not asked.get("cursor"),
        categories=await list_categories(session, visit.actor, include_archived=True),
    )


@router.get("")
async def list_them(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """List them, newest first."""
    return await _listed(request, session, visit)


@router.post("/move")
async def move_several(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """File several entries under another category."""
    ids = [id_of(value) for value in form.all("entry")]
    count, act = 0, ""
    async with trying(session) as tried:
        category_id = id_of(form.get("category", ""))
        count, act = await move_entries(session, visit.actor, ids, category_id, now=now)
    if tried.error:
        return await _listed(request, session, visit, error=tried.error)
    return go(request, f"{visit.home}/entries{_asked(request)}", "moved", act=act, count=count)


def _asked(request: Request) -> str:
    query = request.scope["query_string"].decode("ascii", "replace")
    return f"?{query}" if query else ""


async def _one(
    request: Request,
    session: AsyncSession,
    visit: Visit,
    entry_id: int,
    now: NowDep,
    *,
    error: DomainError | None = None,
    form: Form | None = None,
) -> Response:
    found = await history(session, visit.actor, entry_id)
    categories = await list_categories(session, visit.actor, include_archived=True)
    standing = None if found.deleted else await entries.get_entry(session, visit.actor, entry_id)
    last = found.last
    return show(
        request,
        "entry.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        entry=standing,
        entry_id=entry_id,
        gone={
            "description": last.get("description", ""),
            "amount": Money(last["amount_minor"], last["currency"]) if last else None,
        },
        history=found,
        restorable=restorable(found, now),
        categories=categories,
        named={category.id: category for category in categories},
        form=form or (_filled(standing) if standing else {}),
        money_of=lambda columns: Money(columns["amount_minor"], columns["currency"]),
    )


def _filled(entry: EntryView) -> dict[str, Any]:
    """What the form shows before anybody has written in it."""
    return {
        "description": entry.description,
        "amount": entry.amount.plain(),
        "currency": entry.amount.currency,
        "category": str(entry.category.id) if entry.category else "",
        "day": entry.occurred_on.isoformat(),
        "memo": entry.memo,
        "payment_method": entry.payment_method,
        "excluded": "1" if entry.excluded else "",
        "revision": str(entry.revision),
    }


@router.get("/{entry_id}")
async def look(
    request: Request, visit: LookDep, session: ReadSessionDep, now: NowDep, entry_id: str
) -> Response:
    """Show one entry with its form and its history."""
    return await _one(request, session, visit, id_of(entry_id), now)


@router.post("/{entry_id}")
async def change(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep, entry_id: str
) -> Response:
    """Change an entry."""
    act = new_act()
    async with trying(session) as tried:
        await entries.edit_entry(
            session,
            visit.actor,
            id_of(entry_id),
            await _changes(session, visit, form),
            now=now,
            if_revision=form.whole("revision", 1, 2**31 - 1),
            act=act,
        )
    if tried.error:
        return await _one(request, session, visit, id_of(entry_id), now, error=tried.error, form=form)
    return go(request, f"{visit.home}/entries/{id_of(entry_id)}", "changed", act=act)


async def _changes(session: AsyncSession, visit: Visit, form: Form) -> Changes:
    """Read the form; the kind follows from the category. Raises Invalid for the field it belongs to."""
    category_id = id_of(form.get("category", "")) or None
    kinds = {
        one.id: Kind(one.kind) for one in await list_categories(session, visit.actor, include_archived=True)
    }
    kind = kinds.get(category_id or 0)
    return Changes(
        amount=form.amount("amount", form.get("currency", "").strip().upper() or visit.actor.currency),
        category_id=category_id,
        description=form.line("description", LONGEST["description"], needed=False),
        memo=form.line("memo", LONGEST["memo"], needed=False),
        payment_method=form.line("payment_method", LONGEST["payment_method"], needed=False),
        occurred_on=form.day("day") or visit.today,
        excluded=bool(form.get("excluded")),
        kind=UNSET if kind is None else kind,
    )


@router.post("/{entry_id}/delete")
async def delete(
    request: Request, visit: ChangeDep, session: SessionDep, now: NowDep, entry_id: str
) -> Response:
    """Delete an entry; the page that follows offers it back."""
    act = await delete_entry(session, visit.actor, id_of(entry_id), now=now)
    return go(request, f"{visit.home}/entries", "deleted", act=act)


@router.post("/{entry_id}/restore")
async def restore(
    request: Request, visit: ChangeDep, session: SessionDep, now: NowDep, entry_id: str
) -> Response:
    """Bring a deleted entry back."""
    await restore_entry(session, visit.actor, id_of(entry_id), now=now)
    return go(request, f"{visit.home}/entries/{id_of(entry_id)}", "restored")

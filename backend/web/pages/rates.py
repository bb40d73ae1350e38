"""Rates that a household gives for currencies without a published one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.entries.given_rates.service import MAX_RATE_DIGITS, add_rate, delete_rate, list_rates
from backend.kit.errors import DomainError, Invalid
from backend.kit.money import known_currencies
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, id_of
from backend.web.pages.forms import Form, FormDep, trying
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeDep, LookDep, Visit

router = APIRouter(prefix="/ledgers/{ledger_id}/rates", include_in_schema=False)

LONGEST = 2 * MAX_RATE_DIGITS + 1


async def _page(
    request: Request,
    session: AsyncSession,
    visit: Visit,
    *,
    error: DomainError | None = None,
    form: Form | None = None,
) -> Response:
    page = await list_rates(session, visit.actor, cursor=request.query_params.get("cursor") or None)
    return show(
        request,
        "rates.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        form=form or {"day": visit.today.isoformat()},
        rates=page.items,
        next_cursor=page.next_cursor,
        currencies=sorted(known_currencies()),
    )


@router.get("")
async def look(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """List them, the newest day first."""
    return await _page(request, session, visit)


@router.post("")
async def give(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Give a rate, good from its day on."""
    async with trying(session) as tried:
        currency = form.line("currency", 3).upper()
        rate = form.line("rate", LONGEST).replace(",", "")
        if not rate.replace(".", "", 1).isdecimal():
            raise Invalid("rate.malformed", field="rate")
        await add_rate(session, visit.actor, currency, form.day("day") or visit.today, rate, now=now)
    if tried.error:
        return await _page(request, session, visit, error=tried.error, form=form)
    return go(request, f"{visit.home}/rates", "added")


@router.post("/{rate_id}/delete")
async def take_away(request: Request, visit: ChangeDep, session: SessionDep, rate_id: str) -> Response:
    """Take a rate away; entries keep the one they were recorded by."""
    await delete_rate(session, visit.actor, id_of(rate_id))
    return go(request, f"{visit.home}/rates", "deleted")

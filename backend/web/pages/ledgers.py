"""Every ledger of a person: the one that entries go to, and another one made."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.accounts.service import edit_person
from backend.kit.errors import DomainError, Invalid
from backend.kit.money import known_currencies
from backend.ledgers.rules import MAX_NAME, known_timezones
from backend.ledgers.service import NewLedger, choose_default
from backend.onboarding.service import start_ledger
from backend.web.deps import NowDep, SessionDep, id_of
from backend.web.pages.forms import Form, FormDep, trying
from backend.web.pages.once import once
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeAnywhereDep, LookAnywhereDep, Visit

router = APIRouter(prefix="/settings/ledgers", include_in_schema=False)


def _page(
    request: Request, visit: Visit, *, error: DomainError | None = None, form: Form | None = None
) -> Response:
    filled: dict[str, Any] = {"currency": visit.actor.currency, "timezone": visit.actor.timezone}
    return show(
        request,
        "ledgers.html",
        status=status_of(error) if error else 200,
        visit=visit,
        error=error,
        form=form or filled,
        timezones=sorted(known_timezones()),
        currencies=sorted(known_currencies()),
    )


@router.get("")
async def look(request: Request, visit: LookAnywhereDep) -> Response:
    """Show them."""
    return _page(request, visit)


@router.post("")
async def make(
    request: Request, form: FormDep, visit: ChangeAnywhereDep, session: SessionDep, now: NowDep
) -> Response:
    """Make another one, with the default categories, and go there."""

    async def create() -> Response:
        made = 0
        async with trying(session) as tried:
            made = (await start_ledger(session, visit.caller.user_id, _new(form), now=now)).id
        if tried.error:
            return _page(request, visit, error=tried.error, form=form)
        return go(request, f"/ledgers/{made}", "ledger_made")

    return await once(request, session, visit.caller.user_id, form, now, create)


def _new(form: Form) -> NewLedger:
    """Read the form. Raises Invalid for the field it belongs to."""
    for name, known in (("timezone", known_timezones()), ("currency", known_currencies())):
        if form.get(name, "") not in known:
            raise Invalid("field.invalid", field=name)
    return NewLedger(form.line("name", MAX_NAME), form["currency"], form["timezone"])


@router.post("/{chosen}/default")
async def choose(
    request: Request, visit: ChangeAnywhereDep, session: SessionDep, now: NowDep, chosen: str
) -> Response:
    """Have entries go to another ledger: those from the bot, and from programs that name none."""
    await choose_default(session, visit.caller.user_id, id_of(chosen))
    await edit_person(session, visit.caller.user_id, {}, now=now, always=True)
    return go(request, "/settings/ledgers", "saved")

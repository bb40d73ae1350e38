"""The first page of a ledger: one line to write in, what was spent, what is left, what came last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.budgets.today import overall, todays_numbers
from backend.categories.catalogue import Catalogue, Filed
from backend.entries.service import edit_entry, recent_entries, spent
from backend.entries.texts import TextRecorded, read_text, record_text
from backend.entries.undo import undo
from backend.entries.views import Changes, Source
from backend.kit.errors import DomainError, Invalid
from backend.kit.periods import Period
from backend.kit.values import UNSET
from backend.parsing.drafts import Draft, Why
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, id_of
from backend.web.pages.forms import Form, FormDep, check_token, inside, trying
from backend.web.pages.lists import by_day
from backend.web.pages.once import once
from backend.web.pages.render import go, show, status_of
from backend.web.pages.visit import ChangeDep, LookDep, Visit

router = APIRouter(prefix="/ledgers/{ledger_id}", include_in_schema=False)

LONGEST_TEXT = 4096
LAST = 12
WORST = 4
LONGEST_NOTE = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as the form shows it, to be corrected before it is recorded."""

    number: int
    draft: Draft
    category_id: int | None
    choices: Sequence[Filed]
    occurred_on: date


async def _home(
    request: Request, session: AsyncSession, visit: Visit, *, status: int = 200, **facts: Any
) -> Response:
    actor = visit.actor
    month = actor.month_of(visit.today)
    today, so_far = await spent(session, actor, [Period.day_of(visit.today), month])
    numbers = await todays_numbers(session, actor, visit.today)
    entries = await recent_entries(session, actor, LAST)
    entries.sort(key=lambda entry: (entry.occurred_on, entry.id), reverse=True)
    return show(
        request,
        "home.html",
        status=status,
        visit=visit,
        spent_today=today,
        spent_so_far=so_far,
        month=month,
        number=overall(numbers),
        numbers=numbers[:WORST],
        days=await by_day(session, actor, entries, whole=True),
        **{"drafts": [], "cancels": [], "unmatched": (), "text": "", "unread": (), "why": None} | facts,
    )


@router.get("")
async def home(request: Request, visit: LookDep, session: ReadSessionDep) -> Response:
    """Show it."""
    return await _home(request, session, visit)


async def _preview(session: AsyncSession, visit: Visit, form: Form, now: datetime) -> dict[str, Any]:
    """Read a text without recording it; what was corrected already in the form stays so."""
    text = form.text("text", LONGEST_TEXT).strip()
    reading, catalogue = await read_text(session, visit.actor, text, sent_at=now)
    kept = form.get("previewed", "") == text
    drafts = [
        _shown(number, draft, catalogue, form if kept else Form())
        for number, draft in enumerate(draft for draft in reading.drafts if not draft.cancels)
    ]
    return {
        "text": text,
        "drafts": drafts,
        "cancels": [draft for draft in reading.drafts if draft.cancels],
        "unread": reading.unread if reading.drafts else (),
        "why": reading.why if text and not reading.drafts else None,
    }


def _shown(number: int, draft: Draft, catalogue: Catalogue, form: Form) -> Shown:
    found = catalogue.find_id(draft.category) or catalogue.other_id(draft.kind)
    chosen = id_of(form.get(f"category-{number}", "")) or found
    return Shown(
        number,
        draft,
        chosen,
        catalogue.of_kind(draft.kind),
        _day(form, number) or draft.occurred_on,
    )


def _day(form: Form, number: int) -> date | None:
    try:
        return form.day(f"day-{number}")
    except Invalid:
        return None


@router.post("/preview")
async def preview(
    request: Request, form: FormDep, visit: LookDep, session: ReadSessionDep, now: NowDep
) -> Response:
    """Show a piece of the page: what recording would make of a text. A post, since addresses are logged."""
    check_token(request, form)
    return show(request, "pieces/preview.html", visit=visit, **await _preview(session, visit, form, now))


@router.post("/record")
async def record(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Record what a text says, as it was corrected; or, where the form asks so, show first what it says."""
    if "look" in form:
        return await _home(request, session, visit, **await _preview(session, visit, form, now))

    async def make() -> Response:
        return await _recorded(request, form, visit, session, now)

    return await once(request, session, visit.caller.user_id, form, now, make)


async def _recorded(
    request: Request, form: Form, visit: Visit, session: AsyncSession, now: datetime
) -> Response:
    recorded = TextRecorded()
    async with trying(session) as tried:
        text = form.text("text", LONGEST_TEXT).strip()
        recorded = await record_text(session, visit.actor, text, source=Source.WEB, now=now)
        if form.get("previewed", "") == text:
            await _correct(session, visit, form, recorded, now)
    if tried.error or not (recorded.entries or recorded.voided):
        return await _not_recorded(request, session, visit, form, recorded, tried.error)
    what = "recorded" if recorded.entries else "voided"
    left_out = " · ".join(recorded.unread)[:LONGEST_NOTE]
    return go(request, visit.home, what, act=recorded.act, count=len(recorded.entries), note=left_out)


async def _correct(
    session: AsyncSession, visit: Visit, form: Form, recorded: TextRecorded, now: datetime
) -> None:
    """Change what the person corrected in the preview, in the same act: undone together.

    A notice that was known already is in the preview and not recorded: then no row is surely which.
    """
    if sum(name.startswith("day-") for name in form) != len(recorded.entries):
        return
    for number, entry in enumerate(recorded.entries):
        chosen = id_of(form.get(f"category-{number}", ""))
        on = form.day(f"day-{number}")
        changes = Changes(
            category_id=chosen if chosen and (not entry.category or chosen != entry.category.id) else UNSET,
            occurred_on=on if on and on != entry.occurred_on else UNSET,
        )
        if changes != Changes():
            await edit_entry(session, visit.actor, entry.id, changes, now=now, act=recorded.act)


async def _not_recorded(
    request: Request,
    session: AsyncSession,
    visit: Visit,
    form: Form,
    recorded: TextRecorded,
    error: DomainError | None,
) -> Response:
    facts: dict[str, Any] = {"text": form.get("text", ""), "why": recorded.why or Why.NO_AMOUNT}
    if error is not None:
        facts |= {"why": None, "error": error}
    return await _home(
        request,
        session,
        visit,
        status=status_of(error) if error else 422,
        unmatched=recorded.unmatched,
        **facts,
    )


@router.post("/undo")
async def take_back(
    request: Request, form: FormDep, visit: ChangeDep, session: SessionDep, now: NowDep
) -> Response:
    """Take back an act, or the last one."""
    await undo(session, visit.actor, form.get("act") or None, now=now)
    return go(request, inside(form.get("back", "")) or visit.home, "undone")

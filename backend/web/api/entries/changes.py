"""What became of entries, over HTTP: one's history, several filed elsewhere at once, an act taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backend.entries.history.service import MOST_AT_ONCE, Step, history, move_entries
from backend.entries.undo import undo
from backend.entries.views import EntryView
from backend.kit.money import Money
from backend.kit.pages import decode_cursor, page_of
from backend.web.answers import answer
from backend.web.api.entries.schemas import EntryAuthor, EntryShown, show_entry
from backend.web.api.fields import Body, Id, Moment, Shown
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.deps import (
    ActorDep,
    LanguageDep,
    NowDep,
    ReaderDep,
    ReadSessionDep,
    SessionDep,
    id_of,
    path_id,
)
from backend.web.idempotency import LedgerOnceDep
from backend.web.openapi import headers, refusals

router = APIRouter(prefix="/ledgers/{ledger_id}/entries", tags=["Entries"])

EntryId = Annotated[str, path_id("entry")]
Act = Annotated[str, Field(pattern="^[0-9a-z]{1,32}$", examples=["9f2c1b7ae0d44c55"])]
AMOUNT = ("amount_minor", "currency")


class FieldChange(Shown):
    """A field of an entry before a change and after it; amounts and ids as they are in an entry."""

    field: str
    before: str | bool | None
    after: str | bool | None


class StepShown(Shown):
    """One change of an entry. One that was undone stays in the history."""

    action: Literal["created", "edited", "deleted", "restored"]
    author: EntryAuthor | None
    at: Moment
    act: str
    undone: bool
    changes: list[FieldChange]


class EntryHistory(Shown):
    """Some of an entry's changes, newest first."""

    items: list[StepShown]
    next_cursor: str | None


class MoveBody(Body):
    """Entries to be filed under another category, all of them or none."""

    entry_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_AT_ONCE)]
    category_id: Id


class Moved(Shown):
    """How many were filed elsewhere, and the act that takes it back."""

    moved: int
    act: str


class UndoBody(Body):
    """The act to be taken back; none is the caller's own last one."""

    act: Act | None = None


class UndoneShown(Shown):
    """What taking an act back did: entries that are gone, back again, or as they were before."""

    removed: list[EntryShown]
    returned: list[EntryShown]
    reverted: list[EntryShown]


def show_step(step: Step) -> StepShown:
    """Show a change."""
    return StepShown(
        action=step.action,
        author=None
        if step.author_id is None
        else EntryAuthor(id=str(step.author_id), display_name=step.who or ""),
        at=step.when,
        act=step.act,
        undone=step.undone,
        changes=_changes(step),
    )


def _changes(step: Step) -> list[FieldChange]:
    found = []
    if step.before and step.after and any(name in AMOUNT for name, _, _ in step.differences):
        found.append(FieldChange(field="amount", before=_amount(step.before), after=_amount(step.after)))
    for name, before, after in step.differences:
        if name != "amount_minor":
            found.append(FieldChange(field=name, before=_shown(before), after=_shown(after)))
    return found


def _amount(columns: Mapping[str, Any]) -> str:
    return Money(columns["amount_minor"], columns["currency"]).plain()


def _shown(value: Any) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    return str(value)


@router.get(
    "/{entry_id}/history",
    operation_id="readEntryHistory",
    summary="Read what became of an entry, a deleted one too, newest first",
    response_model=EntryHistory,
    responses=refusals(401, 404),
)
async def read_history(
    session: ReadSessionDep,
    actor: ReaderDep,
    entry_id: EntryId,
    cursor: CursorParam = None,
    limit: LimitParam = 50,
) -> Response:
    steps = (await history(session, actor, id_of(entry_id))).steps
    # Counted from the oldest on, which stay where they are while others are added.
    numbered = [(len(steps) - at, step) for at, step in enumerate(steps)]
    before = len(steps) + 1 if cursor is None else int(decode_cursor(cursor, (int,))[0])
    following = [pair for pair in numbered if pair[0] < before]
    page = page_of(following, limit, lambda pair: (pair[0],))
    return answer(
        EntryHistory(items=[show_step(step) for _, step in page.items], next_cursor=page.next_cursor)
    )


@router.post(
    "/move",
    operation_id="moveEntries",
    summary="File several entries under a category, all of them or none",
    response_model=Moved,
    responses={
        200: {"description": "What was done.", "headers": headers("Idempotency-Replayed")},
        **refusals(400, 401, 403, 404, 409, 413),
    },
)
async def move_several(
    body: MoveBody, session: SessionDep, actor: ActorDep, now: NowDep, once: LedgerOnceDep
) -> Response:
    async def make() -> Response:
        ids = [id_of(entry_id) for entry_id in body.entry_ids]
        moved, act = await move_entries(session, actor, ids, id_of(body.category_id), now=now)
        return answer(Moved(moved=moved, act=act))

    return await once(make)


@router.post(
    "/undo",
    operation_id="undoEntries",
    summary="Take back an act within 30 days: all that one request, message or form did",
    response_model=UndoneShown,
    responses={
        200: {"description": "What it did.", "headers": headers("Idempotency-Replayed")},
        **refusals(400, 401, 403, 404, 409, 410, 412, 413),
    },
)
async def take_back(
    body: UndoBody,
    session: SessionDep,
    actor: ActorDep,
    language: LanguageDep,
    now: NowDep,
    once: LedgerOnceDep,
) -> Response:
    def shown(entries: tuple[EntryView, ...]) -> list[EntryShown]:
        return [show_entry(entry, language) for entry in entries]

    async def make() -> Response:
        done = await undo(session, actor, body.act, now=now)
        return answer(
            UndoneShown(
                removed=shown(done.removed), returned=shown(done.returned), reverted=shown(done.reverted)
            )
        )

    return await once(make)


@router.api_route("/move", methods=["GET", "PUT", "PATCH", "DELETE"], include_in_schema=False)
@router.api_route("/undo", methods=["GET", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def only_post() -> Response:
    """Keep "move" and "undo" from being taken for an entry's id."""
    raise HTTPException(405)

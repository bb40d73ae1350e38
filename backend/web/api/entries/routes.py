"""Entries over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backend.entries import removal
from backend.entries import service as entries
from backend.entries.texts import record_text
from backend.entries.views import Source
from backend.web.answers import answer, nothing
from backend.web.api.entries.filters import FiltersDep
from backend.web.api.entries.schemas import (
    EntryChanges,
    EntryList,
    EntryShown,
    NewEntryBody,
    TextBody,
    TextRead,
    entry_changes,
    new_entry,
    show_entry,
)
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
from backend.web.etags import ExpectedRevision
from backend.web.idempotency import LedgerOnceDep
from backend.web.openapi import created, headers, links_within_ledger, refusals, single
from backend.web.site import API

router = APIRouter(prefix="/ledgers/{ledger_id}/entries", tags=["Entries"])

EntryId = Annotated[str, path_id("entry")]
LINKS = links_within_ledger("entry", "entry_id", ["readEntry", "editEntry", "deleteEntry", "restoreEntry"])


@router.get(
    "",
    operation_id="listEntries",
    summary="List entries, newest first",
    response_model=EntryList,
    responses=refusals(401, 404),
)
async def list_entries(
    session: ReadSessionDep,
    actor: ReaderDep,
    language: LanguageDep,
    filters: FiltersDep,
    cursor: CursorParam = None,
    limit: LimitParam = 50,
) -> Response:
    page = await entries.list_entries(session, actor, filters, cursor=cursor, limit=limit)
    shown = [show_entry(entry, language) for entry in page.items]
    return answer(EntryList.model_construct(items=shown, next_cursor=page.next_cursor))


@router.post(
    "",
    operation_id="createEntry",
    summary="Record an expense or an income",
    status_code=201,
    response_model=EntryShown,
    responses={201: created("The entry.", LINKS), **refusals(400, 401, 403, 404, 409, 413)},
)
async def create_entry(
    body: NewEntryBody,
    session: SessionDep,
    actor: ActorDep,
    language: LanguageDep,
    now: NowDep,
    once: LedgerOnceDep,
) -> Response:
    async def make() -> Response:
        recorded = await entries.record(session, actor, [new_entry(body, actor)], source=Source.API, now=now)
        entry = recorded.entries[0]
        where = f"{API}/ledgers/{actor.ledger_id}/entries/{entry.id}"
        return answer(show_entry(entry, language), status=201, revision=entry.revision, location=where)

    return await once(make)


@router.post(
    "/from-text",
    operation_id="recordText",
    summary="Record what a text says, as the bot would",
    description="A payment notice that is recorded already, or may be a purchase typed by hand, is not "
    "recorded: its text is in `unread`.",
    status_code=201,
    response_model=TextRead,
    responses={
        200: {
            "description": "Nothing was recorded: a dry run, or nothing to record.",
            "model": TextRead,
            "headers": headers("Idempotency-Replayed"),
        },
        201: {"description": "What was recorded.", "headers": headers("Idempotency-Replayed")},
        **refusals(400, 401, 403, 404, 409, 413),
    },
)
async def create_from_text(
    body: TextBody,
    session: SessionDep,
    actor: ActorDep,
    language: LanguageDep,
    now: NowDep,
    once: LedgerOnceDep,
) -> Response:
    async def make() -> Response:
        read = await record_text(session, actor, body.text, source=Source.API, now=now, dry_run=body.dry_run)
        shown = TextRead(
            entries=[show_entry(entry, language) for entry in read.entries], unread=list(read.unread)
        )
        return answer(shown, status=201 if read.entries and not body.dry_run else 200)

    return await once(make)


@router.api_route("/from-text", methods=["GET", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def only_post() -> Response:
    """Keep "from-text" from being taken for an entry's id."""
    raise HTTPException(405)


@router.get(
    "/{entry_id}",
    operation_id="readEntry",
    summary="Read an entry",
    response_model=EntryShown,
    responses={200: single("The entry."), **refusals(401, 404)},
)
async def read_entry(
    session: ReadSessionDep, actor: ReaderDep, language: LanguageDep, entry_id: EntryId
) -> Response:
    entry = await entries.get_entry(session, actor, id_of(entry_id))
    return answer(show_entry(entry, language), revision=entry.revision)


@router.patch(
    "/{entry_id}",
    operation_id="editEntry",
    summary="Change an entry",
    response_model=EntryShown,
    responses={200: single("The entry as it is now."), **refusals(400, 401, 403, 404, 409, 412, 413)},
)
async def edit_entry(
    body: EntryChanges,
    session: SessionDep,
    actor: ActorDep,
    language: LanguageDep,
    now: NowDep,
    entry_id: EntryId,
    if_revision: ExpectedRevision,
) -> Response:
    standing = None
    if {"amount", "currency"} & body.model_fields_set:
        standing = await entries.get_entry(session, actor, id_of(entry_id))
    changes = entry_changes(body, standing)
    entry = await entries.edit_entry(
        session, actor, id_of(entry_id), changes, now=now, if_revision=if_revision
    )
    return answer(show_entry(entry, language), revision=entry.revision)


@router.delete(
    "/{entry_id}",
    operation_id="deleteEntry",
    summary="Delete an entry; for 30 days it can be restored",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 412),
)
async def delete_entry(
    session: SessionDep, actor: ActorDep, now: NowDep, entry_id: EntryId, if_revision: ExpectedRevision
) -> Response:
    await removal.delete_entry(session, actor, id_of(entry_id), now=now, if_revision=if_revision)
    return nothing()


@router.post(
    "/{entry_id}/restore",
    operation_id="restoreEntry",
    summary="Bring a deleted entry back, under its old id",
    response_model=EntryShown,
    responses={200: single("The entry as it stands again."), **refusals(401, 403, 404, 409)},
)
async def restore_entry(
    session: SessionDep, actor: ActorDep, language: LanguageDep, now: NowDep, entry_id: EntryId
) -> Response:
    entry = await removal.restore_entry(session, actor, id_of(entry_id), now=now)
    return answer(show_entry(entry, language), revision=entry.revision)

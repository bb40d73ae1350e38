"""The person who calls: read, change, leave; tokens; the link to Telegram."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.accounts import service as accounts
from backend.accounts import tokens
from backend.accounts.tokens import TokenKind
from backend.kit.errors import Invalid
from backend.ledgers.service import choose_default, find_actor, get_default_actor
from backend.linking.service import issue_code, unlink
from backend.models import User
from backend.onboarding.service import leave
from backend.web.answers import answer, nothing
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.api.people.schemas import (
    LinkCode,
    NewToken,
    PersonChanges,
    PersonShown,
    TokenCreated,
    TokenList,
    TokenShown,
    show_code,
    show_new_token,
    show_person,
    show_token,
)
from backend.web.bots import start_link
from backend.web.deps import (
    NowDep,
    PersonDep,
    ReadingPersonDep,
    ReadSessionDep,
    SessionDep,
    SiteDep,
    id_of,
    path_id,
)
from backend.web.etags import ExpectedRevision
from backend.web.idempotency import PersonOnceDep
from backend.web.openapi import SHOWN_ID, created, link, refusals, single
from backend.web.site import API

router = APIRouter(prefix="/me", tags=["People"])

TokenId = Annotated[str, path_id("token")]
TOKEN_LINKS = {
    f"{operation} of this token": link(operation, token_id=SHOWN_ID)
    for operation in ("readMyToken", "deleteMyToken")
}


async def _shown(session: AsyncSession, user: User) -> Response:
    home = await get_default_actor(session, user.id)
    return answer(show_person(user, home.ledger_id), revision=user.revision)


@router.get(
    "",
    operation_id="readMe",
    summary="Read the person who calls",
    response_model=PersonShown,
    responses={200: single("The person."), **refusals(401)},
)
async def read_me(session: ReadSessionDep, caller: ReadingPersonDep) -> Response:
    return await _shown(session, await accounts.get_person(session, caller.user_id))


@router.patch(
    "",
    operation_id="editMe",
    summary="Change the person who calls",
    response_model=PersonShown,
    responses={200: single("The person as it is now."), **refusals(400, 401, 403, 412, 413)},
)
async def edit_me(
    body: PersonChanges, session: SessionDep, caller: PersonDep, now: NowDep, if_revision: ExpectedRevision
) -> Response:
    changes = body.model_dump(exclude_unset=True)
    chosen = changes.pop("default_ledger_id", None)
    if chosen is not None and await find_actor(session, caller.user_id, id_of(chosen)) is None:
        raise Invalid("ledger.not_found", field="default_ledger_id")
    user = await accounts.edit_person(
        session, caller.user_id, changes, now=now, if_revision=if_revision, always=chosen is not None
    )
    if chosen is not None:
        await choose_default(session, caller.user_id, id_of(chosen))
    return await _shown(session, user)


@router.delete(
    "",
    operation_id="deleteMe",
    summary="Delete the person who calls, and the ledgers that were theirs alone",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 412),
)
async def delete_me(session: SessionDep, caller: PersonDep, if_revision: ExpectedRevision) -> Response:
    await leave(session, caller.user_id, if_revision=if_revision)
    return nothing()


@router.get(
    "/tokens",
    operation_id="listMyTokens",
    summary="List personal access tokens, newest first",
    response_model=TokenList,
    responses=refusals(401),
)
async def list_tokens(
    session: ReadSessionDep, caller: ReadingPersonDep, cursor: CursorParam = None, limit: LimitParam = 50
) -> Response:
    page = await tokens.list_personal(session, caller.user_id, cursor=cursor, limit=limit)
    shown = [show_token(token) for token in page.items]
    return answer(TokenList(items=shown, next_cursor=page.next_cursor))


@router.post(
    "/tokens",
    operation_id="createMyToken",
    summary="Make a personal access token, shown this once",
    status_code=201,
    response_model=TokenCreated,
    responses={201: created("The token.", TOKEN_LINKS), **refusals(400, 401, 403, 409, 413)},
)
async def create_token(
    body: NewToken, session: SessionDep, caller: PersonDep, site: SiteDep, now: NowDep, once: PersonOnceDep
) -> Response:
    async def make() -> Response:
        if body.expires_at is not None and body.expires_at <= now:
            raise Invalid("token.expired_already", field="expires_at")
        issued = await tokens.issue_token(
            session,
            caller.user_id,
            TokenKind.PERSONAL,
            secret_key=site.secret_key,
            now=now,
            name=body.name,
            expires_at=body.expires_at,
        )
        where = f"{API}/me/tokens/{issued.id}"
        return answer(show_new_token(issued), status=201, revision=1, location=where)

    return await once(make)


@router.get(
    "/tokens/{token_id}",
    operation_id="readMyToken",
    summary="Read a personal access token, without its secret",
    response_model=TokenShown,
    responses={200: single("The token."), **refusals(401, 404)},
)
async def read_token(session: ReadSessionDep, caller: ReadingPersonDep, token_id: TokenId) -> Response:
    return answer(show_token(await tokens.get_personal(session, caller.user_id, id_of(token_id))), revision=1)


@router.delete(
    "/tokens/{token_id}",
    operation_id="deleteMyToken",
    summary="End a personal access token",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404),
)
async def delete_token(session: SessionDep, caller: PersonDep, token_id: TokenId) -> Response:
    await tokens.delete_personal(session, caller.user_id, id_of(token_id))
    return nothing()


@router.post(
    "/telegram/link-code",
    operation_id="createLinkCode",
    summary="Get a code that links Telegram; the one before is void",
    status_code=201,
    response_model=LinkCode,
    responses={201: created("The code.", tagged=False), **refusals(401, 403, 409)},
)
async def create_link_code(
    session: SessionDep, caller: PersonDep, site: SiteDep, now: NowDep, once: PersonOnceDep
) -> Response:
    async def make() -> Response:
        issued = await issue_code(session, caller.user_id, secret_key=site.secret_key, now=now)
        return answer(show_code(issued, await start_link(session, site, issued.code)), status=201)

    return await once(make)


@router.delete(
    "/telegram",
    operation_id="unlinkTelegram",
    summary="Part the account from its Telegram account",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 409),
)
async def unlink_telegram(session: SessionDep, caller: PersonDep, now: NowDep) -> Response:
    await unlink(session, caller.user_id, now=now)
    return nothing()

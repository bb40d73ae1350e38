"""Members and invitations over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from backend.ledgers import service as ledgers
from backend.ledgers.invitations import service as invitations
from backend.ledgers.members import service as members
from backend.onboarding.membership import join, part
from backend.web.answers import answer, nothing
from backend.web.api.ledgers.schemas import LedgerShown, show_ledger
from backend.web.api.members.schemas import (
    InvitationCreated,
    InvitationList,
    InvitationSeen,
    MemberChanges,
    MemberList,
    MemberShown,
    NewInvitation,
    show_invitation,
    show_invited,
    show_member,
    show_new_invitation,
)
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.bots import JOIN, join_url, start_link
from backend.web.deps import (
    ActorDep,
    NowDep,
    PersonDep,
    ReaderDep,
    ReadingPersonDep,
    ReadSessionDep,
    SessionDep,
    SiteDep,
    id_of,
    path_id,
)
from backend.web.etags import ExpectedRevision
from backend.web.idempotency import LedgerOnceDep
from backend.web.openapi import created, link, links_within_ledger, refusals, single

router = APIRouter(prefix="/ledgers/{ledger_id}", tags=["Members"])
by_token = APIRouter(prefix="/invitations/{token}", tags=["Members"])

MemberId = Annotated[str, path_id("member")]
InvitationId = Annotated[str, path_id("invitation")]
Token = Annotated[
    str,
    Path(description="The invitation's token.", max_length=64, examples=["7K3MPQ8WZB4T9XD2HJ6RVCN5YF"]),
]
SHOWN_TOKEN = "$response.body#/token"  # noqa: S105 - where a token is found
LINKS = links_within_ledger("invitation", "invitation_id", ["revokeInvitation"]) | {
    f"{operation} of this invitation": link(operation, token=SHOWN_TOKEN)
    for operation in ("readInvitation", "acceptInvitation")
}


@router.get(
    "/members",
    operation_id="listMembers",
    summary="List who is in a ledger",
    response_model=MemberList,
    responses=refusals(401, 404),
)
async def list_members(
    session: ReadSessionDep, actor: ReaderDep, cursor: CursorParam = None, limit: LimitParam = 50
) -> Response:
    page = await members.list_members(session, actor, cursor=cursor, limit=limit)
    shown = [show_member(member) for member in page.items]
    return answer(MemberList(items=shown, next_cursor=page.next_cursor))


@router.get(
    "/members/{user_id}",
    operation_id="readMember",
    summary="Read a member",
    response_model=MemberShown,
    responses={200: single("The member."), **refusals(401, 404)},
)
async def read_member(session: ReadSessionDep, actor: ReaderDep, user_id: MemberId) -> Response:
    member = await members.get_member(session, actor, id_of(user_id))
    return answer(show_member(member), revision=member.revision)


@router.patch(
    "/members/{user_id}",
    operation_id="editMember",
    summary="Give a member another role; a ledger always has an owner",
    response_model=MemberShown,
    responses={200: single("The member as it is now."), **refusals(400, 401, 403, 404, 409, 412, 413)},
)
async def edit_member(
    body: MemberChanges,
    session: SessionDep,
    actor: ActorDep,
    user_id: MemberId,
    if_revision: ExpectedRevision,
) -> Response:
    member = await members.change_role(session, actor, id_of(user_id), body.role, if_revision=if_revision)
    return answer(show_member(member), revision=member.revision)


@router.delete(
    "/members/{user_id}",
    operation_id="removeMember",
    summary="Take a member out, or leave; what they recorded stays",
    description="An owner takes anybody out, everybody may leave. The last owner first makes somebody else "
    "one. Who is in no other ledger gets a new one of their own.",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 409, 412),
)
async def remove_member(
    session: SessionDep, actor: ActorDep, now: NowDep, user_id: MemberId, if_revision: ExpectedRevision
) -> Response:
    await part(session, actor, id_of(user_id), now=now, if_revision=if_revision)
    return nothing()


@router.get(
    "/invitations",
    operation_id="listInvitations",
    summary="List invitations that still let somebody in, newest first",
    response_model=InvitationList,
    responses=refusals(401, 403, 404),
)
async def list_invitations(
    session: ReadSessionDep,
    actor: ReaderDep,
    now: NowDep,
    cursor: CursorParam = None,
    limit: LimitParam = 50,
) -> Response:
    page = await invitations.list_invitations(session, actor, now=now, cursor=cursor, limit=limit)
    shown = [show_invitation(invitation) for invitation in page.items]
    return answer(InvitationList(items=shown, next_cursor=page.next_cursor))


@router.post(
    "/invitations",
    operation_id="createInvitation",
    summary="Make a link that lets one person in, within a week",
    status_code=201,
    response_model=InvitationCreated,
    responses={
        201: created("The invitation.", LINKS, tagged=False),
        **refusals(400, 401, 403, 404, 409, 413),
    },
)
async def create_invitation(
    body: NewInvitation, session: SessionDep, actor: ActorDep, site: SiteDep, now: NowDep, once: LedgerOnceDep
) -> Response:
    async def make() -> Response:
        issued = await invitations.invite(session, actor, body.role, secret_key=site.secret_key, now=now)
        deep_link = await start_link(session, site, f"{JOIN}{issued.token}")
        return answer(show_new_invitation(issued, join_url(site, issued.token), deep_link), status=201)

    return await once(make)


@router.delete(
    "/invitations/{invitation_id}",
    operation_id="revokeInvitation",
    summary="Take an invitation back",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404),
)
async def revoke_invitation(session: SessionDep, actor: ActorDep, invitation_id: InvitationId) -> Response:
    await invitations.revoke(session, actor, id_of(invitation_id))
    return nothing()


@by_token.get(
    "",
    operation_id="readInvitation",
    summary="Read what an invitation is to; nothing is used up",
    response_model=InvitationSeen,
    responses=refusals(401, 404, 410),
)
async def read_invitation(
    session: ReadSessionDep, caller: ReadingPersonDep, site: SiteDep, now: NowDep, token: Token
) -> Response:
    del caller  # anybody signed in who holds the token
    invited = await invitations.look_at(session, token, secret_key=site.secret_key, now=now)
    return answer(show_invited(invited))


@by_token.post(
    "/accept",
    operation_id="acceptInvitation",
    summary="Come into the ledger; again by the same person changes nothing",
    response_model=LedgerShown,
    responses={200: single("The ledger."), **refusals(401, 403, 404, 409, 410)},
)
async def accept_invitation(
    session: SessionDep, caller: PersonDep, site: SiteDep, now: NowDep, token: Token
) -> Response:
    actor, _ = await join(session, caller.user_id, token, secret_key=site.secret_key, now=now)
    ledger = await ledgers.get_ledger(session, actor)
    return answer(show_ledger(ledger), revision=ledger.revision)

"""The verbs of invitations: make one, look at it, let somebody in by it, take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.kit.errors import Conflict, Expired, Missing
from backend.kit.ids import keyed_digest, new_link_code
from backend.kit.pages import Page, decode_cursor, page_of
from backend.ledgers import queries as ledger_queries
from backend.ledgers.access import Actor, Role
from backend.ledgers.invitations import queries
from backend.ledgers.members import queries as member_queries
from backend.ledgers.members.service import lock_members
from backend.ledgers.rules import (
    INVITATION_GOOD_FOR,
    INVITATION_LENGTH,
    MAX_INVITATIONS,
    MAX_LEDGERS,
    MAX_MEMBERS,
)


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation to pass on; its token is shown once, only the digest is kept."""

    id: int
    token: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that still lets somebody in, as the ledger's owners see it."""

    id: int
    role: Role
    inviter_id: int
    inviter: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says to whoever holds it."""

    ledger_id: int
    ledger_name: str
    role: Role
    inviter_id: int
    inviter: str
    expires_at: datetime


def _digest(secret_key: str, token: str) -> str:
    return keyed_digest(secret_key, "invitation", token)


async def invite(
    session: AsyncSession, actor: Actor, role: Role, *, secret_key: str, now: datetime
) -> IssuedInvitation:
    """Make a link that lets one person into the ledger, within a week.

    Raises Forbidden `ledger.owner_only`, Conflict `invitation.too_many`.
    """
    actor.must_own()
    await ledger_queries.serialise(session, actor.ledger_id)
    if await queries.count_open(session, actor.ledger_id, now) >= MAX_INVITATIONS:
        raise Conflict("invitation.too_many", most=MAX_INVITATIONS)
    token = new_link_code(INVITATION_LENGTH)
    expires_at = now + INVITATION_GOOD_FOR
    invitation_id = await queries.insert_invitation(
        session,
        {
            "ledger_id": actor.ledger_id,
            "role": role.value,
            "digest": _digest(secret_key, token),
            "created_by": actor.user_id,
            "created_at": now,
            "expires_at": expires_at,
        },
    )
    return IssuedInvitation(invitation_id, token, role, expires_at)


async def list_invitations(
    session: AsyncSession, actor: Actor, *, now: datetime, cursor: str | None = None, limit: int = 50
) -> Page[OpenInvitation]:
    """Read the ledger's open invitations, newest first.

    Raises Forbidden `ledger.owner_only`, Invalid `cursor.invalid`.
    """
    actor.must_own()
    before = None if cursor is None else int(decode_cursor(cursor, (int,))[0])
    rows = await queries.list_open(session, actor.ledger_id, now, before=before, limit=limit + 1)
    views = [
        OpenInvitation(row.id, Role(row.role), row.created_by, row.inviter, row.created_at, row.expires_at)
        for row in rows
    ]
    return page_of(views, limit, lambda invitation: (invitation.id,))


async def revoke(session: AsyncSession, actor: Actor, invitation_id: int) -> None:
    """Take an invitation back. Raises Forbidden `ledger.owner_only`, Missing `invitation.not_found`."""
    actor.must_own()
    if not await queries.delete_invitation(session, actor.ledger_id, invitation_id):
        raise Missing("invitation.not_found")


async def find_ledger_of_invitation(session: AsyncSession, user_id: int, invitation_id: int) -> int | None:
    """Tell in which of a person's ledgers an invitation is."""
    return await queries.find_ledger_of_invitation(session, user_id, invitation_id)


async def look_at(session: AsyncSession, token: str, *, secret_key: str, now: datetime) -> Invited:
    """Say what an invitation is to; looking uses nothing up.

    Raises Missing `invitation.not_found`, Expired `invitation.over` for one used, too old, or made by
    somebody who is no owner of the ledger any more.
    """
    row = await queries.find_invitation(session, _digest(secret_key, token))
    if row is None:
        raise Missing("invitation.not_found")
    if row.accepted_at is not None or row.expires_at <= now or row.inviter_id is None:
        raise Expired("invitation.over")
    return Invited(
        row.ledger_id, row.ledger_name, Role(row.role), row.inviter_id, row.inviter, row.expires_at
    )


async def accept(
    session: AsyncSession, user_id: int, token: str, *, secret_key: str, now: datetime
) -> tuple[Actor, bool]:
    """Let the person into the ledger, once; answers as what they act there, and whether they are new in it.

    Who is in it already stays what they are, and the link stays good for another; who came in by this very
    link may press again. Raises as `look_at` does, and Conflict `ledger.too_many`, `ledger.too_many_members`.
    """
    row = await queries.find_invitation(session, _digest(secret_key, token))
    if row is None:
        raise Missing("invitation.not_found")
    standing = await ledger_queries.find_actor(session, user_id, row.ledger_id)
    if standing is not None and row.accepted_by in {None, user_id}:
        return standing, False
    invited = await look_at(session, token, secret_key=secret_key, now=now)
    members = await lock_members(session, invited.ledger_id, user_id)
    if len(members) >= MAX_MEMBERS:
        raise Conflict("ledger.too_many_members", most=MAX_MEMBERS)
    if await ledger_queries.count_ledgers(session, user_id) >= MAX_LEDGERS:
        raise Conflict("ledger.too_many", most=MAX_LEDGERS)
    is_new = all(member.user_id != user_id for member in members)
    if is_new:
        if not await queries.use_invitation(session, invited.ledger_id, row.id, user_id, now):
            raise Expired("invitation.over")
        await member_queries.insert_member(session, invited.ledger_id, user_id, invited.role.value, now)
    actor = await ledger_queries.find_actor(session, user_id, invited.ledger_id)
    if actor is None:
        raise Missing("ledger.not_found")
    return actor, is_new

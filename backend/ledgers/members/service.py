"""The verbs of who is in a ledger: list, give a role, take out.

Whatever changes who is in a ledger first locks the person's memberships, then the ledger: so a ledger always
keeps an owner, whoever acts at the same moment, and nobody waits for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from backend.kit.errors import Conflict, Forbidden, Missing, Stale
from backend.kit.pages import Page, decode_cursor, page_of
from backend.ledgers import queries as ledger_queries
from backend.ledgers.access import Actor, Role
from backend.ledgers.members import queries
from backend.ledgers.rules import MAX_MEMBERS


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody in a ledger, as the others see them."""

    user_id: int
    display_name: str
    role: Role
    revision: int
    joined_at: datetime


def _view(row: Row[*tuple[Any, ...]]) -> MemberView:
    return MemberView(row.user_id, row.display_name, Role(row.role), row.revision, row.created_at)


async def list_members(
    session: AsyncSession, actor: Actor, *, cursor: str | None = None, limit: int = MAX_MEMBERS
) -> Page[MemberView]:
    """Read who is in the actor's ledger, page by page. Raises Invalid `cursor.invalid`."""
    after = int(decode_cursor(cursor, (int,))[0]) if cursor is not None else 0
    rows = await queries.list_members(session, actor.ledger_id, after=after, limit=limit + 1)
    return page_of([_view(row) for row in rows], limit, lambda member: (member.user_id,))


async def get_member(session: AsyncSession, actor: Actor, user_id: int) -> MemberView:
    """Read one member. Raises Missing `member.not_found`."""
    row = await queries.find_member(session, actor.ledger_id, user_id)
    if row is None:
        raise Missing("member.not_found")
    return _view(row)


async def change_role(
    session: AsyncSession, actor: Actor, user_id: int, role: Role, *, if_revision: int | None = None
) -> MemberView:
    """Give a member another role.

    Raises Forbidden `ledger.owner_only`, Missing `member.not_found`, Stale `resource.changed`, Conflict
    `ledger.needs_owner` for the last owner.
    """
    actor.must_own()
    members = await lock_members(session, actor.ledger_id, user_id)
    _must_still_own(members, actor)
    member = _get(members, user_id, if_revision)
    if member.role is not role:
        if role is not Role.OWNER:
            _must_leave_an_owner(members, user_id)
        await queries.set_role(session, actor.ledger_id, user_id, role.value)
    return await get_member(session, actor, user_id)


async def take_out(
    session: AsyncSession, actor: Actor, user_id: int, *, if_revision: int | None = None
) -> None:
    """Take somebody out of the ledger, or oneself; what they recorded stays.

    Raises Forbidden `ledger.owner_only` for others than oneself, Missing `member.not_found`, Stale
    `resource.changed`, Conflict `ledger.last_member`, `ledger.needs_owner`.
    """
    if user_id != actor.user_id:
        actor.must_own()
    members = await lock_members(session, actor.ledger_id, user_id)
    if user_id != actor.user_id:
        _must_still_own(members, actor)
    _get(members, user_id, if_revision)
    if len(members) == 1:
        raise Conflict("ledger.last_member")
    _must_leave_an_owner(members, user_id)
    await queries.delete_member(session, actor.ledger_id, user_id)


async def lock_members(session: AsyncSession, ledger_id: int, user_id: int) -> Sequence[MemberView]:
    """Read who is in a ledger, and let nobody else change it, nor in which ledgers that person is."""
    await ledger_queries.lock_memberships(session, user_id)
    await ledger_queries.serialise(session, ledger_id)
    return [_view(row) for row in await queries.list_members(session, ledger_id)]


def _get(members: Sequence[MemberView], user_id: int, if_revision: int | None) -> MemberView:
    member = next((one for one in members if one.user_id == user_id), None)
    if member is None:
        raise Missing("member.not_found")
    if if_revision is not None and member.revision != if_revision:
        raise Stale("resource.changed")
    return member


def _must_still_own(members: Sequence[MemberView], actor: Actor) -> None:
    """Look again under the lock: the actor's own role may have been taken while this waited."""
    if not any(one.user_id == actor.user_id and one.role is Role.OWNER for one in members):
        raise Forbidden("ledger.owner_only")


def _must_leave_an_owner(members: Sequence[MemberView], user_id: int) -> None:
    if not any(one.role is Role.OWNER and one.user_id != user_id for one in members):
        raise Conflict("ledger.needs_owner")

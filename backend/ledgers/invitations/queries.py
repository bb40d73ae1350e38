"""All the SQL of invitations; by the ledger, or by the digest that only who holds the link can tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.ledgers.access import Role
from backend.models import Invitation, Ledger, Member, User


def _open(ledger_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    """Invitations of a ledger that still let somebody in, with who made them."""
    return (
        select(
            Invitation.id,
            Invitation.role,
            Invitation.created_at,
            Invitation.expires_at,
            Invitation.created_by,
            User.display_name.label("inviter"),
        )
        .join(User, User.id == Invitation.created_by)
        .join(Member, _is_still_owner())
        .where(
            Invitation.ledger_id == ledger_id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now,
        )
    )


def _is_still_owner() -> Any:
    """An invitation is worth as much as the word of who made it: of an owner who is one no more, nothing."""
    return and_(
        Member.ledger_id == Invitation.ledger_id,
        Member.user_id == Invitation.created_by,
        Member.role == Role.OWNER.value,
    )


async def insert_invitation(session: AsyncSession, values: dict[str, Any]) -> int:
    """Keep an invitation."""
    invitation = Invitation(**values)
    session.add(invitation)
    await session.flush()
    return invitation.id


async def count_open(session: AsyncSession, ledger_id: int, now: datetime) -> int:
    """Count a ledger's invitations that still let somebody in."""
    return (
        await session.execute(select(func.count()).select_from(_open(ledger_id, now).subquery()))
    ).scalar_one()


async def list_open(
    session: AsyncSession, ledger_id: int, now: datetime, *, before: int | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Read a ledger's open invitations, newest first, those before an id."""
    query = _open(ledger_id, now)
    if before is not None:
        query = query.where(Invitation.id < before)
    return (await session.execute(query.order_by(Invitation.id.desc()).limit(limit))).all()


async def find_invitation(session: AsyncSession, digest: str) -> Row[*tuple[Any, ...]] | None:
    """Read the invitation with this digest: into which ledger, from whom, used or not.

    `inviter` is null where who made it is no owner of the ledger any more.
    """
    return (
        await session.execute(
            select(
                Invitation.id,
                Invitation.ledger_id,
                Invitation.role,
                Invitation.expires_at,
                Invitation.accepted_by,
                Invitation.accepted_at,
                Ledger.name.label("ledger_name"),
                User.id.label("inviter_id"),
                User.display_name.label("inviter"),
            )
            .join(Ledger, Ledger.id == Invitation.ledger_id)
            .outerjoin(Member, _is_still_owner())
            .outerjoin(User, User.id == Member.user_id)
            .where(Invitation.digest == digest)
        )
    ).one_or_none()


async def use_invitation(
    session: AsyncSession, ledger_id: int, invitation_id: int, user_id: int, now: datetime
) -> bool:
    """Use an invitation up, in one statement: of two people who press at once, one is let in."""
    used = await session.execute(
        update(Invitation)
        .where(
            Invitation.ledger_id == ledger_id,
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(accepted_by=user_id, accepted_at=now)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return used.scalar_one_or_none() is not None


async def delete_invitation(session: AsyncSession, ledger_id: int, invitation_id: int) -> bool:
    """Take an invitation back that nobody has used; False when there is none such."""
    gone = await session.execute(
        delete(Invitation)
        .where(
            Invitation.ledger_id == ledger_id,
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
        )
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return gone.scalar_one_or_none() is not None


async def find_ledger_of_invitation(session: AsyncSession, user_id: int, invitation_id: int) -> int | None:
    """Tell in which of a person's ledgers an invitation is."""
    found = await session.execute(
        select(Invitation.ledger_id)
        .join(Member, Member.ledger_id == Invitation.ledger_id)
        .where(Member.user_id == user_id, Invitation.id == invitation_id)
    )
    return found.scalar_one_or_none()

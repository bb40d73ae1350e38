"""All the SQL of ledgers and their members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.kit.periods import Shift, WeekStart
from backend.ledgers.access import Actor, Role
from backend.models import (
    AccessToken,
    Budget,
    Category,
    ChatMessage,
    Entry,
    EntryChange,
    Ledger,
    ManualRate,
    Member,
    User,
)

_SETTINGS = (
    Ledger.currency,
    Ledger.timezone,
    Ledger.country,
    Ledger.month_start_day,
    Ledger.month_start_shift,
    Ledger.week_start,
)


# The statements of every request and message are built once: building one costs as much as running it.

_ACTORS = select(Member.user_id, Member.ledger_id, Member.role, *_SETTINGS).join(
    Ledger, Ledger.id == Member.ledger_id
)
_ACTOR = _ACTORS.where(Member.ledger_id == bindparam("ledger_id"), Member.user_id == bindparam("user_id"))
_DEFAULT_ACTOR = (
    _ACTORS.where(Member.user_id == bindparam("user_id"))
    .order_by(Member.is_default.desc(), Member.ledger_id)
    .limit(1)
)
_LEDGERS = (
    select(
        Ledger.id,
        Ledger.name,
        *_SETTINGS,
        Ledger.revision,
        Ledger.created_at,
        Ledger.updated_at,
        Member.role,
        Member.is_default,
    )
    .join(Member, Member.ledger_id == Ledger.id)
    .where(Member.user_id == bindparam("user_id"), Ledger.id > bindparam("after"))
    .order_by(Ledger.id)
    .limit(bindparam("limit"))
)
_TOKEN_AND_MEMBER = (
    select(
        AccessToken.id.label("token_id"),
        AccessToken.kind.label("token_kind"),
        AccessToken.user_id,
        AccessToken.expires_at,
        AccessToken.last_used_at,
        User.locale,
        Member.ledger_id,
        Member.role,
        *_SETTINGS,
    )
    .join(User, User.id == AccessToken.user_id)
    .outerjoin(Member, and_(Member.user_id == User.id, Member.ledger_id == bindparam("ledger_id")))
    .outerjoin(Ledger, Ledger.id == Member.ledger_id)
    .where(AccessToken.digest == bindparam("digest"))
)


def actor_of(row: Row[*tuple[Any, ...]]) -> Actor:
    """Make an actor of a row that holds a membership and the ledger's settings."""
    return Actor(
        user_id=row.user_id,
        ledger_id=row.ledger_id,
        role=Role(row.role),
        currency=row.currency,
        timezone=row.timezone,
        country=row.country,
        month_start_day=row.month_start_day,
        month_start_shift=Shift(row.month_start_shift),
        week_start=WeekStart(row.week_start),
    )


async def find_actor(session: AsyncSession, user_id: int, ledger_id: int) -> Actor | None:
    """Read a person's membership in a ledger with its settings: one statement."""
    row = (await session.execute(_ACTOR, {"user_id": user_id, "ledger_id": ledger_id})).one_or_none()
    return None if row is None else actor_of(row)


async def find_default_actor(session: AsyncSession, user_id: int) -> Actor | None:
    """Read the membership where the person's entries go: the chosen ledger, else the oldest."""
    row = (await session.execute(_DEFAULT_ACTOR, {"user_id": user_id})).one_or_none()
    return None if row is None else actor_of(row)


async def find_token_and_member(
    session: AsyncSession, digest: str, ledger_id: int
) -> Row[*tuple[Any, ...]] | None:
    """Read the token with this digest and its person's membership in a ledger, null where not a member.

    One statement answers who calls and what they may do, for every request inside a ledger.
    """
    wanted = {"digest": digest, "ledger_id": ledger_id}
    return (await session.execute(_TOKEN_AND_MEMBER, wanted)).one_or_none()


async def list_ledgers(
    session: AsyncSession, user_id: int, *, after: int, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Read a person's ledgers with the role in each, oldest first, those after an id."""
    wanted = {"user_id": user_id, "after": after, "limit": limit}
    return (await session.execute(_LEDGERS, wanted)).all()


async def list_memberships(session: AsyncSession, user_id: int) -> Sequence[Row[Ledger, Member]]:
    """Read a person's ledgers, oldest first."""
    return (
        await session.execute(
            select(Ledger, Member)
            .join(Member, Member.ledger_id == Ledger.id)
            .where(Member.user_id == user_id)
            .order_by(Ledger.id)
        )
    ).all()


async def find_ledger(session: AsyncSession, ledger_id: int, *, lock: bool = False) -> Ledger | None:
    """Read a ledger; whoever asks has shown to be a member."""
    query = select(Ledger).where(Ledger.id == ledger_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def find_membership(session: AsyncSession, user_id: int, ledger_id: int) -> Member | None:
    """Read one membership."""
    found = await session.scalars(
        select(Member).where(Member.ledger_id == ledger_id, Member.user_id == user_id)
    )
    return found.one_or_none()


async def count_ledgers(session: AsyncSession, user_id: int) -> int:
    """Count a person's ledgers."""
    return (await session.execute(select(func.count()).where(Member.user_id == user_id))).scalar_one()


async def count_entries(session: AsyncSession, ledger_id: int) -> int:
    """Count a ledger's entries."""
    return (await session.execute(select(func.count()).where(Entry.ledger_id == ledger_id))).scalar_one()


async def has_amounts(session: AsyncSession, ledger_id: int) -> bool:
    """Tell whether anything in the ledger is in its currency: entries, deleted ones too, budgets, rates."""
    found = await session.execute(
        select(
            or_(
                select(Entry.id).where(Entry.ledger_id == ledger_id).exists(),
                select(EntryChange.id).where(EntryChange.ledger_id == ledger_id).exists(),
                select(Budget.id).where(Budget.ledger_id == ledger_id).exists(),
                select(ManualRate.id).where(ManualRate.ledger_id == ledger_id).exists(),
            )
        )
    )
    return bool(found.scalar_one())


async def is_only_ledger_of_a_member(session: AsyncSession, ledger_id: int) -> bool:
    """Tell whether some member of the ledger is in no other."""
    other = aliased(Member)
    found = await session.execute(
        select(Member.user_id)
        .where(
            Member.ledger_id == ledger_id,
            ~select(other.ledger_id)
            .where(other.user_id == Member.user_id, other.ledger_id != ledger_id)
            .exists(),
        )
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def set_default(session: AsyncSession, user_id: int, ledger_id: int) -> None:
    """Mark one of a person's ledgers as the default, and no other."""
    await session.execute(
        update(Member).where(Member.user_id == user_id).values(is_default=Member.ledger_id == ledger_id)
    )


async def lock_memberships(session: AsyncSession, user_id: int) -> list[Member]:
    """Read and lock a person's memberships."""
    return list(
        await session.scalars(
            select(Member)
            .where(Member.user_id == user_id)
            .order_by(Member.ledger_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


async def other_members(session: AsyncSession, ledger_id: int, user_id: int) -> list[Member]:
    """Read a ledger's members besides one, oldest first."""
    return list(
        await session.scalars(
            select(Member)
            .where(Member.ledger_id == ledger_id, Member.user_id != user_id)
            .order_by(Member.created_at, Member.user_id)
        )
    )


async def others_on_telegram(
    session: AsyncSession, ledger_id: int, user_id: int
) -> Sequence[Row[int | None, str | None]]:
    """Read the Telegram id and the language of a ledger's members besides one, those who chat."""
    return (
        await session.execute(
            select(User.telegram_user_id, User.locale)
            .join(Member, Member.user_id == User.id)
            .where(
                Member.ledger_id == ledger_id,
                Member.user_id != user_id,
                User.telegram_user_id.is_not(None),
            )
            .order_by(User.id)
        )
    ).all()


async def count_members(session: AsyncSession, ledger_ids: Sequence[int]) -> dict[int, int]:
    """Count the members of each ledger."""
    rows = await session.execute(
        select(Member.ledger_id, func.count())
        .where(Member.ledger_id.in_(ledger_ids))
        .group_by(Member.ledger_id)
    )
    return {row[0]: row[1] for row in rows}


async def hand_on_messages(session: AsyncSession, ledger_id: int) -> None:
    """Keep known which messages of private chats were recorded, by another ledger of their person."""
    other = (
        select(func.min(Member.ledger_id))
        .join(User, User.id == Member.user_id)
        .where(User.telegram_user_id == ChatMessage.chat_id, Member.ledger_id != ledger_id)
        .scalar_subquery()
    )
    await session.execute(
        update(ChatMessage)
        .where(ChatMessage.ledger_id == ledger_id, other.is_not(None))
        .values(ledger_id=other)
        .execution_options(synchronize_session=False)
    )


async def delete_ledger(session: AsyncSession, ledger_id: int) -> None:
    """Remove a ledger and all that is in it, entries and budgets before the categories they are about."""
    await session.execute(delete(Entry).where(Entry.ledger_id == ledger_id))
    await session.execute(delete(Budget).where(Budget.ledger_id == ledger_id))
    await session.execute(delete(Category).where(Category.ledger_id == ledger_id))
    await session.execute(delete(Ledger).where(Ledger.id == ledger_id))


async def serialise(session: AsyncSession, ledger_id: int) -> None:
    """Let nobody else who asks for the same past, until the transaction ends; entries may come and go."""
    await session.execute(select(Ledger.id).where(Ledger.id == ledger_id).with_for_update(key_share=True))

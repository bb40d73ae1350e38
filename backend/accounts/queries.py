"""All the SQL of people, tokens and attempts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert
from backend.models import AccessToken, Attempt, SignInLink, User


async def insert_user(session: AsyncSession, values: dict[str, Any], unique: str) -> int | None:
    """Add a person; None when somebody has the same value in the column `unique` already."""
    added = await session.execute(
        insert(session, User)
        .values(values)
        .on_conflict_do_nothing(index_elements=[unique])
        .returning(User.id)
    )
    return added.scalar_one_or_none()


async def find_user(session: AsyncSession, user_id: int, *, lock: bool = False) -> User | None:
    """Read a person."""
    query = select(User).where(User.id == user_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def find_by_telegram(session: AsyncSession, telegram_user_id: int) -> User | None:
    """Read the person a Telegram account belongs to."""
    return (
        await session.scalars(select(User).where(User.telegram_user_id == telegram_user_id))
    ).one_or_none()


async def find_password(session: AsyncSession, email: str) -> Row[int, str | None] | None:
    """Read the id and the password's digest of the person with this e-mail."""
    return (
        await session.execute(select(User.id, User.password_hash).where(User.email == email))
    ).one_or_none()


async def delete_user(session: AsyncSession, user_id: int) -> None:
    """Remove a person, with tokens and memberships; what they recorded in shared ledgers stays."""
    await session.execute(delete(User).where(User.id == user_id))


async def find_token(session: AsyncSession, digest: str) -> Row[*tuple[Any, ...]] | None:
    """Read the token with this digest, and its person's language."""
    return (
        await session.execute(
            select(
                AccessToken.id.label("token_id"),
                AccessToken.kind.label("token_kind"),
                AccessToken.user_id,
                AccessToken.expires_at,
                AccessToken.last_used_at,
                User.locale,
            )
            .join(User, User.id == AccessToken.user_id)
            .where(AccessToken.digest == digest)
        )
    ).one_or_none()


async def touch_token(session: AsyncSession, token_id: int, now: datetime) -> None:
    """Note when a token was last used."""
    await session.execute(
        update(AccessToken)
        .where(AccessToken.id == token_id)
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )


async def delete_token(session: AsyncSession, user_id: int, token_id: int, kind: str | None = None) -> bool:
    """Remove one of a person's tokens; False when there is none such."""
    query = delete(AccessToken).where(AccessToken.user_id == user_id, AccessToken.id == token_id)
    if kind is not None:
        query = query.where(AccessToken.kind == kind)
    return (await session.execute(query.returning(AccessToken.id))).scalar_one_or_none() is not None


async def delete_expired_tokens(session: AsyncSession, user_id: int, now: datetime) -> None:
    """Remove a person's tokens that are good no longer."""
    await session.execute(
        delete(AccessToken).where(AccessToken.user_id == user_id, AccessToken.expires_at <= now)
    )


async def list_tokens(
    session: AsyncSession,
    user_id: int,
    kind: str,
    *,
    before: int | None,
    limit: int,
    good_at: datetime | None = None,
) -> Sequence[AccessToken]:
    """Read a person's tokens of a kind, newest first, those before an id; if asked so, those still good."""
    query = select(AccessToken).where(AccessToken.user_id == user_id, AccessToken.kind == kind)
    if before is not None:
        query = query.where(AccessToken.id < before)
    if good_at is not None:
        query = query.where(or_(AccessToken.expires_at.is_(None), AccessToken.expires_at > good_at))
    return (await session.scalars(query.order_by(AccessToken.id.desc()).limit(limit))).all()


async def count_tokens(session: AsyncSession, user_id: int, kind: str) -> int:
    """Count a person's tokens of a kind."""
    counted = await session.execute(
        select(func.count()).where(AccessToken.user_id == user_id, AccessToken.kind == kind)
    )
    return counted.scalar_one()


async def find_own_token(session: AsyncSession, user_id: int, token_id: int, kind: str) -> AccessToken | None:
    """Read one of a person's tokens."""
    return (
        await session.scalars(
            select(AccessToken).where(
                AccessToken.user_id == user_id, AccessToken.id == token_id, AccessToken.kind == kind
            )
        )
    ).one_or_none()


async def count_attempts(session: AsyncSession, kind: str, subject: str | None, since: datetime) -> int:
    """Count the tries of a kind since then, one subject's or everybody's."""
    query = select(func.count()).where(Attempt.kind == kind, Attempt.tried_at > since)
    if subject is not None:
        query = query.where(Attempt.subject == subject)
    return (await session.execute(query)).scalar_one()


async def count_each(
    session: AsyncSession, kind: str, subjects: Sequence[str], since: datetime
) -> dict[str, int]:
    """Count the tries of each subject since then: one statement."""
    rows = await session.execute(
        select(Attempt.subject, func.count())
        .where(Attempt.kind == kind, Attempt.subject.in_(subjects), Attempt.tried_at > since)
        .group_by(Attempt.subject)
    )
    return {row[0]: row[1] for row in rows}


async def insert_attempts(session: AsyncSession, kind: str, subjects: Sequence[str], now: datetime) -> None:
    """Add a try for each subject."""
    await session.execute(
        insert(session, Attempt), [{"kind": kind, "subject": one, "tried_at": now} for one in subjects]
    )


async def delete_attempts(session: AsyncSession, kind: str, subjects: Sequence[str], at: datetime) -> None:
    """Take back the tries that were noted at one moment."""
    await session.execute(
        delete(Attempt).where(Attempt.kind == kind, Attempt.subject.in_(subjects), Attempt.tried_at == at)
    )


async def forget_subject(session: AsyncSession, kind: str, subject: str) -> None:
    """Forget every try of one subject."""
    await session.execute(delete(Attempt).where(Attempt.kind == kind, Attempt.subject == subject))


async def upsert_sign_in_link(
    session: AsyncSession, user_id: int, digest: str, expires_at: datetime, now: datetime
) -> None:
    """Keep a person's link, in place of the one before."""
    values = {"digest": digest, "expires_at": expires_at, "created_at": now}
    keep = insert(session, SignInLink).values(user_id=user_id, **values)
    await session.execute(keep.on_conflict_do_update(index_elements=["user_id"], set_=values))


async def find_link_owner(session: AsyncSession, digest: str, now: datetime) -> User | None:
    """Read the person whom a link that is still good would sign in."""
    return (
        await session.scalars(
            select(User)
            .join(SignInLink, SignInLink.user_id == User.id)
            .where(SignInLink.digest == digest, SignInLink.expires_at > now)
        )
    ).one_or_none()


async def take_sign_in_link(session: AsyncSession, digest: str, now: datetime) -> int | None:
    """Use a link up, in one statement; answers whose it was, None for one used or too old."""
    taken = await session.execute(
        delete(SignInLink)
        .where(SignInLink.digest == digest, SignInLink.expires_at > now)
        .returning(SignInLink.user_id)
        .execution_options(synchronize_session=False)
    )
    return taken.scalar_one_or_none()

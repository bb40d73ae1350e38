"""The verbs of people: make an account, read and change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import queries
from backend.kit.errors import Conflict, Missing, Stale
from backend.models import User


async def create_person(
    session: AsyncSession,
    *,
    email: str,
    password_hash: str,
    display_name: str,
    locale: str | None,
    timezone: str,
    now: datetime,
) -> User:
    """Make an account for an e-mail, already normalised. Raises Conflict `account.email_taken`."""
    user_id = await queries.insert_user(
        session,
        {
            "email": email,
            "password_hash": password_hash,
            "display_name": display_name,
            "locale": locale,
            "timezone": timezone,
            "revision": 1,
            "created_at": now,
            "updated_at": now,
        },
        unique="email",
    )
    if user_id is None:
        raise Conflict("account.email_taken", field="email")
    return await get_person(session, user_id)


async def create_chatter(
    session: AsyncSession,
    *,
    telegram_user_id: int,
    username: str | None,
    display_name: str,
    locale: str | None,
    timezone: str,
    now: datetime,
) -> User | None:
    """Make an account for somebody who writes in Telegram; None when another update was first."""
    user_id = await queries.insert_user(
        session,
        {
            "display_name": display_name,
            "locale": locale,
            "timezone": timezone,
            "telegram_user_id": telegram_user_id,
            "telegram_username": username,
            "telegram_linked_at": now,
            "revision": 1,
            "created_at": now,
            "updated_at": now,
        },
        unique="telegram_user_id",
    )
    return None if user_id is None else await get_person(session, user_id)


async def find_by_telegram(session: AsyncSession, telegram_user_id: int) -> User | None:
    """Read the person a Telegram account belongs to."""
    return await queries.find_by_telegram(session, telegram_user_id)


async def get_person(session: AsyncSession, user_id: int) -> User:
    """Read a person. Raises Missing `account.not_found`."""
    user = await queries.find_user(session, user_id)
    if user is None:
        raise Missing("account.not_found")
    return user


async def edit_person(
    session: AsyncSession,
    user_id: int,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    if_revision: int | None = None,
    always: bool = False,
) -> User:
    """Change `display_name`, `locale` or `timezone`, those that `changes` names.

    `always` counts a revision even so: something that is shown with the person changed elsewhere.
    Raises Missing `account.not_found`, Stale `resource.changed`.
    """
    user = await lock_person(session, user_id, if_revision=if_revision)
    wanted = {name: value for name, value in changes.items() if getattr(user, name) != value}
    for name, value in wanted.items():
        setattr(user, name, value)
    if wanted or always:
        user.revision += 1
        user.updated_at = now
        await session.flush()
    return user


async def lock_person(session: AsyncSession, user_id: int, *, if_revision: int | None = None) -> User:
    """Read a person and keep others from changing it. Raises as `edit_person` does."""
    user = await queries.find_user(session, user_id, lock=True)
    if user is None:
        raise Missing("account.not_found")
    if if_revision is not None and user.revision != if_revision:
        raise Stale("resource.changed")
    return user


async def delete_person(session: AsyncSession, user_id: int) -> None:
    """Remove an account with its tokens; its ledgers were seen to before."""
    await queries.delete_user(session, user_id)

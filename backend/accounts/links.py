"""Links that sign a person in: asked for in the private chat, looked at as often as one likes, used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import queries
from backend.accounts.attempts import count_attempts, note_attempt
from backend.accounts.rules import LINK_GOOD_FOR, LINK_WINDOW, LINKS_EACH
from backend.accounts.tokens import IssuedToken, TokenKind, issue_token
from backend.kit.errors import Expired, TooMany
from backend.kit.ids import keyed_digest, new_token
from backend.models import User

_KIND = "sign-in-link"


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """What the link's address ends with, to be sent once; only its digest is kept."""

    secret: str
    expires_at: datetime


def _digest(secret_key: str, secret: str) -> str:
    return keyed_digest(secret_key, _KIND, secret)


async def issue_link(session: AsyncSession, user_id: int, *, secret_key: str, now: datetime) -> IssuedLink:
    """Give a person a link that signs them in: good once, for five minutes; the one before is void.

    Raises TooMany `link.too_many_asked`.
    """
    subject = keyed_digest(secret_key, _KIND, f"user {user_id}")
    if await count_attempts(session, _KIND, subject, now - LINK_WINDOW) >= LINKS_EACH:
        raise TooMany("link.too_many_asked", retry_after=int(LINK_WINDOW.total_seconds()))
    await note_attempt(session, _KIND, subject, now)
    secret = new_token()
    expires_at = now + LINK_GOOD_FOR
    await queries.upsert_sign_in_link(session, user_id, _digest(secret_key, secret), expires_at, now)
    return IssuedLink(secret, expires_at)


async def find_link_owner(
    session: AsyncSession, secret: str, *, secret_key: str, now: datetime
) -> User | None:
    """Tell whom a link would sign in, and leave it as it is: whoever previews an address uses nothing up."""
    return await queries.find_link_owner(session, _digest(secret_key, secret), now)


async def use_link(session: AsyncSession, secret: str, *, secret_key: str, now: datetime) -> IssuedToken:
    """Exchange a link for a session, once: of two who press at the same moment one gets it.

    Raises Expired `link.used_or_old`.
    """
    user_id = await queries.take_sign_in_link(session, _digest(secret_key, secret), now)
    if user_id is None:
        raise Expired("link.used_or_old")
    return await issue_token(session, user_id, TokenKind.SESSION, secret_key=secret_key, now=now)

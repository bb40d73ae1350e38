"""What proves who calls: random tokens, stored as keyed digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import queries
from backend.accounts.rules import BEARER_GOOD_FOR, MAX_TOKENS, SESSION_GOOD_FOR, TOUCH_AFTER
from backend.kit.errors import Conflict, Missing
from backend.kit.ids import keyed_digest, new_token
from backend.kit.pages import Page, decode_cursor, page_of
from backend.models import AccessToken


class TokenKind(StrEnum):
    """A browser's session, a program's sign-in, or a token that a person named and keeps."""

    SESSION = "session"
    BEARER = "bearer"
    PERSONAL = "personal"


GOOD_FOR = {TokenKind.SESSION: SESSION_GOOD_FOR, TokenKind.BEARER: BEARER_GOOD_FOR}


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token to show once; only its digest is kept."""

    id: int
    secret: str
    name: str | None
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """The person a token stands for, and the token."""

    user_id: int
    token_id: int
    token_kind: TokenKind
    locale: str | None
    last_used_at: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Whether the token's last use is to be written down again."""
        return self.last_used_at is None or self.last_used_at <= now - TOUCH_AFTER


def token_digest(secret_key: str, secret: str) -> str:
    """Digest a token as it is stored."""
    return keyed_digest(secret_key, "access-token", secret)


def caller_of(row: Row[*tuple[Any, ...]] | None, now: datetime) -> Caller | None:
    """Say who calls, by a row that holds a token; None for one unknown or expired."""
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return Caller(row.user_id, row.token_id, TokenKind(row.token_kind), row.locale, row.last_used_at)


async def find_caller(session: AsyncSession, digest: str, now: datetime) -> Caller | None:
    """Say who calls with this token; None when it is unknown or expired."""
    return caller_of(await queries.find_token(session, digest), now)


async def touch(session: AsyncSession, caller: Caller, now: datetime) -> None:
    """Note that a token was used."""
    await queries.touch_token(session, caller.token_id, now)


async def issue_token(
    session: AsyncSession,
    user_id: int,
    kind: TokenKind,
    *,
    secret_key: str,
    now: datetime,
    name: str | None = None,
    expires_at: datetime | None = None,
) -> IssuedToken:
    """Give a person a token; a session or bearer one ends by itself, a personal one when `expires_at` says.

    Raises Conflict `token.too_many`.
    """
    await queries.delete_expired_tokens(session, user_id, now)
    if kind is TokenKind.PERSONAL and await queries.count_tokens(session, user_id, kind) >= MAX_TOKENS:
        raise Conflict("token.too_many", most=MAX_TOKENS)
    if kind in GOOD_FOR:
        expires_at = now + GOOD_FOR[kind]
    secret = f"podo_{new_token()}"
    token = AccessToken(
        user_id=user_id,
        kind=kind.value,
        name=name,
        digest=token_digest(secret_key, secret),
        created_at=now,
        expires_at=expires_at,
    )
    session.add(token)
    await session.flush()
    return IssuedToken(token.id, secret, name, now, expires_at)


async def list_personal(
    session: AsyncSession, user_id: int, *, cursor: str | None, limit: int
) -> Page[AccessToken]:
    """Read a person's named tokens, newest first. Raises Invalid `cursor.invalid`."""
    before = int(decode_cursor(cursor, (int,))[0]) if cursor is not None else None
    rows = await queries.list_tokens(session, user_id, TokenKind.PERSONAL, before=before, limit=limit + 1)
    return page_of(rows, limit, lambda token: (token.id,))


async def get_personal(session: AsyncSession, user_id: int, token_id: int) -> AccessToken:
    """Read one of a person's named tokens. Raises Missing `token.not_found`."""
    found = await queries.find_own_token(session, user_id, token_id, TokenKind.PERSONAL)
    if found is None:
        raise Missing("token.not_found")
    return found


async def delete_personal(session: AsyncSession, user_id: int, token_id: int) -> None:
    """End one of a person's named tokens. Raises Missing `token.not_found`."""
    if not await queries.delete_token(session, user_id, token_id, TokenKind.PERSONAL):
        raise Missing("token.not_found")


async def sign_out(session: AsyncSession, caller: Caller) -> None:
    """End the token that is calling."""
    await queries.delete_token(session, caller.user_id, caller.token_id)


async def list_sessions(
    session: AsyncSession, user_id: int, *, now: datetime, cursor: str | None = None, limit: int = MAX_TOKENS
) -> Page[AccessToken]:
    """Read where a person is signed in with a browser, newest first. Raises Invalid `cursor.invalid`."""
    before = int(decode_cursor(cursor, (int,))[0]) if cursor is not None else None
    rows = await queries.list_tokens(
        session, user_id, TokenKind.SESSION, before=before, limit=limit + 1, good_at=now
    )
    return page_of(rows, limit, lambda token: (token.id,))


async def end_session(session: AsyncSession, user_id: int, token_id: int) -> None:
    """Sign a person out somewhere else. Raises Missing `token.not_found`."""
    if not await queries.delete_token(session, user_id, token_id, TokenKind.SESSION):
        raise Missing("token.not_found")

"""Signing in with a password: counted, in constant work, without holding the database meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.accounts import queries
from backend.accounts.passwords import verify_password
from backend.accounts.rules import (
    MAX_PASSWORD,
    SIGN_IN_WINDOW,
    TRIES_EACH,
    TRIES_FOR_EMAIL,
    TRIES_FROM_ADDRESS,
    normalise_email,
)
from backend.accounts.tokens import IssuedToken, TokenKind, issue_token
from backend.db.session import Database, unit_of_work
from backend.kit.errors import DomainError, Invalid, TooMany, Unauthorized
from backend.kit.ids import keyed_digest

_KIND = "sign-in"


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Why not. A value, not an exception: the try that was counted stays committed."""

    error: DomainError


async def sign_in(
    database: Database,
    email: str,
    password: str,
    *,
    address: str,
    kind: TokenKind,
    secret_key: str,
    now: datetime,
) -> IssuedToken | SignInRefused:
    """Exchange e-mail and password for a token; five wrong ones from an address in ten minutes: wait.

    It takes the database, not a session: the try is committed before the password is looked at (a crash or
    a hundred at once count all the same), and SQLite's one writer does not wait for argon2.
    """
    try:
        known_form = normalise_email(email)
    except Invalid:
        known_form = ""
    subjects = {
        keyed_digest(secret_key, _KIND, f"{known_form}\n{address}"): TRIES_EACH,
        keyed_digest(secret_key, _KIND, address): TRIES_FROM_ADDRESS,
        keyed_digest(secret_key, _KIND, known_form): TRIES_FOR_EMAIL,
    }
    async with unit_of_work(database) as session:
        tries = await queries.count_each(session, _KIND, list(subjects), now - SIGN_IN_WINDOW)
        if any(tries.get(subject, 0) >= most for subject, most in subjects.items()):
            wait = int(SIGN_IN_WINDOW.total_seconds())
            return SignInRefused(TooMany("auth.too_many_tries", retry_after=wait))
        await queries.insert_attempts(session, _KIND, list(subjects), now)
        found = await queries.find_password(session, known_form) if known_form else None
    user_id, digest = found or (0, None)
    if not await verify_password(password[: MAX_PASSWORD + 1], digest):
        return SignInRefused(Unauthorized("auth.wrong_credentials"))
    async with unit_of_work(database) as session:
        await queries.delete_attempts(session, _KIND, list(subjects), now)
        await queries.forget_subject(session, _KIND, next(iter(subjects)))
        return await issue_token(session, user_id, kind, secret_key=secret_key, now=now)

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.sign_in import SignInRefused, sign_in
from backend.accounts.tokens import IssuedToken, TokenKind, find_caller, token_digest
from backend.db.session import Database, unit_of_work
from backend.kit.errors import TooMany, Unauthorized
from backend.models import AccessToken, Attempt
from backend.onboarding.service import register

KEY = "a key for tests"
PASSWORD = "correct horse"


async def join(database: Database, now: datetime, email: str = "minji@example.com") -> int:
    async with unit_of_work(database) as session:
        user = await register(
            session,
            email=email,
            password=PASSWORD,
            display_name=None,
            locale=None,
            timezone=None,
            currency=None,
            now=now,
        )
        return user.id


async def enter(
    database: Database,
    now: datetime,
    password: str = PASSWORD,
    *,
    email: str = "minji@example.com",
    at: str = "home",
) -> IssuedToken | SignInRefused:
    return await sign_in(
        database, email, password, address=at, kind=TokenKind.BEARER, secret_key=KEY, now=now
    )


async def test_the_token_is_kept_as_a_digest_only(
    database: Database, check: AsyncSession, now: datetime
) -> None:
    user_id = await join(database, now)
    issued = await enter(database, now)
    assert isinstance(issued, IssuedToken)
    row = (await check.scalars(select(AccessToken))).one()
    assert issued.secret not in row.digest
    assert row.expires_at == now + timedelta(days=30)
    caller = await find_caller(check, token_digest(KEY, issued.secret), now)
    assert caller is not None
    assert caller.user_id == user_id
    assert await find_caller(check, token_digest("another key", issued.secret), now) is None


async def test_a_wrong_try_stays_counted_and_a_right_one_clears_them(
    database: Database, check: AsyncSession, now: datetime
) -> None:
    await join(database, now)
    for _ in range(4):
        refused = await enter(database, now, "wrong")
        assert isinstance(refused, SignInRefused)
        assert isinstance(refused.error, Unauthorized)
    assert (await check.execute(select(func.count()).select_from(Attempt))).scalar_one() == 12
    assert isinstance(await enter(database, now + timedelta(seconds=1)), IssuedToken)
    for _ in range(4):
        await enter(database, now + timedelta(seconds=2), "wrong")
    assert isinstance(await enter(database, now + timedelta(seconds=3)), IssuedToken)


async def test_a_guesser_elsewhere_does_not_lock_the_owner_out(database: Database, now: datetime) -> None:
    await join(database, now)
    for _ in range(6):
        refused = await enter(database, now, "wrong", at="elsewhere")
    assert isinstance(refused, SignInRefused)
    assert isinstance(refused.error, TooMany)
    assert isinstance(await enter(database, now + timedelta(seconds=1)), IssuedToken)


async def test_an_address_that_tries_many_accounts_waits(database: Database, now: datetime) -> None:
    for number in range(50):
        await enter(database, now, "wrong", email=f"n{number}@example.com")
    refused = await enter(database, now, "wrong", email="another@example.com")
    assert isinstance(refused, SignInRefused)
    assert isinstance(refused.error, TooMany)


async def test_guesses_all_at_once_are_counted_too(fresh_database_url: str, now: datetime) -> None:
    database = Database.open(fresh_database_url, role="test")
    try:
        await join(database, now)
        async with asyncio.TaskGroup() as group:
            tries = [group.create_task(enter(database, now, f"guess {n}")) for n in range(30)]
        refused = [one.result() for one in tries]
        looked_at = [
            one
            for one in refused
            if isinstance(one, SignInRefused) and one.error.code == "auth.wrong_credentials"
        ]
        # Postgres lets as many look at once as it has connections; nobody gets 30 guesses.
        assert 5 <= len(looked_at) <= 15
    finally:
        await database.close()

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.session import Database, unit_of_work
from backend.kit.errors import Conflict
from backend.ledgers.service import NewLedger, get_default_actor, list_ledgers
from backend.models import Category, Ledger, Member, User
from backend.onboarding.rules import home_of, ledger_name, settle_home
from backend.onboarding.service import leave, register, start_ledger, welcome


async def greet(database: Database, now: datetime, telegram_id: int = 42, **more: object) -> User:
    details = {"display_name": "민지", "username": "minji", "language": "ko"} | more
    async with unit_of_work(database) as session:
        return await welcome(session, telegram_user_id=telegram_id, now=now, **details)  # type: ignore[arg-type]


async def count(check: AsyncSession, table: type) -> int:
    return (await check.execute(select(func.count()).select_from(table))).scalar_one()


async def test_a_first_message_makes_account_ledger_and_categories(
    database: Database, check: AsyncSession, now: datetime
) -> None:
    user = await greet(database, now)
    assert (user.email, user.locale, user.timezone) == (None, "ko", "Asia/Seoul")
    actor = await get_default_actor(check, user.id)
    assert (actor.currency, actor.timezone, actor.country, actor.role) == ("KRW", "Asia/Seoul", "KR", "owner")
    assert (await check.get_one(Ledger, actor.ledger_id)).name == "우리집 가계부"
    assert await count(check, Category) == 28


async def test_the_next_message_finds_them(database: Database, check: AsyncSession, now: datetime) -> None:
    first, second = await greet(database, now), await greet(database, now)
    assert first.id == second.id
    assert await count(check, User) == await count(check, Ledger) == 1


async def test_two_first_messages_at_once_make_one_account(fresh_database_url: str, now: datetime) -> None:
    database = Database.open(fresh_database_url, role="test")
    try:
        users = await asyncio.gather(*(greet(database, now) for _ in range(6)))
        assert len({user.id for user in users}) == 1
        async with unit_of_work(database) as session:
            assert await count(session, Ledger) == await count(session, User) == 1
            assert await count(session, Category) == 28
    finally:
        await database.close()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("  ", "minji"), ("a\x00b\n c", "a b c"), ("x" * 300, "x" * 80), ("\u202e", "minji"), ("🙂", "🙂")],
)
async def test_any_name_telegram_gives_can_be_kept(
    database: Database, now: datetime, name: str, kept: str
) -> None:
    assert (await greet(database, now, display_name=name)).display_name == kept


async def test_an_email_is_taken_once(database: Database, now: datetime) -> None:
    async def join() -> None:
        async with unit_of_work(database) as session:
            await register(
                session,
                email="a@example.com",
                password="correct horse",
                display_name=None,
                locale="en",
                timezone=None,
                currency=None,
                now=now,
            )

    await join()
    with pytest.raises(Conflict, match=r"account\.email_taken"):
        await join()


async def test_who_leaves_a_shared_ledger_leaves_it_to_the_others(
    database: Database, check: AsyncSession, now: datetime
) -> None:
    minji, jun = await greet(database, now), await greet(database, now, 43)
    async with unit_of_work(database) as session:
        shared = await start_ledger(session, minji.id, NewLedger("shared", "KRW", "Asia/Seoul"), now=now)
        session.add(
            Member(ledger_id=shared.id, user_id=jun.id, role="member", is_default=False, created_at=now)
        )
    async with unit_of_work(database) as session:
        await leave(session, minji.id)
    assert [ledger.name for ledger in (await list_ledgers(check, jun.id)).items] == [
        "우리집 가계부",
        "shared",
    ]
    assert (await check.get_one(Member, (shared.id, jun.id))).role == "owner"
    assert await count(check, Ledger) == 2
    assert await count(check, User) == 1


@pytest.mark.parametrize(
    ("language", "currency", "timezone", "name"),
    [
        (None, "KRW", "Asia/Seoul", "우리집 가계부"),
        ("ko", "KRW", "Asia/Seoul", "우리집 가계부"),
        ("ko-KR", "KRW", "Asia/Seoul", "우리집 가계부"),
        ("en", "USD", "America/New_York", "Our household"),
        ("en-GB", "GBP", "Europe/London", "Our household"),
        ("ja", "JPY", "Asia/Tokyo", "Our household"),
        ("de", "EUR", "Europe/Berlin", "Our household"),
        ("pt-br", "BRL", "America/Sao_Paulo", "Our household"),
        ("zh-hans", "CNY", "Asia/Shanghai", "Our household"),
        ("tlh", "KRW", "Asia/Seoul", "Our household"),
        ("..", "KRW", "Asia/Seoul", "Our household"),
    ],
)
def test_a_first_ledger_is_guessed_from_the_language(
    language: str | None, currency: str, timezone: str, name: str
) -> None:
    home = home_of(language)
    assert (home.currency, home.timezone, ledger_name(language)) == (currency, timezone, name)


def test_the_currency_follows_the_timezone_unless_it_is_said() -> None:
    assert settle_home("ko", "Europe/Rome", None).currency == "EUR"
    assert settle_home("ko", "Europe/Rome", "USD").currency == "USD"
    assert settle_home("ko", "UTC", None).currency == "KRW"

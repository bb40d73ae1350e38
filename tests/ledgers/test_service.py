from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.session import Database, unit_of_work
from backend.kit.errors import Conflict, Forbidden, Missing
from backend.ledgers.access import Role
from backend.ledgers.service import (
    NewLedger,
    choose_default,
    delete_ledger,
    edit_ledger,
    find_actor,
    get_actor,
    get_default_actor,
)
from backend.models import Member
from backend.onboarding.service import start_ledger, welcome

TRIP = NewLedger("Trip", "JPY", "Asia/Tokyo")


async def greet(database: Database, now: datetime, telegram_id: int) -> int:
    async with unit_of_work(database) as session:
        user = await welcome(
            session, telegram_user_id=telegram_id, display_name="x", username=None, language="ko", now=now
        )
        return user.id


async def share(database: Database, ledger_id: int, user_id: int, role: Role, now: datetime) -> None:
    async with unit_of_work(database) as session:
        session.add(Member(ledger_id=ledger_id, user_id=user_id, role=role, is_default=False, created_at=now))


async def test_a_member_acts_in_their_role_and_a_stranger_not_at_all(
    database: Database, check: AsyncSession, now: datetime
) -> None:
    minji, jun = await greet(database, now, 1), await greet(database, now, 2)
    home = await get_default_actor(check, minji)
    assert home.role is Role.OWNER
    assert await find_actor(check, jun, home.ledger_id) is None
    with pytest.raises(Missing, match=r"ledger\.not_found"):
        await get_actor(check, jun, home.ledger_id)
    await share(database, home.ledger_id, jun, Role.VIEWER, now)
    viewer = await get_actor(check, jun, home.ledger_id)
    with pytest.raises(Forbidden, match=r"ledger\.read_only"):
        viewer.must_write()
    with pytest.raises(Forbidden, match=r"ledger\.owner_only"):
        await edit_ledger(check, viewer, {"name": "x"}, now=now)


async def test_the_chosen_ledger_is_the_default_one(
    database: Database, check: AsyncSession, now: datetime
) -> None:
    minji = await greet(database, now, 1)
    first = await get_default_actor(check, minji)
    async with unit_of_work(database) as session:
        trip = await start_ledger(session, minji, TRIP, now=now)
        assert (await get_default_actor(session, minji)).ledger_id == first.ledger_id
        await choose_default(session, minji, trip.id)
    assert (await get_default_actor(check, minji)).ledger_id == trip.id


async def test_nobody_is_left_without_a_ledger(database: Database, now: datetime) -> None:
    minji, jun = await greet(database, now, 1), await greet(database, now, 2)
    async with unit_of_work(database) as session:
        trip = await start_ledger(session, minji, TRIP, now=now)
        only = await get_default_actor(session, jun)
    await share(database, trip.id, jun, Role.OWNER, now)
    async with unit_of_work(database) as session:
        await delete_ledger(session, only)
    with pytest.raises(Conflict, match=r"ledger\.last_one"):
        async with unit_of_work(database) as session:
            await delete_ledger(session, await get_actor(session, minji, trip.id))

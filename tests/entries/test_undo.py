"""An act is taken back whole, once, for thirty days, unless something later stands upon it."""

import asyncio
from datetime import timedelta

import pytest

from backend.db.session import Database, unit_of_work
from backend.entries.removal import delete_entry, restore_entry
from backend.entries.service import edit_entry, find_entries, record
from backend.entries.undo import undo
from backend.entries.views import Changes, NewEntry, Source
from backend.kit.errors import Conflict, Expired, Missing, Stale
from backend.kit.money import Money
from backend.parsing.drafts import Kind
from tests.people import make_actor


@pytest.fixture
async def actor(database, now):
    async with unit_of_work(database) as session:
        return await make_actor(session, now)


def new(minor):
    return NewEntry(Kind.EXPENSE, Money(minor, "KRW"), "점심")


@pytest.fixture
async def lunches(database, actor, now):
    async with unit_of_work(database) as session:
        return await record(session, actor, [new(8000), new(9000)], source=Source.API, now=now)


async def amounts(session, actor, recorded):
    standing = await find_entries(session, actor, [entry.id for entry in recorded.entries])
    return [entry.amount.minor for entry in standing]


async def test_recording_is_taken_back_whole(database, actor, lunches, now):
    async with unit_of_work(database) as session:
        undone = await undo(session, actor, lunches.act, now=now)
        assert [entry.amount.minor for entry in undone.removed] == [8000, 9000]
        assert await amounts(session, actor, lunches) == []


async def test_the_same_act_is_not_taken_back_twice(database, actor, lunches, now):
    async with unit_of_work(database) as session:
        await undo(session, actor, lunches.act, now=now)
        with pytest.raises(Conflict, match=r"undo\.already_done"):
            await undo(session, actor, lunches.act, now=now)


async def test_of_those_who_take_one_act_back_at_once_one_does(fresh_database_url, now):
    database = Database.open(fresh_database_url, role="test")

    async def take_back():
        async with unit_of_work(database) as session:
            return await undo(session, actor, recorded.act, now=now)

    try:
        async with unit_of_work(database) as session:
            actor = await make_actor(session, now)
            recorded = await record(session, actor, [new(8000)], source=Source.API, now=now)
        outcomes = await asyncio.gather(*[take_back() for _ in range(4)], return_exceptions=True)
    finally:
        await database.close()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict"] * 3 + ["Undone"]


async def test_undo_walks_back_act_by_act(database, actor, lunches, now):
    first = lunches.entries[0].id
    async with unit_of_work(database) as session:
        await edit_entry(session, actor, first, Changes(amount=Money(1, "KRW")), now=now)
        await edit_entry(session, actor, first, Changes(amount=Money(2, "KRW")), now=now)
        await delete_entry(session, actor, first, now=now)
        seen = []
        for _ in range(4):
            await undo(session, actor, None, now=now)
            seen.append(await amounts(session, actor, lunches))
        with pytest.raises(Missing, match=r"undo\.nothing"):
            await undo(session, actor, None, now=now)
    assert seen == [[2, 9000], [1, 9000], [8000, 9000], []]


async def test_an_act_that_a_later_one_stands_upon_is_left(database, actor, lunches, now):
    async with unit_of_work(database) as session:
        await edit_entry(session, actor, lunches.entries[0].id, Changes(memo="x"), now=now)
        with pytest.raises(Stale, match=r"undo\.changed_since"):
            await undo(session, actor, lunches.act, now=now)
        await undo(session, actor, None, now=now)
        await undo(session, actor, lunches.act, now=now)
        assert await amounts(session, actor, lunches) == []


async def test_after_thirty_days_nothing_is_taken_back(database, actor, lunches, now):
    later = now + timedelta(days=31)
    async with unit_of_work(database) as session:
        with pytest.raises(Expired, match=r"undo\.too_old"):
            await undo(session, actor, lunches.act, now=later)
        with pytest.raises(Missing, match=r"undo\.nothing"):
            await undo(session, actor, None, now=later)


async def test_one_of_several_restored_is_left_out_of_the_undo(database, actor, lunches, now):
    first, second = (entry.id for entry in lunches.entries)
    async with unit_of_work(database) as session:
        await delete_entry(session, actor, first, now=now, act="both")
        await delete_entry(session, actor, second, now=now, act="both")
        await restore_entry(session, actor, first, now=now)
        undone = await undo(session, actor, "both", now=now)
        assert [entry.id for entry in undone.returned] == [second]
        assert await amounts(session, actor, lunches) == [8000, 9000]


async def test_a_strangers_act_is_nothing_to_undo(database, lunches, now):
    async with unit_of_work(database) as session:
        stranger = await make_actor(session, now, email="bob@example.com")
        with pytest.raises(Missing):
            await undo(session, stranger, lunches.act, now=now)

"""The inbox and the outbox on both databases: locks, leases, what is kept and for how long."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.db.session import Database, read_session, unit_of_work
from backend.jobs import purge
from backend.messaging import bots, rules
from backend.messaging import service as messaging
from backend.models import Chat, InboxUpdate, OutboxMessage

BOT = 42


def update(number: int, chat: int = 7) -> dict:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": "점심"}}


async def owe(session, now, chat: int = 7, key: str | None = None, **more) -> None:
    values = {"method": "sendMessage", "payload": {"text": "x"}} | more
    await messaging.enqueue(session, bot_id=BOT, chat_id=chat, dedupe_key=key, now=now, **values)


async def test_updates_are_kept_apart_by_bot_and_number(database: Database, now) -> None:
    async with unit_of_work(database) as session:
        assert await messaging.store_updates(session, BOT, [update(1), update(2), update(1)], now=now) == 2
        assert await messaging.store_updates(session, BOT, [update(2), update(3)], now=now) == 1
        assert await messaging.store_updates(session, 43, [update(1)], now=now) == 1
        assert await messaging.store_updates(session, BOT, [], now=now) == 0


async def test_a_chat_waits_for_its_oldest_update(database: Database, now) -> None:
    async with unit_of_work(database) as session:
        await messaging.store_updates(session, BOT, [update(1), update(2), update(3, chat=8)], now=now)
    async with unit_of_work(database) as session:
        first = await messaging.take(session, BOT, now)
        assert first is not None
        assert first.update_id == 1
        assert await messaging.failed(session, first.row_id, 0, "ValueError", now) is False
    async with unit_of_work(database) as session:
        other = await messaging.take(session, BOT, now)
        assert other is not None
        assert other.update_id == 3  # the second of chat 7 waits with the first
        await messaging.done(session, other.row_id, now)
    async with unit_of_work(database) as session:
        assert await messaging.take(session, BOT, now) is None
        assert await messaging.is_update_due(session, BOT, now) is True
        again = await messaging.take(session, BOT, now + timedelta(seconds=0.5))
        assert again is not None
        assert (again.update_id, again.attempts) == (1, 1)


async def test_what_is_set_aside_lets_the_next_pass(database: Database, now) -> None:
    async with unit_of_work(database) as session:
        await messaging.store_updates(session, BOT, [update(1), update(2)], now=now)
        first = await messaging.take(session, BOT, now)
        assert first is not None
        assert await messaging.failed(session, first.row_id, 4, "KeyError", now) is True
    async with unit_of_work(database) as session:
        second = await messaging.take(session, BOT, now)
        assert second is not None
        assert second.update_id == 2


async def test_a_known_call_is_not_doubled(database: Database, check, now) -> None:
    async with unit_of_work(database) as session:
        await owe(session, now, key="a")
        await owe(session, now, key="a")
        await owe(session, now)
        await owe(session, now)
    assert await check.scalar(select(func.count(OutboxMessage.id))) == 3


async def test_calls_are_claimed_one_a_chat_and_by_one_sender(database: Database, now) -> None:
    async with unit_of_work(database) as session:
        for chat in (7, 7, 8, 9):
            await owe(session, now, chat)
    async with unit_of_work(database) as session:
        claimed = await messaging.claim_due(session, BOT, now, 2)
        assert [call.chat_id for call in claimed] == [7, 8]
    async with unit_of_work(database) as session:
        [third] = await messaging.claim_due(session, BOT, now, 10)
        assert third.chat_id == 9
        await messaging.mark_sent(session, claimed[0], now, message_id=55)
    async with unit_of_work(database) as session:
        [second_of_seven] = await messaging.claim_due(session, BOT, now, 10)
        assert second_of_seven.chat_id == 7
        assert await messaging.next_call_due(session, BOT) == now + rules.LEASE


async def test_whose_lease_ended_changes_nothing_any_more(database: Database, check, now) -> None:
    async with unit_of_work(database) as session:
        await owe(session, now)
        [late] = await messaging.claim_due(session, BOT, now, 1)
    async with unit_of_work(database) as session:
        [mine] = await messaging.claim_due(session, BOT, now + rules.LEASE, 1)
        assert mine.attempts == 2
        await messaging.dead(session, mine, "gone")
    session_late = OutboxMessage(id=late.id, attempts=1, method="sendMessage", created_at=now)
    async with unit_of_work(database) as session:
        await messaging.mark_sent(session, session_late, now)
    assert await check.scalar(select(OutboxMessage.state)) == "dead"


async def test_a_migrated_chat_keeps_what_it_had(database: Database, check, now) -> None:
    async with unit_of_work(database) as session:
        await messaging.change_chat(session, BOT, -5, now, language="ko")
        await owe(session, now, -5)
        await messaging.migrate_chat(session, BOT, -5, -1005, now)
        await messaging.migrate_chat(session, BOT, -5, -1005, now)
    chats = {chat.chat_id: chat for chat in await check.scalars(select(Chat))}
    assert (chats[-5].state, chats[-1005].state, chats[-1005].language) == ("gone", "active", "ko")
    assert await check.scalar(select(OutboxMessage.chat_id)) == -1005


async def test_a_receipt_is_found_both_ways(database: Database, now) -> None:
    async with unit_of_work(database) as session:
        for message_id, ids in ((70, [1, 2]), (71, [3]), (72, None)):
            await owe(session, now, entry_ids=ids)
            [call] = await messaging.claim_due(session, BOT, now, 1)
            await messaging.mark_sent(session, call, now, message_id=message_id)
        edit = {"method": "editMessageText", "payload": {"message_id": 70, "text": "y"}}
        await owe(session, now, entry_ids=[2, 9], **edit)
        assert await messaging.find_receipt_entries(session, BOT, 7, 70) == [2, 9]
        assert await messaging.find_receipt_entries(session, BOT, 7, 72) == []
        assert await messaging.find_receipt_entries(session, BOT, 8, 70) == []
        assert await messaging.find_receipt_of_entry(session, BOT, 7, 3) == 71
        assert await messaging.find_receipt_of_entry(session, BOT, 7, 9) == 70
        assert await messaging.find_receipt_of_entry(session, BOT, 7, 4) is None


async def test_the_road_is_measured(database: Database, now) -> None:
    later = now + timedelta(seconds=30)
    async with unit_of_work(database) as session:
        empty = await messaging.measures(session, later)
        assert (empty.inbox_oldest, empty.inbox_new, empty.outbox_lag, empty.last_poll_at) == (0, 0, 0, None)
        await messaging.store_updates(session, BOT, [update(1), update(2)], now=now)
        await owe(session, now)
        await bots.note_poll(session, BOT, now)
        await bots.introduce_bot(session, BOT, username="podo_bot")
        full = await messaging.measures(session, later)
        assert (full.inbox_oldest, full.inbox_new, full.outbox_lag, full.outbox_new) == (30, 2, 30, 1)
        assert full.last_poll_at == now
        assert (await bots.get_bot(session, BOT)).username == "podo_bot"
        assert (await messaging.measures(session, later, bot_id=1)).inbox_new == 0


async def test_what_served_is_deleted_after_a_month(database: Database, check, now) -> None:
    async with unit_of_work(database) as session:
        await messaging.store_updates(session, BOT, [update(1), update(2)], now=now)
        taken = await messaging.take(session, BOT, now)
        assert taken is not None
        await messaging.done(session, taken.row_id, now)
        await owe(session, now)
        await owe(session, now, chat=8, entry_ids=[1])
        for call in await messaging.claim_due(session, BOT, now, 9):
            await messaging.mark_sent(session, call, now, message_id=call.chat_id)
    assert await purge.run(database, now + timedelta(days=29)) == 0
    assert await purge.run(database, now + timedelta(days=31)) == 2
    assert list(await check.scalars(select(InboxUpdate.update_id))) == [2]  # it was never handled
    assert list(await check.scalars(select(OutboxMessage.entry_ids))) == [[1]]


@pytest.mark.parametrize("lanes", [6])
async def test_lanes_side_by_side_keep_each_chat_in_order(fresh_database_url: str, now, lanes: int) -> None:
    database = Database.open(fresh_database_url, role="test")
    handled: list[tuple[int, int]] = []
    async with unit_of_work(database) as session:
        updates = [update(number, chat=number % 3) for number in range(1, 31)]
        await messaging.store_updates(session, BOT, updates, now=now)

    async def lane() -> None:
        idle = 0
        while idle < 20:
            async with unit_of_work(database) as session:
                row = await messaging.take(session, BOT, now)
                if row is None:
                    idle += 1
                else:
                    handled.append((row.chat_id, row.update_id))
                    await asyncio.sleep(0.002)
                    await messaging.done(session, row.row_id, now)
            if row is None:
                await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(lanes):
            tasks.create_task(lane())
    assert sorted(number for _, number in handled) == list(range(1, 31))
    for chat in range(3):
        mine = [number for owner, number in handled if owner == chat]
        assert mine == sorted(mine)
    async with read_session(database) as session:
        assert (await messaging.measures(session, now)).inbox_new == 0
    await database.close()

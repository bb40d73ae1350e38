"""What has served is deleted, what is still of use stays."""

from datetime import timedelta

from sqlalchemy import func, select

from backend.db.session import unit_of_work
from backend.jobs import purge
from backend.messaging import service as messaging
from backend.models import AccessToken, Attempt, IdempotencyKey, InboxUpdate
from tests.people import make_person

TABLES = (AccessToken, Attempt, IdempotencyKey, InboxUpdate)


async def left(check):
    return [await check.scalar(select(func.count()).select_from(table)) for table in TABLES]


async def fill(session, now):
    user = await make_person(session, now)
    for number, age in enumerate((timedelta(hours=1), timedelta(days=40))):
        then = now - age
        session.add(
            AccessToken(user_id=user.id, kind="bearer", digest=f"{number}", created_at=then, expires_at=then)
        )
        session.add(Attempt(kind="link", subject="x", tried_at=then))
        session.add(IdempotencyKey(scope="user:1", key=f"{number}", request_digest="x", created_at=then))
        await messaging.store_updates(session, 1, [{"update_id": number}], now=then)
        taken = await messaging.take(session, 1, now)
        await messaging.done(session, taken.row_id, then)


async def test_only_the_old_goes(database, check, now):
    async with unit_of_work(database) as session:
        await fill(session, now)
    assert await left(check) == [2, 2, 2, 2]
    assert await purge.run(database, now) == 4
    assert await left(check) == [1, 1, 1, 1]
    assert await purge.run(database, now) == 0


async def test_an_update_that_waits_is_never_deleted(database, check, now):
    async with unit_of_work(database) as session:
        await messaging.store_updates(session, 1, [{"update_id": 1}], now=now - timedelta(days=400))
    assert await purge.run(database, now) == 0
    assert (await left(check))[-1] == 1

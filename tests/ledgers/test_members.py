"""A ledger keeps an owner, and an invitation lets in one, whoever acts at the same moment."""

import asyncio

import pytest

from backend.db.session import Database, unit_of_work
from backend.kit.errors import DomainError
from backend.ledgers.access import Role
from backend.ledgers.invitations.service import invite
from backend.ledgers.members.service import change_role, list_members, take_out
from backend.ledgers.service import get_actor, get_default_actor
from backend.onboarding.membership import join
from backend.onboarding.service import leave
from tests.people import make_person

KEY = "a secret of these tests"


@pytest.fixture
async def committed(fresh_database_url):
    database = Database.open(fresh_database_url, role="test")
    yield database
    await database.close()


async def two_owners(database, now):
    async with unit_of_work(database) as session:
        ann = await make_person(session, now)
        bob = await make_person(session, now, email="bob@example.com")
        actor = await get_default_actor(session, ann.id)
        token = (await invite(session, actor, Role.OWNER, secret_key=KEY, now=now)).token
        await join(session, bob.id, token, secret_key=KEY, now=now)
    return actor.ledger_id, ann.id, bob.id


async def at_once(database, *acts):
    async def one(act):
        try:
            async with unit_of_work(database) as session:
                await act(session)
        except DomainError as error:
            return error.code
        return None

    return await asyncio.gather(*(one(act) for act in acts))


async def roles(database, ledger_id, *people):
    async with unit_of_work(database) as session:
        for user_id in people:
            try:
                actor = await get_actor(session, user_id, ledger_id)
            except DomainError:
                continue
            return {one.user_id: one.role for one in (await list_members(session, actor)).items}
    return {}


def demoting(ledger_id, who, whom):
    async def act(session):
        await change_role(session, await get_actor(session, who, ledger_id), whom, Role.MEMBER)

    return act


def going(ledger_id, who):
    async def act(session):
        await take_out(session, await get_actor(session, who, ledger_id), who)

    return act


def deleting(_ledger_id, who):
    async def act(session):
        await leave(session, who)

    return act


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (demoting, lambda at, ann, bob: demoting(at, bob, ann)),
        (lambda at, ann, _: going(at, ann), lambda at, _, bob: going(at, bob)),
        (lambda at, ann, _: demoting(at, ann, ann), lambda at, _, bob: going(at, bob)),
        (lambda at, ann, _: deleting(at, ann), lambda at, _, bob: demoting(at, bob, bob)),
    ],
    ids=["each demotes the other", "both leave", "one steps down, one leaves", "one deletes, one steps down"],
)
async def test_an_owner_is_left(committed, now, first, second):
    ledger_id, ann, bob = await two_owners(committed, now)
    await at_once(committed, first(ledger_id, ann, bob), second(ledger_id, ann, bob))
    left = await roles(committed, ledger_id, ann, bob)
    assert Role.OWNER in left.values()


async def test_of_two_who_press_at_once_one_is_let_in(committed, now):
    async with unit_of_work(committed) as session:
        ann = await make_person(session, now)
        guests = [(await make_person(session, now, email=f"{n}@example.com")).id for n in range(3)]
        actor = await get_default_actor(session, ann.id)
        token = (await invite(session, actor, Role.MEMBER, secret_key=KEY, now=now)).token

    def pressing(guest):
        async def act(session):
            await join(session, guest, token, secret_key=KEY, now=now)

        return act

    said = await at_once(committed, *map(pressing, guests))
    assert sorted(said, key=str) == [None, "invitation.over", "invitation.over"]
    assert len(await roles(committed, actor.ledger_id, ann.id)) == 2

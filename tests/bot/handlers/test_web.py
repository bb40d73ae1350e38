"""The link to the pages: for the person alone, in the private chat alone, and not too often."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from backend.accounts.links import find_link_owner, use_link
from backend.accounts.tokens import find_caller, token_digest
from backend.db.session import unit_of_work
from backend.kit.errors import Expired
from backend.models import OutboxMessage, SignInLink
from bot.handlers import HANDLERS
from tests.bot.handlers.test_linking import code_for
from tests.bot.support import SECRET_KEY, Road
from tests.people import make_person

URL = "https://podo.test"


@pytest.fixture
async def road(database, now):
    return await Road.build(database, HANDLERS, now=now, public_url=URL)


def secret_in(shown):
    (button,) = shown.buttons
    address = urlsplit(button["url"])
    assert f"{address.scheme}://{address.netloc}" == URL
    return address.path.removeprefix("/enter/")


async def test_somebody_without_an_email_is_given_a_link_to_their_own_account(road, database):
    talk = road.person(name="지민")
    await talk.send("커피 4500")
    await talk.send("/web")
    assert "지민" in talk.shown().text
    secret = secret_in(talk.shown())
    async with unit_of_work(database) as session:
        owner = await find_link_owner(session, secret, secret_key=SECRET_KEY, now=road.time.now)
        assert owner.telegram_user_id == talk.user_id
        issued = await use_link(session, secret, secret_key=SECRET_KEY, now=road.time.now)
        caller = await find_caller(session, token_digest(SECRET_KEY, issued.secret), road.time.now)
        assert caller.user_id == owner.id
        with pytest.raises(Expired):
            await use_link(session, secret, secret_key=SECRET_KEY, now=road.time.now)


async def test_the_first_word_may_be_web(road, check):
    talk = road.person()
    await talk.send("/web")
    assert secret_in(talk.shown())


async def test_a_linked_account_is_shown_masked(road, database, now):
    async with unit_of_work(database) as session:
        account = await make_person(session, now)
    talk = road.person()
    await talk.send(f"/link {await code_for(road, account)}")
    await talk.press("연결")
    await talk.send("/web")
    assert "a•••@example.com" in talk.shown().text


async def test_the_secret_is_kept_nowhere_once_it_is_sent(road, check):
    talk = road.person()
    await talk.send("/web")
    secret = secret_in(talk.shown())
    (kept,) = await check.scalars(select(SignInLink))
    assert secret not in kept.digest
    assert [one.payload for one in await check.scalars(select(OutboxMessage))] == [None]


async def test_a_newer_link_takes_the_place_of_the_one_before(road, database):
    talk = road.person()
    await talk.send("/web")
    older = secret_in(talk.shown())
    await talk.send("/web")
    async with unit_of_work(database) as session:
        at = {"secret_key": SECRET_KEY, "now": road.time.now}
        assert await find_link_owner(session, older, **at) is None
        assert await find_link_owner(session, secret_in(talk.shown()), **at) is not None


async def test_it_is_good_for_five_minutes(road, database):
    talk = road.person()
    await talk.send("/web")
    road.time.pass_by(minutes=5)
    async with unit_of_work(database) as session:
        with pytest.raises(Expired):
            await use_link(session, secret_in(talk.shown()), secret_key=SECRET_KEY, now=road.time.now)


async def test_who_asks_too_often_waits(road):
    talk = road.person()
    for _ in range(5):
        await talk.send("/web")
    await talk.send("/web")
    assert "10분" in talk.shown().text
    assert talk.shown().buttons == []
    other = road.person()
    await other.send("/web")
    assert secret_in(other.shown())
    road.time.pass_by(minutes=11)
    await talk.send("/web")
    assert secret_in(talk.shown())


async def test_no_link_is_given_in_a_group(road, check):
    talk = road.person()
    (in_group,) = road.group(-1001, talk)
    calls = await in_group.send("/web")
    assert [call.buttons for call in calls] == [[]]
    assert (await check.scalars(select(SignInLink))).all() == []


async def test_without_an_address_it_names_the_other_way(database, now):
    road = await Road.build(database, HANDLERS, now=now)
    talk = road.person(language="en")
    await talk.send("/web")
    assert "/link" in talk.shown().text
    assert talk.shown().buttons == []


async def test_an_address_that_is_no_button_can_be_copied(database, now):
    road = await Road.build(database, HANDLERS, now=now, public_url="http://localhost:8000")
    talk = road.person(language="en")
    await talk.send("/web")
    assert "<code>http://localhost:8000/enter/" in talk.shown().text

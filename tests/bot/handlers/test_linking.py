"""Linking by code and by deep link, in the private chat only, with one press."""

from datetime import timedelta

import pytest

from backend.db.session import unit_of_work
from backend.linking.service import issue_code
from tests.bot.handlers.test_entries import entries_of, rows
from tests.bot.support import SECRET_KEY
from tests.people import make_person


@pytest.fixture
async def account(database, now):
    async with unit_of_work(database) as session:
        return await make_person(session, now)


async def code_for(road, account):
    async with unit_of_work(road.database) as session:
        return (await issue_code(session, account.id, secret_key=SECRET_KEY, now=road.time.now)).code


@pytest.mark.parametrize("command", ["/link {}", "/start {}"])
async def test_a_code_links_with_one_press(road, account, command):
    talk = road.person()
    await talk.send(command.format(await code_for(road, account)))
    assert "a•••@example.com" in talk.shown().text
    await talk.press("연결")
    assert "연결했어요" in talk.shown().text
    await talk.send("커피 4500")
    (entry,) = await entries_of(road, talk)
    assert entry.author.id == account.id


async def test_what_was_recorded_before_moves_along(road, account):
    talk = road.person()
    await talk.send("커피 4500")
    await talk.send(f"/link {await code_for(road, account)}")
    assert talk.shown().labels == ["🔗 합쳐서 연결", "🔗 가계부는 따로 두고 연결", "나중에"]
    await talk.press("합쳐서")
    (entry,) = await entries_of(road, talk)
    assert entry.author.id == account.id
    assert entry.description == "커피"


async def test_receipts_from_before_linking_still_work(road, account):
    talk = road.person()
    await talk.send("커피 4500")
    receipt, message = talk.shown().message_id, talk.last_id
    await talk.send(f"/link {await code_for(road, account)}")
    await talk.press("합쳐서")
    await talk.edit(message, "커피 5500")
    assert rows(await entries_of(road, talk)) == [("커피", "5500", "KRW")]
    await talk.reply(receipt, "삭제")
    assert await entries_of(road, talk) == []


async def test_no_is_no(road, account):
    talk = road.person()
    await talk.send(f"/link {await code_for(road, account)}")
    await talk.press("나중에")
    await talk.send("커피 4500")
    (entry,) = await entries_of(road, talk)
    assert entry.author.id != account.id


@pytest.mark.parametrize("code", ["WRONG", "ABCDEFGH", "<b>", "가나다라마바사아", "A" * 200])
async def test_a_wrong_code_is_told_kindly(road, code):
    talk = road.person()
    calls = await talk.send(f"/link {code}")
    assert [call.method for call in calls] == ["sendMessage"]
    assert talk.shown().labels == []


async def test_link_alone_says_how(road):
    talk = road.person()
    await talk.send("/link")
    assert "/link ABCD2345" in talk.shown().text


async def test_codes_are_refused_in_groups(road, account):
    talk = road.person()
    (in_group,) = road.group(-100, talk)
    code = await code_for(road, account)
    for command in ("/link", "/start"):
        await in_group.send(f"{command} {code}")
        assert in_group.shown().labels == []
    await talk.send(f"/link {code}")
    await talk.press("연결")


async def test_the_confirmation_works_for_the_one_who_asked_only(road, account):
    talk, eve = road.person(), road.person(name="Eve")
    await talk.send(f"/link {await code_for(road, account)}")
    confirm = talk.shown().buttons[0]["callback_data"]
    await eve.send("커피 4500")
    await eve.press_data(confirm, eve.shown().message_id)
    (entry,) = await entries_of(road, eve)
    assert entry.author.id != account.id


async def test_too_late_is_told(road, account):
    talk = road.person()
    await talk.send(f"/link {await code_for(road, account)}")
    road.time.now += timedelta(minutes=16)
    await talk.press("연결")
    assert "만료" in talk.shown().text


async def test_unlinking_asks_and_leaves_the_entries(road, account):
    talk = road.person()
    await talk.send("/unlink")
    assert "연결되어 있지 않아" in talk.shown().text
    await talk.send(f"/link {await code_for(road, account)}")
    await talk.press("연결")
    await talk.send("/unlink")
    await talk.press("연결 끊기")
    await talk.send("/recent")
    assert "아직 기록이 없어요" in talk.shown().text


async def test_five_wrong_codes_and_the_guesser_waits(road, account):
    talk = road.person()
    for _ in range(5):
        await talk.send("/link ABCDEFGH")
    wrong = talk.shown().text
    await talk.send(f"/link {await code_for(road, account)}")
    assert talk.shown().labels == []
    assert talk.shown().text != wrong


async def test_undo_reaches_the_ledger_that_was_kept_apart(road, account):
    talk = road.person()
    await talk.send("커피 4500")
    message = talk.last_id
    await talk.send(f"/link {await code_for(road, account)}")
    await talk.press("따로")
    await talk.edit(message, "커피 5500")
    await talk.send("/undo")
    assert "4,500원" in talk.shown().text

"""Inviting and joining in the chat."""

import re

import pytest
from sqlalchemy import select

from backend.models import Entry
from bot.handlers import HANDLERS
from tests.bot.support import Road

URL = "https://podo.test"


@pytest.fixture
async def road(database, now):
    return await Road.build(database, HANDLERS, now=now, public_url=URL)


async def rows(check):
    return list(
        await check.scalars(select(Entry).order_by(Entry.id).execution_options(populate_existing=True))
    )


async def invited(owner, command="/invite"):
    await owner.send(command)
    found = re.search(r"https://t\.me/podo_test_bot\?start=(join_\w+)", owner.shown().text)
    assert found, owner.shown().text
    return found[1]


async def test_an_invitation_is_passed_on_and_joined_with_one_press(road, check):
    minji, jun = road.person(name="민지"), road.person(name="준")
    await minji.send("커피 4500")
    payload = await invited(minji)
    assert f"{URL}/join/{payload.removeprefix('join_')}" in minji.shown().text
    assert any(
        button.get("url", "").startswith("https://t.me/share/url?url=") for button in minji.shown().buttons
    )
    await jun.send(f"/start {payload}")
    assert "민지" in jun.shown().text
    await jun.press("함께하기")
    assert "구성원으로 함께하게 되었어요" in jun.shown().text
    await jun.send("라면 5천원")
    ledgers = {row.ledger_id for row in await rows(check)}
    assert len(ledgers) == 1


async def test_looking_uses_nothing_up_and_one_comes_in(road):
    minji, jun, thief = road.person(), road.person(), road.person()
    payload = await invited(minji)
    for _ in range(2):
        await thief.send(f"/start {payload}")
    await thief.press("다음에")
    await jun.send(f"/start {payload}")
    await jun.press("함께하기")
    await thief.send(f"/start {payload}")
    assert "이미 쓰였거나" in thief.shown().text


async def test_who_keeps_books_already_is_offered_to_write_there(road, check):
    minji, jun = road.person(), road.person()
    await jun.send("커피 4500")
    await jun.send(f"/start {await invited(minji)}")
    await jun.press("함께하기")
    await jun.send("라면 5천원")
    first, second = await rows(check)
    assert first.ledger_id == second.ledger_id
    await jun.send(f"/start {await invited(minji)}")
    await jun.press("함께하기")
    await jun.press("에 적기")
    await jun.send("빵 3천원")
    assert (await rows(check))[-1].ledger_id != first.ledger_id


async def test_a_viewer_looks_and_does_not_write(road, check):
    minji, jun = road.person(), road.person()
    await minji.send("커피 4500")
    (entry,) = await rows(check)
    await jun.send(f"/start {await invited(minji, '/invite 보기')}")
    await jun.press("함께하기")
    assert not any("적기" in label for label in jun.shown().labels)
    assert "이름이 같은" in jun.shown().text  # both are called what a ledger is called unless renamed
    forged = jun.shown().message_id
    await jun.press_data(f"1:b:{entry.ledger_id}", forged)
    await jun.press_data(f"1:x:{entry.id}:{entry.revision}", forged)
    await jun.press_data(f"1:D:{entry.id}:{entry.revision}:20261101", forged)
    (still,) = await rows(check)
    assert (still.occurred_on, still.revision) == (entry.occurred_on, entry.revision)
    await jun.send("라면 5천원")
    assert (await rows(check))[-1].ledger_id != entry.ledger_id


async def test_a_viewer_in_a_bound_group_is_not_recorded_for(road, check):
    minji, jun = road.person(), road.person()
    await minji.send("커피 4500")
    await jun.send(f"/start {await invited(minji, '/invite viewer')}")
    await jun.press("함께하기")
    in_group = road.group(-1001, minji, jun)
    await in_group[0].send("/bind")
    await in_group[1].send("라면 5천원")
    assert len(await rows(check)) == 1


async def test_only_an_owner_invites(road):
    minji, jun = road.person(), road.person()
    await jun.send(f"/start {await invited(minji)}")
    await jun.press("함께하기")
    await jun.send("/invite")
    assert "주인만" in jun.shown().text


async def test_it_can_be_taken_back(road):
    minji, jun, stranger = road.person(), road.person(), road.person()
    payload = await invited(minji)
    await jun.send(f"/start {payload}")
    data = next(one["callback_data"] for one in minji.shown().buttons if "callback_data" in one)
    await stranger.send("안녕")
    await stranger.press_data(data, stranger.shown().message_id)
    await minji.press("초대 취소")
    assert "초대를 취소했어요" in minji.shown().text
    await jun.press("함께하기")
    await jun.send(f"/start {payload}")
    assert "그런 초대가 없어요" in jun.shown().text


@pytest.mark.parametrize("payload", ["join_", "join_invented", "join_7K3MPQ8WZB4T9XD2HJ6RVCN5YF"])
async def test_an_invented_token_lets_nobody_in(road, payload):
    jun = road.person()
    await jun.send(f"/start {payload}")
    assert "그런 초대가 없어요" in jun.shown().text
    assert jun.shown().buttons == []


async def test_a_role_that_is_none_is_asked_about(road):
    minji = road.person(language="en")
    await minji.send("/invite king")
    assert "/invite viewer" in minji.shown().text


async def test_none_of_it_is_for_groups(road):
    minji = road.person()
    payload = await invited(minji)
    (in_group,) = road.group(-1001, road.person())
    for text in ("/invite", f"/start {payload}"):
        calls = await in_group.send(text)
        assert all("join_" not in call.text and call.buttons == [] for call in calls)

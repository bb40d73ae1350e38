"""In a group people are who they are; it writes in a ledger once a member bound it."""

from tests.bot.handlers.test_entries import entries_of, rows


def reactions(calls):
    return [call.payload["reaction"][0]["emoji"] for call in calls if call.method == "setMessageReaction"]


async def test_a_bound_group_records_for_members_and_acknowledges(road):
    talk = road.person()
    await talk.send("안녕")
    (group,) = road.group(-100, talk)
    await group.send("/bind")
    assert "연결" in group.shown().text or "기록" in group.shown().text
    calls = await group.send("커피 4500")
    assert reactions(calls) == ["👌"]
    assert [call.method for call in calls] == ["setMessageReaction"]
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]


async def test_an_unbound_group_is_left_alone(road):
    talk = road.person()
    await talk.send("안녕")
    (group,) = road.group(-100, talk)
    assert await group.send("커피 4500") == []
    assert await entries_of(road, talk) == []


async def test_small_talk_in_a_group_passes(road):
    talk = road.person()
    await talk.send("안녕")
    (group,) = road.group(-100, talk)
    await group.send("/bind")
    assert await group.send("오늘 저녁 뭐 먹지") == []
    assert (
        await group.send(None, photo=[{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]) == []
    )


async def test_somebody_who_is_no_member_records_nothing(road):
    talk, eve = road.person(), road.person(name="Eve")
    await talk.send("안녕")
    await eve.send("안녕")
    group, eves = road.group(-100, talk, eve)
    await group.send("/bind")
    assert await eves.send("커피 4500") == []
    await eves.send("/recent")
    assert "함께 쓰는 사람만" in eves.shown().text
    assert await entries_of(road, talk) == []
    assert await entries_of(road, eve) == []


async def test_somebody_without_a_ledger_cannot_bind(road):
    talk = road.person()
    (group,) = road.group(-100, talk)
    await group.send("/bind")
    assert await group.send("커피 4500") == []


async def test_editing_and_replying_work_in_a_group(road):
    talk = road.person()
    await talk.send("안녕")
    (group,) = road.group(-100, talk)
    await group.send("/bind")
    await group.send("커피 4500")
    message = group.last_id
    assert reactions(await group.edit(message, "커피 5500")) == ["👌"]
    assert rows(await entries_of(road, talk)) == [("커피", "5500", "KRW")]
    await group.reply(message, "6천원")
    assert rows(await entries_of(road, talk)) == [("커피", "6000", "KRW")]


async def test_a_group_that_becomes_a_supergroup_stays_bound(road):
    talk = road.person()
    await talk.send("안녕")
    (group,) = road.group(-100, talk)
    await group.send("/bind")
    await group.send(None, migrate_to_chat_id=-1001)
    (supergroup,) = road.group(-1001, talk, kind="supergroup")
    await supergroup.send(None, migrate_from_chat_id=-100)
    assert reactions(await supergroup.send("커피 4500")) == ["👌"]
    assert rows(await entries_of(road, talk)) == [("커피", "4500", "KRW")]


async def test_a_group_is_greeted_when_the_bot_is_added(road):
    talk = road.person()
    change = {
        "chat": {"id": -100, "type": "group", "title": "우리집"},
        "from": talk.user,
        "date": 1,
        "old_chat_member": {"status": "left", "user": {"id": 123456, "is_bot": True, "first_name": "Podo"}},
        "new_chat_member": {"status": "member", "user": {"id": 123456, "is_bot": True, "first_name": "Podo"}},
    }
    calls = await road.deliver(my_chat_member=change)
    assert "/bind" in calls[0].text

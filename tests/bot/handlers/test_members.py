"""Who is in the ledger, in the chat: listed, given roles, taken out, gone."""

import pytest
from sqlalchemy import select

from backend.models import Member, User
from tests.bot.handlers.test_invitations import invited


async def roles(check):
    rows = await check.execute(
        select(User.telegram_user_id, Member.ledger_id, Member.role).join(Member, Member.user_id == User.id)
    )
    return {(telegram_id, ledger_id): role for telegram_id, ledger_id, role in rows}


@pytest.fixture
async def home(road, check):
    """Minji's ledger with Jun in it; answers both and the ledger."""
    minji, jun = road.person(name="민지"), road.person(name="<준>")
    await minji.send("커피 4500")
    await jun.send(f"/start {await invited(minji)}")
    await jun.press("함께하기")
    ((ledger_id),) = {ledger for (person, ledger) in await roles(check) if person == minji.user_id}
    return minji, jun, ledger_id


async def test_everybody_sees_who_is_in_and_owners_give_roles_once_they_are_sure(home, check):
    minji, jun, ledger = home
    await jun.send("/members")
    assert "• 민지 · 주인\n• &lt;준&gt; · 구성원 · 나" in jun.shown().text
    assert jun.shown().labels == ["🚪 이 가계부에서 나가기"]
    await minji.send("/ledger")
    assert "민지, &lt;준&gt; · /members" in minji.shown().text
    await minji.send("/members")
    await minji.press("<준>")
    assert "구성원으로 함께하고 있어요" in minji.shown().text
    await minji.press("보기만")
    assert "보기만 하는 사람으로 바꿀까요?" in minji.shown().text
    assert (await roles(check))[jun.user_id, ledger] == "member"
    await minji.press("보기만")
    assert "&lt;준&gt; · 보기만" in minji.shown().text
    assert (await roles(check))[jun.user_id, ledger] == "viewer"


async def test_a_member_is_taken_out_once_the_owner_is_sure_and_gets_a_ledger(home, check):
    minji, jun, ledger = home
    await minji.send("/members")
    await minji.press("<준>")
    await minji.press("내보내기")
    assert "내보낼까요?" in minji.shown().text
    await minji.press("뒤로")
    assert (jun.user_id, ledger) in await roles(check)
    await minji.press("<준>")
    await minji.press("내보내기")
    await minji.press("내보내기")
    assert "&lt;준&gt;" not in minji.shown().text
    assert "/invite" in minji.shown().text
    assert [role for (person, _), role in (await roles(check)).items() if person == jun.user_id] == ["owner"]
    await jun.send("라면 5천원")
    assert "라면" in jun.shown().text


async def test_everybody_may_leave_but_the_last_owner(home, check):
    minji, jun, ledger = home
    await minji.send("/members")
    await minji.press("이 가계부에서 나가기")
    await minji.press("나가기")
    assert (await roles(check))[minji.user_id, ledger] == "owner"
    await jun.send("/members")
    await jun.press("이 가계부에서 나가기")
    assert "나갈까요?" in jun.shown().text
    await jun.press("나가기")
    assert "에서 나왔어요" in jun.shown().text
    assert jun.shown().buttons == []
    assert (jun.user_id, ledger) not in await roles(check)


async def test_a_forged_button_does_nothing_for_strangers_members_and_groups(road, home, check):
    minji, jun, ledger = home
    stranger = road.person()
    await stranger.send("안녕")
    ids = {one.telegram_user_id: one.id for one in await check.scalars(select(User))}
    before = await roles(check)
    (in_group,) = road.group(-1001, minji)
    await in_group.send("/members")
    assert "민지" not in in_group.shown().text
    for talk, message in ((stranger, stranger.shown()), (jun, jun.shown()), (in_group, in_group.shown())):
        for data in (
            f"1:mp:{ledger}:{ids[minji.user_id]}",
            f"1:ma:{ledger}:{ids[jun.user_id]}:owner",
            f"1:mr:{ledger}:{ids[jun.user_id]}:owner",
            f"1:mr:{ledger}:{ids[jun.user_id]}:king",
            f"1:mx:{ledger}:{ids[minji.user_id]}",
            f"1:mX:{ledger}:{ids[minji.user_id]}",
        ):
            calls = await talk.press_data(data, message.message_id)
            assert [call.method for call in calls] == ["answerCallbackQuery"], (data, calls)
    for data in (f"1:M:{ledger}", f"1:mr:{ledger}:{ids[stranger.user_id]}:owner"):
        await stranger.press_data(data, stranger.shown().message_id)
    assert "민지" not in stranger.shown().text
    assert await roles(check) == before

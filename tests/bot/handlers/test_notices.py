"""Payment notices pasted into the chat: recorded once, cancelled, or asked about."""

from bot.handlers import HANDLERS
from tests.bot.handlers.test_buttons import alert
from tests.bot.handlers.test_entries import entries_of, rows
from tests.bot.support import Road


def notice(amount="8,000", what="승인", shop="김밥천국", at="11/21 11:31"):
    return f"[Web발신]\n신한카드(1234){what} 홍*동\n{amount}원(일시불)\n{at} {shop}\n누적1,234,000원"


def labels(talk):
    return [button["text"] for button in talk.shown().buttons]


async def test_the_same_notice_again_is_answered_with_its_entry(road):
    talk = road.person()
    await talk.send(notice())
    await talk.send(notice())
    assert len(await entries_of(road, talk)) == 1
    assert "이미 기록된 알림" in talk.shown().text
    assert "김밥천국" in talk.shown().text
    await talk.reply(talk.shown().message_id, "9천원")
    assert rows(await entries_of(road, talk)) == [("김밥천국", "9000", "KRW")]


async def test_a_forwarded_notice_is_the_same_one(road):
    talk = road.person()
    await talk.send(notice())
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": int(road.time.now.timestamp())}
    await talk.send(notice(), forward_origin=origin)
    assert len(await entries_of(road, talk)) == 1


async def test_a_cancellation_shows_what_it_took_away_with_a_way_back(road):
    talk = road.person()
    await talk.send(notice())
    await talk.send(notice(what="취소", at="11/21 11:40"))
    assert await entries_of(road, talk) == []
    assert "<s>" in talk.shown().text
    await talk.press("되돌리기")
    assert len(await entries_of(road, talk)) == 1


async def test_a_cancellation_that_finds_nothing_says_so(road):
    talk = road.person()
    await talk.send(notice(what="취소"))
    assert "8,000원" in talk.shown().text
    assert talk.shown().buttons == []


async def test_approved_and_cancelled_in_one_message_shows_no_entry_to_change(road):
    talk = road.person()
    await talk.send(notice() + "\n\n" + notice(what="취소", at="11/21 11:40"))
    assert await entries_of(road, talk) == []
    assert labels(talk) == ["↩️ 되돌리기"]


async def test_a_notice_of_what_was_typed_is_asked_about(road):
    talk = road.person()
    await talk.send("점심 8000")
    calls = await talk.send(notice())
    assert len([call for call in calls if call.method == "sendMessage"]) == 1
    assert "같은 건가요?" in talk.shown().text
    assert "김밥천국 · 8,000원 · 신한카드(1234)" in talk.shown().text
    assert "점심" in talk.shown().text
    assert labels(talk) == ["👌 같은 거예요", "➕ 다른 거예요"]
    assert rows(await entries_of(road, talk)) == [("점심", "8000", "KRW")]


async def test_the_same_one_completes_what_was_typed_and_can_be_taken_back(road):
    talk = road.person()
    await talk.send("점심 8000")
    await talk.send(notice())
    question = talk.shown().message_id
    await talk.press("같은")
    (entry,) = await entries_of(road, talk)
    assert (entry.description, entry.payment_method) == ("점심", "신한카드(1234)")
    await talk.press("되돌리기", question)
    assert (await entries_of(road, talk))[0].payment_method == ""
    assert labels(talk) == ["👌 같은 거예요", "➕ 다른 거예요"]
    await talk.press("다른", question)
    assert [row[0] for row in rows(await entries_of(road, talk))] == ["점심", "김밥천국"]


async def test_another_one_is_recorded_once_and_can_be_taken_back(road):
    talk = road.person()
    await talk.send("점심 8000")
    await talk.send(notice())
    question, buttons = talk.shown().message_id, talk.shown().buttons
    await talk.press("다른")
    assert len(await entries_of(road, talk)) == 2
    for button in buttons:
        assert alert(await talk.press_data(button["callback_data"], question))
    assert len(await entries_of(road, talk)) == 2
    await talk.press("되돌리기", question)
    assert rows(await entries_of(road, talk)) == [("점심", "8000", "KRW")]


async def test_a_reply_to_the_decided_question_changes_its_entry(road):
    talk = road.person()
    await talk.send("점심 8000")
    await talk.send(notice())
    await talk.press("다른")
    await talk.reply(talk.shown().message_id, "9천원")
    assert [row[1] for row in rows(await entries_of(road, talk))] == ["8000", "9000"]


async def test_the_question_survives_a_restart(road, database):
    talk = road.person()
    await talk.send("점심 8000")
    await talk.send(notice())
    question = talk.shown()
    again = await Road.build(database, HANDLERS, now=road.time.now)
    again._update_id = road._update_id
    again.telegram.shown = road.telegram.shown
    other = again.person(talk.user_id)
    await other.press_data(question.buttons[1]["callback_data"], question.message_id)
    assert len(await entries_of(again, other)) == 2


async def test_the_rest_of_the_message_is_recorded_beside_the_question(road):
    talk = road.person()
    await talk.send("점심 8000")
    calls = await talk.send(notice() + "\n\n" + notice("3,000", shop="메가커피", at="11/21 11:50"))
    assert len([call for call in calls if call.method == "sendMessage"]) == 2
    assert [row[1] for row in rows(await entries_of(road, talk))] == ["8000", "3000"]


async def test_a_strangers_press_decides_nothing(road):
    ann, eve = road.person(name="Ann"), road.person(name="Eve")
    await ann.send("점심 8000")
    await ann.send(notice())
    await eve.send("커피 4500")
    for button in ann.shown().buttons:
        assert alert(await eve.press_data(button["callback_data"], eve.shown().message_id))
    assert len(await entries_of(road, ann)) == 1


async def test_typed_after_its_notice_it_is_recorded_with_a_hint(road):
    talk = road.person()
    await talk.send(notice())
    await talk.send("점심 8000")
    assert len(await entries_of(road, talk)) == 2
    assert "비슷해요" in talk.shown().text
    await talk.press("되돌리기")
    assert len(await entries_of(road, talk)) == 1


async def test_in_a_group_it_is_asked_too(road):
    ann = road.person(name="Ann")
    await ann.send("점심 8000")
    (there,) = road.group(-1001, ann)
    await there.send("/bind")
    await there.send(notice())
    assert "같은 건가요?" in there.shown().text
    await there.press("다른")
    assert len(await entries_of(road, ann)) == 2
    calls = await there.send(notice())
    assert [call.method for call in calls] == ["setMessageReaction"]
    await there.send(notice("9,900", what="취소"))
    assert "9,900원" in there.shown().text

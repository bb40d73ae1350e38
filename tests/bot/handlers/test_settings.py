"""Greeting, help, languages, and which ledger a chat writes in."""

import pytest

from backend.accounts.service import find_by_telegram
from backend.db.session import unit_of_work
from backend.ledgers.service import NewLedger
from backend.onboarding.service import start_ledger
from tests.bot.handlers.test_entries import entries_of


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "안녕하세요"), ("ko-KR", "안녕하세요"), ("en", "Hello"), ("fr", "Hello")]
)
async def test_a_newcomer_is_greeted_in_their_language_with_three_examples(road, language, said):
    talk = road.person(language=language)
    await talk.send("/start")
    assert said in talk.shown().text
    assert talk.shown().text.count("<code>") == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [("/start", "안녕하세요"), ("안녕", "안녕하세요"), ("hello", "Hello"), ("123", "무엇에")],
)
async def test_who_tells_no_language_is_answered_in_that_of_their_words(road, words, said):
    talk = road.person(language=None)
    await talk.send(words)
    assert said in talk.shown().text


async def test_the_examples_of_the_greeting_are_read(road):
    for language in ("ko", "en"):
        talk = road.person(language=language)
        await talk.send("/start")
        examples = [part.split("</code>")[0] for part in talk.shown().text.split("<code>")[1:]]
        for example in examples:
            await talk.send(example)
        assert len(await entries_of(road, talk)) == 4


async def test_help_and_unknown_commands_are_answered(road):
    talk = road.person()
    await talk.send("/help")
    assert "/undo" in talk.shown().text
    await talk.send("/nonsense")
    assert "/help" in talk.shown().text


@pytest.mark.parametrize("choose", ["/language en", "/language English"])
async def test_the_language_is_switched_by_name(road, choose):
    talk = road.person()
    await talk.send(choose)
    assert talk.shown().text == "I speak English now."
    await talk.send("/help")
    assert "Record" in talk.shown().text


async def test_the_language_is_switched_by_button_and_stays(road):
    talk = road.person()
    await talk.send("/language")
    await talk.press("English")
    await talk.send("hello")
    assert "Hello" in talk.shown().text


async def test_a_person_with_several_ledgers_chooses_where_the_chat_writes(road):
    talk = road.person()
    await talk.send("/ledger")
    assert talk.shown().labels == []
    async with unit_of_work(road.database) as session:
        user = await find_by_telegram(session, talk.user_id)
        await start_ledger(session, user.id, NewLedger("여행", "KRW", "Asia/Seoul"), now=road.time.now)
    await talk.send("/ledger")
    await talk.press("여행")
    assert "여행" in talk.shown().text
    await talk.send("커피 4500")
    assert await entries_of(road, talk) == []
    await talk.send("/recent")
    assert "커피" in talk.shown().text

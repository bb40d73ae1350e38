"""What people choose for words is learnt at once, can be taken back, seen and forgotten."""

import pytest
from sqlalchemy import select

from backend.acts.service import new_act
from backend.categories import catalogue as catalogues
from backend.categories.catalogue import get_catalogue
from backend.categories.lessons import find_lesson, forget, list_lessons, teach
from backend.categories.service import (
    NewCategory,
    create_category,
    delete_category,
    edit_category,
    find_by_key,
)
from backend.db.session import unit_of_work
from backend.entries.amending import amend, understand_amendment
from backend.entries.corrections import correct_message
from backend.entries.service import edit_entry, record
from backend.entries.texts import record_text
from backend.entries.undo import undo
from backend.entries.views import Changes, MessageRef, NewEntry, Source
from backend.kit.errors import Forbidden, Invalid, Missing
from backend.kit.money import Money
from backend.ledgers.access import Actor, Role
from backend.ledgers.service import NewLedger, delete_ledger, get_actor
from backend.models import Lesson
from backend.onboarding.service import start_ledger
from backend.parsing.drafts import Kind
from tests.people import make_actor


@pytest.fixture
async def actor(database, now):
    async with unit_of_work(database) as session:
        return await make_actor(session, now)


@pytest.fixture
async def session(database, actor):
    async with unit_of_work(database) as session:
        yield session


async def written(session, actor, text, now, **more):
    return (await record_text(session, actor, text, source=Source.TELEGRAM, now=now, **more)).entries


async def filed(session, actor, text, now):
    return [entry.category.key for entry in await written(session, actor, text, now)]


async def choose(session, actor, entry, key, now, **more):
    category = await find_by_key(session, actor, key)
    return await edit_entry(session, actor, entry.id, Changes(category_id=category.id), now=now, **more)


async def taught(session, actor):
    page = await list_lessons(session, actor)
    return [(lesson.phrase, lesson.category.key) for lesson in page.items]


async def test_a_correction_counts_at_once_and_for_similar_words(session, actor, now):
    (entry,) = await written(session, actor, "김밥천국 8000", now)
    assert entry.category.key == "food"
    await choose(session, actor, entry, "culture", now)
    assert await filed(session, actor, "김밥 천국 9000", now) == ["culture"]
    assert await filed(session, actor, "강남 김밥천국 9000", now) == ["culture"]
    assert await filed(session, actor, "김밥 9000", now) == ["food"]


async def test_a_later_correction_beats_the_older(session, actor, now):
    (entry,) = await written(session, actor, "김밥천국 8000", now)
    await choose(session, actor, entry, "culture", now)
    await choose(session, actor, entry, "travel", now)
    assert await taught(session, actor) == [("김밥천국", "travel")]
    (lesson,) = (await list_lessons(session, actor)).items
    assert (lesson.replaced.key, lesson.taught_by.id, lesson.taught_at) == ("culture", actor.user_id, now)


async def test_undoing_takes_the_lessons_back_one_by_one(session, actor, now):
    (entry,) = await written(session, actor, "김밥천국 8000", now)
    await choose(session, actor, entry, "culture", now)
    await choose(session, actor, entry, "travel", now)
    await undo(session, actor, None, now=now)
    assert await taught(session, actor) == [("김밥천국", "culture")]
    await undo(session, actor, None, now=now)
    assert await taught(session, actor) == []
    assert await filed(session, actor, "김밥천국 9000", now) == ["food"]


async def test_undoing_an_edit_leaves_what_was_taught_since(session, actor, now):
    (first,) = await written(session, actor, "김밥천국 8000", now)
    (second,) = await written(session, actor, "김밥천국 9000", now)
    act = new_act()
    await choose(session, actor, first, "culture", now, act=act)
    await choose(session, actor, second, "travel", now)
    await undo(session, actor, act, now=now)
    assert await taught(session, actor) == [("김밥천국", "travel")]


async def test_a_reply_teaches(session, actor, now):
    (entry,) = await written(session, actor, "김밥천국 8000", now)
    amendment = await understand_amendment(session, actor, "문화", now=now)
    await amend(session, actor, entry.id, amendment, now=now)
    assert [key for _, key in await taught(session, actor)] == ["culture"]


async def test_what_follows_from_an_edited_message_is_no_choice(session, actor, now):
    message = MessageRef(1, 2, 3)
    await written(session, actor, "점심 8000", now, message=message)
    corrected = await correct_message(session, actor, "택시 8000", message=message, sent_at=now, now=now)
    assert corrected.changed[0][1].category.key == "transport"
    assert await taught(session, actor) == []


async def test_an_edited_message_that_names_a_category_teaches(session, actor, now):
    await create_category(session, actor, NewCategory(Kind.EXPENSE, "반려식물", "🪴"), now=now)
    message = MessageRef(1, 2, 3)
    await written(session, actor, "몬스테라 8000", now, message=message)
    await correct_message(session, actor, "몬스테라 반려식물 8000", message=message, sent_at=now, now=now)
    (lesson,) = (await list_lessons(session, actor)).items
    assert (lesson.phrase, lesson.category.name) == ("몬스테라 반려식물", "반려식물")


@pytest.mark.parametrize(
    ("key", "source", "learnt"),
    [
        ("culture", Source.API, [("김밥", "culture")]),
        ("culture", Source.WEB, [("김밥", "culture")]),
        ("food", Source.API, []),
        ("culture", Source.IMPORT, []),
        ("culture", Source.RECURRING, []),
    ],
)
async def test_an_entry_made_under_a_category_of_its_own_teaches_what_is_news(
    session, actor, now, key, source, learnt
):
    category = await find_by_key(session, actor, key)
    new = NewEntry(Kind.EXPENSE, Money(8000, "KRW"), "김밥", category_id=category.id)
    recorded = await record(session, actor, [new], source=source, now=now)
    assert await taught(session, actor) == learnt
    await undo(session, actor, recorded.act, now=now)
    assert await taught(session, actor) == []


async def test_confirming_a_guess_is_learnt_too(session, actor, now):
    (entry,) = await written(session, actor, "쀼쀼 8000", now)
    assert entry.category.key == "other"
    same = await choose(session, actor, entry, "other", now)
    assert same.revision == entry.revision
    assert await taught(session, actor) == [("쀼쀼", "other")]


async def test_changing_other_fields_teaches_nothing(session, actor, now):
    (entry,) = await written(session, actor, "김밥천국 8000", now)
    await edit_entry(session, actor, entry.id, Changes(memo="x", kind=Kind.INCOME), now=now)
    assert await taught(session, actor) == []


async def test_the_same_words_may_mean_one_thing_spent_and_another_received(session, actor, now):
    (given,) = await written(session, actor, "용돈 5만원 줬어", now)
    (got,) = await written(session, actor, "용돈 5만원 받았어", now)
    assert (given.kind, got.kind) == ("expense", "income")
    await choose(session, actor, given, "kids", now)
    assert await filed(session, actor, "용돈 6만원 받았어", now) == ["allowance"]
    await choose(session, actor, got, "side", now)
    assert await filed(session, actor, "용돈 7만원 줬어", now) == ["kids"]
    assert await filed(session, actor, "용돈 7만원 받았어", now) == ["side"]


async def test_an_archived_category_is_offered_no_more_and_again_when_it_is_back(session, actor, now):
    (entry,) = await written(session, actor, "김밥천국 8000", now)
    culture = (await choose(session, actor, entry, "culture", now)).category
    await edit_category(session, actor, culture.id, {"archived": True}, now=now)
    assert await filed(session, actor, "김밥천국 9000", now) == ["food"]
    await edit_category(session, actor, culture.id, {"archived": False}, now=now)
    assert await filed(session, actor, "김밥천국 9000", now) == ["culture"]


async def test_lessons_of_a_category_that_goes_move_along_or_go(session, actor, now):
    pots = await create_category(session, actor, NewCategory(Kind.EXPENSE, "화분", "🪴"), now=now)
    culture = await find_by_key(session, actor, "culture")
    await teach(session, actor, "몬스테라", pots, act=None, now=now)
    await teach(session, actor, "고무나무", culture, act=None, now=now)
    await teach(session, actor, "고무나무", pots, act=None, now=now)
    await delete_category(session, actor, pots.id, move_to=culture.id, now=now)
    assert await taught(session, actor) == [("고무나무", "culture"), ("몬스테라", "culture")]
    await delete_category(session, actor, culture.id, move_to=None, now=now)
    assert await taught(session, actor) == []


async def test_only_the_newest_lessons_are_read(session, actor, now, monkeypatch):
    monkeypatch.setattr(catalogues, "MOST_LESSONS", 2)
    category = await find_by_key(session, actor, "culture")
    for words in ("하나", "둘째", "셋째"):
        await teach(session, actor, words, category, act=None, now=now)
    assert set((await get_catalogue(session, actor)).vocabulary.learnt) == {"둘째", "셋째"}


@pytest.mark.parametrize("words", ["", "   ", "🍇", "…", "가" * 300])
async def test_words_that_are_no_key_are_not_learnt(session, actor, now, words):
    await teach(session, actor, words, await find_by_key(session, actor, "food"), act=None, now=now)
    assert await taught(session, actor) == []


async def test_a_lesson_is_forgotten_once(session, actor, now):
    await teach(session, actor, "몬스테라", await find_by_key(session, actor, "food"), act=None, now=now)
    lesson = await find_lesson(session, actor, Kind.EXPENSE, "몬 스테라")
    assert await forget(session, actor, lesson.id) == "몬스테라"
    assert await find_lesson(session, actor, Kind.EXPENSE, "몬스테라") is None
    with pytest.raises(Missing, match=r"lesson\.not_found"):
        await forget(session, actor, lesson.id)


async def test_a_viewer_and_a_stranger_forget_nothing(session, actor, now):
    await teach(session, actor, "몬스테라", await find_by_key(session, actor, "food"), act=None, now=now)
    (lesson,) = (await list_lessons(session, actor)).items
    viewer = Actor(**{name: getattr(actor, name) for name in Actor.__slots__} | {"role": Role.VIEWER})
    stranger = await make_actor(session, now, email="bob@example.com")
    with pytest.raises(Forbidden):
        await forget(session, viewer, lesson.id)
    with pytest.raises(Missing):
        await forget(session, stranger, lesson.id)
    assert await taught(session, stranger) == []
    assert await filed(session, stranger, "몬스테라 9000", now) != ["food"]


async def test_lessons_are_read_page_by_page(session, actor, now):
    category = await find_by_key(session, actor, "food")
    for number in range(5):
        await teach(session, actor, f"낱말{number}", category, act=None, now=now)
    seen, cursor = [], None
    while True:
        page = await list_lessons(session, actor, cursor=cursor, limit=2)
        seen += [lesson.phrase for lesson in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"낱말{number}" for number in (4, 3, 2, 1, 0)]
    with pytest.raises(Invalid):
        await list_lessons(session, actor, cursor="nonsense")


async def test_a_ledger_takes_its_lessons_along(session, actor, now):
    second = await start_ledger(session, actor.user_id, NewLedger("둘째", "KRW", "Asia/Seoul"), now=now)
    other = await get_actor(session, actor.user_id, second.id)
    await teach(session, other, "몬스테라", await find_by_key(session, other, "food"), act=None, now=now)
    await teach(session, actor, "몬스테라", await find_by_key(session, actor, "food"), act=None, now=now)
    await delete_ledger(session, other)
    assert [row.ledger_id for row in await session.scalars(select(Lesson))] == [actor.ledger_id]

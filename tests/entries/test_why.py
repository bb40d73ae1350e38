"""Entries made by form or by text over HTTP tell what decided, too."""

import pytest

from backend.categories.service import find_by_key
from backend.db.session import unit_of_work
from backend.entries.service import record
from backend.entries.texts import record_text
from backend.entries.views import NewEntry, Source
from backend.entries.why import Rule, explain
from backend.kit.errors import Missing
from backend.kit.money import Money
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


@pytest.mark.parametrize(
    ("key", "rule", "learnt"),
    [(None, Rule.WORD_LIST, False), ("food", Rule.WORD_LIST, False), ("culture", Rule.LESSON, True)],
)
async def test_an_entry_filled_in_by_hand(session, actor, now, key, rule, learnt):
    category = await find_by_key(session, actor, key) if key else None
    new = NewEntry(Kind.EXPENSE, Money(8000, "KRW"), "김밥", category_id=category.id if category else None)
    recorded = await record(session, actor, [new], source=Source.API, now=now)
    told = await explain(session, actor, recorded.entries[0].id)
    assert told.category.rule is rule
    assert (told.lesson is not None) == learnt
    assert (told.amount.rule, told.day.rule) == (Rule.BY_HAND, Rule.BY_HAND)
    assert (told.amount.by, told.amount.at) == ("ann", now)


async def test_an_import_under_a_category_against_the_lists_was_chosen(session, actor, now):
    category = await find_by_key(session, actor, "culture")
    new = NewEntry(Kind.EXPENSE, Money(8000, "KRW"), "김밥", category_id=category.id)
    recorded = await record(session, actor, [new], source=Source.IMPORT, now=now)
    told = await explain(session, actor, recorded.entries[0].id)
    assert (told.category.rule, told.lesson) == (Rule.BY_HAND, None)


async def test_each_entry_of_a_text_by_its_own_words(session, actor, now):
    text = "어제 택시 12000, 사과 3개 각 5천원씩"
    recorded = await record_text(session, actor, text, source=Source.API, now=now)
    taxi, apples = [await explain(session, actor, entry.id) for entry in recorded.entries]
    assert (taxi.category.words, taxi.day.words) == ("택시", "어제")
    assert (apples.amount.rule, apples.entry.amount.minor) == (Rule.MULTIPLIED, 15000)


async def test_a_strangers_entry_is_not_explained(session, actor, now):
    recorded = await record_text(session, actor, "커피 4500", source=Source.API, now=now)
    stranger = await make_actor(session, now, email="bob@example.com")
    with pytest.raises(Missing, match=r"entry\.not_found"):
        await explain(session, stranger, recorded.entries[0].id)

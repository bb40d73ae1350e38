"""Entries are recorded, read, changed, deleted and restored, each in its own ledger only."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.categories.service import find_by_key
from backend.db.session import unit_of_work
from backend.entries.removal import delete_entry, restore_entry
from backend.entries.service import edit_entry, get_entry, list_entries, record, spent
from backend.entries.views import Changes, Filters, NewEntry, Source
from backend.kit.errors import Conflict, Forbidden, Invalid, Missing, Stale
from backend.kit.money import Money
from backend.kit.periods import Period
from backend.ledgers.access import Actor, Role
from backend.ledgers.service import get_actor
from backend.models import Member
from backend.onboarding.service import leave
from backend.parsing.drafts import Kind
from tests.people import make_actor


@pytest.fixture
async def actor(database, now) -> Actor:
    async with unit_of_work(database) as session:
        return await make_actor(session, now)


@pytest.fixture
async def stranger(database, now) -> Actor:
    async with unit_of_work(database) as session:
        return await make_actor(session, now, email="bob@example.com")


def lunch(minor: int = 8000, **more) -> NewEntry:
    return NewEntry(Kind.EXPENSE, Money(minor, "KRW"), "김치찌개", **more)


async def recorded(database, actor, now, *new):
    async with unit_of_work(database) as session:
        return (await record(session, actor, new, source=Source.API, now=now)).entries


async def test_an_entry_is_what_was_written(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch(memo="회사 앞", payment_method="현금"))
    async with unit_of_work(database) as session:
        found = await get_entry(session, actor, entry.id)
    assert found == entry
    assert found.amount == found.ledger_amount == Money(8000, "KRW")
    assert (found.description, found.memo, found.payment_method) == ("김치찌개", "회사 앞", "현금")
    assert found.occurred_on == date(2026, 11, 21)
    assert found.category.key == "food"
    assert found.author.display_name == "ann"


async def test_the_day_is_the_ledgers(database, now):
    async with unit_of_work(database) as session:
        new_yorker = await make_actor(session, now, timezone="America/New_York", currency="USD")
        recorded = await record(
            session,
            new_yorker,
            [NewEntry(Kind.EXPENSE, Money(450, "USD"), "coffee")],
            source=Source.API,
            now=now,
        )
    assert recorded.entries[0].occurred_on == date(2026, 11, 20)


async def test_a_foreign_amount_keeps_itself_its_rate_and_what_it_is_worth(database, actor, now):
    new = NewEntry(Kind.EXPENSE, Money(400, "USD"), "latte", occurred_on=date(2026, 10, 30))
    (entry,) = await recorded(database, actor, now, new)
    assert entry.amount == Money(400, "USD")
    assert entry.ledger_amount.currency == "KRW"
    assert entry.ledger_amount.minor == round(4 * float(entry.rate))


async def test_a_currency_without_a_rate_is_refused_by_name(database, actor, now):
    with pytest.raises(Invalid, match=r"entry\.rate_unknown"):
        await recorded(database, actor, now, NewEntry(Kind.EXPENSE, Money(50000, "VND"), "pho"))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31), date(1899, 12, 31)])
async def test_a_day_out_of_reach_is_refused(database, actor, now, day):
    with pytest.raises(Invalid, match=r"entry\.day_out_of_range"):
        await recorded(database, actor, now, lunch(occurred_on=day))


async def test_all_or_none(database, actor, now, check):
    with pytest.raises(Invalid):
        await recorded(database, actor, now, lunch(), lunch(category_id=999_999))
    assert (await list_entries(check, actor, Filters())).items == ()


async def test_a_viewer_reads_and_does_not_write(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch())
    viewer = Actor(**{name: getattr(actor, name) for name in Actor.__slots__} | {"role": Role.VIEWER})
    async with unit_of_work(database) as session:
        assert await get_entry(session, viewer, entry.id) == entry
        for attempt in (
            record(session, viewer, [lunch()], source=Source.API, now=now),
            edit_entry(session, viewer, entry.id, Changes(memo="x"), now=now),
            delete_entry(session, viewer, entry.id, now=now),
            restore_entry(session, viewer, entry.id, now=now),
        ):
            with pytest.raises(Forbidden):
                await attempt


async def test_a_stranger_finds_nothing(database, actor, stranger, now):
    (entry,) = await recorded(database, actor, now, lunch())
    async with unit_of_work(database) as session:
        for attempt in (
            get_entry(session, stranger, entry.id),
            edit_entry(session, stranger, entry.id, Changes(memo="x"), now=now),
            delete_entry(session, stranger, entry.id, now=now),
            restore_entry(session, stranger, entry.id, now=now),
        ):
            with pytest.raises(Missing):
                await attempt
        assert (await list_entries(session, stranger, Filters())).items == ()


async def test_a_strangers_category_is_not_found(database, actor, stranger, now):
    async with unit_of_work(database) as session:
        theirs = await find_by_key(session, stranger, "food")
    with pytest.raises(Invalid, match=r"category\.not_found"):
        await recorded(database, actor, now, lunch(category_id=theirs.id))


async def test_a_category_of_the_other_kind_is_refused(database, actor, now):
    async with unit_of_work(database) as session:
        salary = await find_by_key(session, actor, "salary")
    with pytest.raises(Invalid, match=r"category\.wrong_kind"):
        await recorded(database, actor, now, lunch(category_id=salary.id))


async def test_changing_one_field_leaves_the_others(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch(memo="회사 앞"))
    async with unit_of_work(database) as session:
        changed = await edit_entry(session, actor, entry.id, Changes(amount=Money(9000, "KRW")), now=now)
    assert changed.amount == changed.ledger_amount == Money(9000, "KRW")
    assert (changed.description, changed.memo, changed.category) == ("김치찌개", "회사 앞", entry.category)
    assert changed.revision == entry.revision + 1


async def test_a_change_that_changes_nothing_is_no_change(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch())
    async with unit_of_work(database) as session:
        same = await edit_entry(session, actor, entry.id, Changes(description="김치찌개"), now=now)
    assert same == entry


async def test_what_changed_since_it_was_read_is_not_overwritten(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch())
    async with unit_of_work(database) as session:
        await edit_entry(session, actor, entry.id, Changes(memo="first"), now=now, if_revision=1)
        with pytest.raises(Stale):
            await edit_entry(session, actor, entry.id, Changes(memo="second"), now=now, if_revision=1)
        with pytest.raises(Stale):
            await delete_entry(session, actor, entry.id, now=now, if_revision=1)


async def test_an_expense_that_becomes_an_income_gets_a_category_of_incomes(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch())
    async with unit_of_work(database) as session:
        changed = await edit_entry(session, actor, entry.id, Changes(kind=Kind.INCOME), now=now)
        category = await find_by_key(session, actor, changed.category.key)
    assert changed.kind is Kind.INCOME
    assert category.kind == "income"


async def test_a_deleted_entry_comes_back_as_it_was_under_its_id(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch(memo="회사 앞"))
    async with unit_of_work(database) as session:
        await delete_entry(session, actor, entry.id, now=now)
        with pytest.raises(Missing):
            await get_entry(session, actor, entry.id)
        back = await restore_entry(session, actor, entry.id, now=now + timedelta(days=29))
        with pytest.raises(Conflict, match=r"entry\.not_deleted"):
            await restore_entry(session, actor, entry.id, now=now)
    kept = ("id", "amount", "description", "memo", "category", "occurred_on", "created_at", "author")
    assert [getattr(back, name) for name in kept] == [getattr(entry, name) for name in kept]


async def test_an_entry_whose_author_is_gone_comes_back_without_one(database, actor, stranger, now):
    async with unit_of_work(database) as session:
        session.add(
            Member(ledger_id=actor.ledger_id, user_id=stranger.user_id, role="member", created_at=now)
        )
        await session.flush()
        guest = await get_actor(session, stranger.user_id, actor.ledger_id)
        recorded = await record(session, guest, [lunch()], source=Source.API, now=now)
        await delete_entry(session, guest, recorded.entries[0].id, now=now)
        await leave(session, stranger.user_id)
        back = await restore_entry(session, actor, recorded.entries[0].id, now=now)
    assert back.author is None


async def test_after_thirty_days_a_deleted_entry_is_gone(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch())
    async with unit_of_work(database) as session:
        await delete_entry(session, actor, entry.id, now=now)
        with pytest.raises(Missing):
            await restore_entry(session, actor, entry.id, now=now + timedelta(days=31))


async def test_the_id_of_a_deleted_entry_is_not_used_again(database, actor, now):
    (entry,) = await recorded(database, actor, now, lunch())
    async with unit_of_work(database) as session:
        await delete_entry(session, actor, entry.id, now=now)
    (other,) = await recorded(database, actor, now, lunch())
    assert other.id > entry.id


async def test_pages_stay_right_while_entries_are_added(database, actor, now):
    entries = await recorded(database, actor, now, *(lunch(n) for n in range(1000, 1007)))
    async with unit_of_work(database) as session:
        first = await list_entries(session, actor, Filters(), limit=3)
    await recorded(database, actor, now, lunch(5))
    async with unit_of_work(database) as session:
        second = await list_entries(session, actor, Filters(), cursor=first.next_cursor, limit=3)
        third = await list_entries(session, actor, Filters(), cursor=second.next_cursor, limit=3)
    seen = [entry.id for page in (first, second, third) for entry in page.items]
    assert seen == [entry.id for entry in reversed(entries)]
    assert third.next_cursor is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filters(words="STARBUCKS"), ["Starbucks Ä"]),
        (Filters(words="ä"), ["Starbucks Ä"]),
        (Filters(words="100%"), ["100% 주스"]),
        (Filters(words="_"), []),
        (Filters(kind=Kind.INCOME), ["월급"]),
        (Filters(least=Money(6000, "KRW"), most=Money(8000, "KRW")), ["100% 주스"]),
        (Filters(since=date(2026, 11, 21)), ["월급", "100% 주스"]),
        (Filters(until=date(2026, 11, 20)), ["Starbucks Ä"]),
    ],
)
async def test_entries_are_found_by_what_is_asked(database, actor, now, wanted, found):
    await recorded(
        database,
        actor,
        now,
        NewEntry(Kind.EXPENSE, Money(5000, "KRW"), "Starbucks Ä", occurred_on=date(2026, 11, 20)),
        NewEntry(Kind.EXPENSE, Money(7000, "KRW"), "100% 주스"),
        NewEntry(Kind.INCOME, Money(3_000_000, "KRW"), "월급"),
    )
    async with unit_of_work(database) as session:
        page = await list_entries(session, actor, wanted)
    assert [entry.description for entry in page.items] == found


async def test_spent_counts_what_counts(database, actor, now):
    await recorded(
        database,
        actor,
        now,
        lunch(8000),
        lunch(500, excluded=True),
        lunch(3000, occurred_on=date(2026, 11, 20)),
        lunch(70, occurred_on=date(2026, 12, 1)),
        NewEntry(Kind.INCOME, Money(3_000_000, "KRW"), "월급"),
    )
    today, november = Period.day_of(date(2026, 11, 21)), Period(date(2026, 11, 1), date(2026, 12, 1))
    async with unit_of_work(database) as session:
        assert await spent(session, actor, [today, november]) == [Money(8000, "KRW"), Money(11000, "KRW")]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(max_size=300))
async def test_any_words_are_kept_searchable_and_storable(database, actor, now, words):
    async with unit_of_work(database) as session:
        done = await record(
            session,
            actor,
            [NewEntry(Kind.EXPENSE, Money(1, "KRW"), words, memo=words)],
            source=Source.API,
            now=now,
        )
        (entry,) = done.entries
        assert "\x00" not in entry.description
        assert len(entry.description) <= 200
        if entry.description:
            page = await list_entries(session, actor, Filters(words=entry.description))
            assert entry.id in [one.id for one in page.items]

"""Codes link a chat to an account once, and all that the chat recorded comes along."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from backend.accounts.service import find_by_telegram, get_person
from backend.budgets.service import create_budget, list_budgets
from backend.budgets.views import NewBudget
from backend.categories.lessons import list_lessons, teach
from backend.categories.service import find_by_key
from backend.db.session import unit_of_work
from backend.entries.corrections import correct_message
from backend.entries.given_rates.service import add_rate, list_rates
from backend.entries.notices.deciding import decide
from backend.entries.removal import delete_entry, restore_entry
from backend.entries.service import list_entries, record
from backend.entries.texts import record_text
from backend.entries.undo import undo
from backend.entries.views import Filters, MessageRef, NewEntry, Source
from backend.kit.errors import Conflict
from backend.kit.money import Money
from backend.ledgers.service import get_actor, get_default_actor, list_ledgers
from backend.linking.service import (
    Linked,
    Proposal,
    Refused,
    TelegramPerson,
    confirm,
    issue_code,
    propose,
    unlink,
)
from backend.models import Ledger, User
from backend.onboarding.service import welcome
from backend.parsing.drafts import Kind
from backend.reports.service import completeness, note_quiet_day
from tests.people import make_person

SECRET = "a secret of these tests"
ANN = TelegramPerson(42, 7001, 7001, "ann", "Ann")
EVE = TelegramPerson(42, 7002, 7002, "eve", "Eve")


async def code_for(session, user, now):
    return (await issue_code(session, user.id, secret_key=SECRET, now=now)).code


async def link(session, person, code, now, *, merge=True):
    proposal = await propose(session, person, code, secret_key=SECRET, now=now)
    return proposal if isinstance(proposal, Refused) else await confirm(session, person, merge=merge, now=now)


async def chatter(session, person, now, language="ko"):
    user = await welcome(
        session,
        telegram_user_id=person.telegram_user_id,
        display_name=person.display_name,
        username=person.username,
        language=language,
        now=now,
    )
    return await get_default_actor(session, user.id)


async def test_a_code_links_the_chat_to_its_account(database, now):
    async with unit_of_work(database) as session:
        account = await make_person(session, now)
        code = await code_for(session, account, now)
        proposal = await propose(session, ANN, code, secret_key=SECRET, now=now)
        assert proposal == Proposal("a•••@example.com", "우리집", 0)
        linked = await confirm(session, ANN, merge=True, now=now)
        assert linked == Linked(account.id, "a•••@example.com", "우리집", 0)
    async with unit_of_work(database) as session:
        found = await find_by_telegram(session, ANN.telegram_user_id)
        assert found.id == account.id
        assert found.telegram_username == "ann"
        assert found.telegram_linked_at == now


async def test_the_code_is_kept_only_as_its_digest(database, now, check):
    async with unit_of_work(database) as session:
        account = await make_person(session, now)
        code = await code_for(session, account, now)
    kept = await check.scalar(select(User.telegram_link_code).where(User.id == account.id))
    assert code not in kept
    assert len(kept) == 64


@pytest.mark.parametrize(
    "spell", [str.lower, lambda code: f" {code} ", lambda code: f"{code[:4]}-{code[4:]}"]
)
async def test_a_code_is_read_as_people_type_it(database, now, spell):
    async with unit_of_work(database) as session:
        spelled = spell(await code_for(session, await make_person(session, now), now))
        assert isinstance(await propose(session, ANN, spelled, secret_key=SECRET, now=now), Proposal)


async def test_what_the_chat_recorded_is_merged_history_and_all(database, now):
    async with unit_of_work(database) as session:
        actor = await chatter(session, ANN, now)
        message = MessageRef(42, ANN.chat_id, 5)
        kept = await record_text(
            session, actor, "김치찌개 8천원", source=Source.TELEGRAM, now=now, message=message
        )
        gone = await record_text(session, actor, "커피 4500", source=Source.TELEGRAM, now=now)
        await delete_entry(session, actor, gone.entries[0].id, now=now)
        old_ledger = actor.ledger_id
        account = await make_person(session, now)
        linked = await link(session, ANN, await code_for(session, account, now), now)
        assert linked.moved == 1
    async with unit_of_work(database) as session:
        member = await get_default_actor(session, account.id)
        (entry,) = (await list_entries(session, member, Filters())).items
        assert entry.id == kept.entries[0].id
        assert entry.author.id == account.id
        assert entry.category.id == (await find_by_key(session, member, "food")).id
        assert await session.scalar(select(func.count()).where(Ledger.id == old_ledger)) == 0
        assert len((await list_ledgers(session, account.id)).items) == 1
        back = await restore_entry(session, member, gone.entries[0].id, now=now)
        assert back.category.key == "cafe"
        corrected = await correct_message(
            session, member, "김치찌개 9천원", message=message, sent_at=now, now=now
        )
        assert corrected.changed[0][1].amount == Money(9000, "KRW")
        await undo(session, member, corrected.act, now=now)
        await undo(session, member, kept.act, now=now)
        assert [entry.id for entry in (await list_entries(session, member, Filters())).items] == [back.id]


async def test_the_ledgers_can_be_kept_apart(database, now):
    async with unit_of_work(database) as session:
        actor = await chatter(session, ANN, now)
        await record(
            session,
            actor,
            [NewEntry(Kind.EXPENSE, Money(8000, "KRW"), "점심")],
            source=Source.TELEGRAM,
            now=now,
        )
        account = await make_person(session, now)
        linked = await link(session, ANN, await code_for(session, account, now), now, merge=False)
        assert linked.moved == 0
        theirs = await get_actor(session, account.id, actor.ledger_id)
        (entry,) = (await list_entries(session, theirs, Filters())).items
        await delete_entry(session, theirs, entry.id, now=now)
        assert (await restore_entry(session, theirs, entry.id, now=now)).author.id == account.id
        assert len((await list_entries(session, theirs, Filters())).items) == 1
        default = await get_default_actor(session, account.id)
        assert default.ledger_id != actor.ledger_id


async def test_merging_into_another_currency_converts_by_the_rate_of_each_day(database, now):
    async with unit_of_work(database) as session:
        actor = await chatter(session, ANN, now)
        new = NewEntry(Kind.EXPENSE, Money(8000, "KRW"), "점심", occurred_on=date(2026, 10, 30))
        await record(session, actor, [new], source=Source.TELEGRAM, now=now)
        account = await make_person(session, now, currency="USD", timezone="America/New_York")
        await link(session, ANN, await code_for(session, account, now), now)
        member = await get_default_actor(session, account.id)
        (entry,) = (await list_entries(session, member, Filters())).items
    assert entry.amount == Money(8000, "KRW")
    assert entry.ledger_amount.currency == "USD"
    assert entry.rate is not None


async def refusal(session, person, code, now):
    refused = await link(session, person, code, now)
    assert isinstance(refused, Refused)
    return refused.error.code


async def test_a_code_is_good_once(database, now):
    async with unit_of_work(database) as session:
        code = await code_for(session, await make_person(session, now), now)
        await link(session, ANN, code, now)
        assert await refusal(session, EVE, code, now) == "link.code_wrong"


async def test_of_two_chats_with_one_code_one_wins(database, now):
    async with unit_of_work(database) as session:
        code = await code_for(session, await make_person(session, now), now)
        for person in (ANN, EVE):
            assert isinstance(await propose(session, person, code, secret_key=SECRET, now=now), Proposal)
        assert isinstance(await confirm(session, EVE, merge=True, now=now), Linked)
        lost = await confirm(session, ANN, merge=True, now=now)
        assert lost.error.code == "link.code_expired"
        assert await find_by_telegram(session, ANN.telegram_user_id) is None


async def test_a_code_expires_even_between_asking_and_confirming(database, now):
    later = now + timedelta(minutes=15)
    async with unit_of_work(database) as session:
        code = await code_for(session, await make_person(session, now), now)
        assert isinstance(await propose(session, ANN, code, secret_key=SECRET, now=now), Proposal)
        assert (await confirm(session, ANN, merge=True, now=later)).error.code == "link.code_expired"
        assert await refusal(session, ANN, code, later) == "link.code_expired"


async def test_a_new_code_voids_the_one_before(database, now):
    async with unit_of_work(database) as session:
        account = await make_person(session, now)
        old = await code_for(session, account, now)
        new = await code_for(session, account, now)
        assert await refusal(session, ANN, old, now) == "link.code_wrong"
        assert isinstance(await link(session, ANN, new, now), Linked)


async def test_five_wrong_codes_make_a_guesser_wait_and_nobody_else(database, now):
    async with unit_of_work(database) as session:
        code = await code_for(session, await make_person(session, now), now)
        for _ in range(5):
            assert await refusal(session, EVE, "ABCDEFGH", now) == "link.code_wrong"
        assert await refusal(session, EVE, code, now) == "link.too_many_tries"
        assert isinstance(await propose(session, ANN, code, secret_key=SECRET, now=now), Proposal)
        after = now + timedelta(minutes=11)
        assert isinstance(await propose(session, EVE, code, secret_key=SECRET, now=after), Proposal)


async def test_a_flood_of_guessers_waits_together(database, now):
    async with unit_of_work(database) as session:
        code = await code_for(session, await make_person(session, now), now)
        for number in range(100):
            guesser = TelegramPerson(42, 9000 + number, 9000 + number, None, "?")
            assert await refusal(session, guesser, "ABCDEFGH", now) == "link.code_wrong"
        assert await refusal(session, ANN, code, now) == "link.too_many_tries"


async def test_confirming_nothing_links_nothing(database, now):
    async with unit_of_work(database) as session:
        assert (await confirm(session, ANN, merge=True, now=now)).error.code == "link.nothing_to_confirm"


async def test_a_chat_linked_to_another_account_must_be_unlinked_there_first(database, now):
    async with unit_of_work(database) as session:
        first = await make_person(session, now)
        await link(session, ANN, await code_for(session, first, now), now)
        second = await make_person(session, now, email="second@example.com")
        code = await code_for(session, second, now)
        assert await refusal(session, ANN, code, now) == "telegram.linked_elsewhere"
        await unlink(session, first.id, now=now)
        assert isinstance(await link(session, ANN, code, now), Linked)


async def test_a_linked_account_gets_no_code(database, now):
    async with unit_of_work(database) as session:
        account = await make_person(session, now)
        await link(session, ANN, await code_for(session, account, now), now)
        with pytest.raises(Conflict, match=r"telegram\.already_linked"):
            await issue_code(session, account.id, secret_key=SECRET, now=now)


async def test_unlinking_leaves_the_entries_and_the_chat_starts_anew(database, now):
    async with unit_of_work(database) as session:
        account = await make_person(session, now)
        await link(session, ANN, await code_for(session, account, now), now)
        member = await get_default_actor(session, account.id)
        await record_text(session, member, "김치찌개 8천원", source=Source.TELEGRAM, now=now)
        await unlink(session, account.id, now=now)
        assert len((await list_entries(session, member, Filters())).items) == 1
        fresh = await chatter(session, ANN, now)
        assert fresh.user_id != account.id
        assert (await list_entries(session, fresh, Filters())).items == ()
        assert (await get_person(session, account.id)).telegram_linked_at is None


async def test_an_account_that_has_only_telegram_is_not_locked_out(database, now):
    async with unit_of_work(database) as session:
        actor = await chatter(session, ANN, now)
        with pytest.raises(Conflict, match=r"telegram\.only_way_in"):
            await unlink(session, actor.user_id, now=now)


async def test_what_the_chat_learnt_comes_along_and_the_newer_lesson_wins(database, now):
    async with unit_of_work(database) as session:
        actor = await chatter(session, ANN, now)
        account = await make_person(session, now)
        member = await get_default_actor(session, account.id)
        for teaching, words, key, hours in (
            (actor, "몬스테라", "culture", 0),
            (actor, "김밥", "culture", 2),
            (member, "김밥", "travel", 1),
            (actor, "커피", "culture", 1),
            (member, "커피", "travel", 2),
        ):
            category = await find_by_key(session, teaching, key)
            await teach(session, teaching, words, category, act=None, now=now + timedelta(hours=hours))
        await link(session, ANN, await code_for(session, account, now), now)
    async with unit_of_work(database) as session:
        learnt = (await list_lessons(session, member)).items
        assert {lesson.phrase: lesson.category.key for lesson in learnt} == {
            "몬스테라": "culture",
            "김밥": "culture",
            "커피": "travel",
        }
        assert {lesson.taught_by.id for lesson in learnt} == {account.id}
        assert next(one.replaced.key for one in learnt if one.phrase == "김밥") == "travel"


async def test_a_notice_that_waits_can_be_decided_after_linking(database, now):
    notice = "[Web발신]\n신한카드(1234)승인 홍*동\n8,000원(일시불)\n11/21 11:31 김밥천국\n누적1,234,000원"
    async with unit_of_work(database) as session:
        actor = await chatter(session, ANN, now)
        for number, text in enumerate(("점심 8000", notice)):
            message = MessageRef(42, ANN.chat_id, number)
            done = await record_text(session, actor, text, source=Source.TELEGRAM, now=now, message=message)
        account = await make_person(session, now)
        await link(session, ANN, await code_for(session, account, now), now)
        member = await get_default_actor(session, account.id)
        decided = await decide(session, member, done.asked[0].id, is_same=False, now=now)
        assert decided.entry.category.key == "food"
        message = MessageRef(42, ANN.chat_id, 9)
        again = await record_text(session, member, notice, source=Source.TELEGRAM, now=now, message=message)
        assert [entry.id for _, entry in again.again] == [decided.entry.id]


async def test_budgets_given_rates_and_quiet_days_move_with_the_entries(database, now):
    async with unit_of_work(database) as session:
        actor = await chatter(session, ANN, now)
        food = (await find_by_key(session, actor, "food")).id
        kept = await create_budget(session, actor, NewBudget(Money(300_000, "KRW"), food), now=now)
        await create_budget(session, actor, NewBudget(Money(1, "KRW")), now=now)
        await add_rate(session, actor, "VND", date(2026, 11, 1), "0.05", now=now)
        await note_quiet_day(session, actor, date(2026, 11, 2), now=now)
        new = NewEntry(Kind.EXPENSE, Money(90000, "VND"), "쌀국수")
        pho = await record(session, actor, [new], source=Source.TELEGRAM, now=now)
        await delete_entry(session, actor, pho.entries[0].id, now=now)
        account = await make_person(session, now)
        own = await get_default_actor(session, account.id)
        standing = await create_budget(session, own, NewBudget(Money(9, "KRW")), now=now)
        await link(session, ANN, await code_for(session, account, now), now)
    async with unit_of_work(database) as session:
        member = await get_default_actor(session, account.id)
        found = (await list_budgets(session, member)).items
        assert [one.amount for one in found] == [standing.amount, kept.amount]
        assert found[1].category_id == (await find_by_key(session, member, "food")).id
        assert [one.rate for one in (await list_rates(session, member)).items] == ["0.05"]
        month = member.month_of(date(2026, 11, 2))
        known = await completeness(session, member, month, month.last)
        assert known.quiet == {date(2026, 11, 2)}
        back = await restore_entry(session, member, pho.entries[0].id, now=now)
        assert back.ledger_amount == Money(4500, "KRW")

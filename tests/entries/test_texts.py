"""Payment notices meet what is recorded already: once is once, whoever wrote it first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.db.session import unit_of_work
from backend.entries.corrections import correct_message
from backend.entries.notices.deciding import decide
from backend.entries.removal import delete_entry
from backend.entries.service import edit_entry, list_entries
from backend.entries.texts import record_text
from backend.entries.undo import undo
from backend.entries.views import Changes, Filters, MessageRef, Source
from backend.jobs import purge
from backend.kit.errors import Forbidden, Missing
from backend.kit.money import Money
from backend.ledgers.access import Actor, Role
from backend.models import PaymentNotice
from tests.people import make_actor


def notice(amount="8,000", what="승인", shop="김밥천국 강남점", at="11/21 11:31", card="신한카드(1234)"):
    return f"[Web발신]\n{card}{what} 홍*동\n{amount}원(일시불)\n{at} {shop}\n누적1,234,000원"


@pytest.fixture
async def actor(database, now):
    async with unit_of_work(database) as session:
        return await make_actor(session, now)


@pytest.fixture
async def session(database, actor):
    async with unit_of_work(database) as session:
        yield session


class Chat:
    """A person who writes messages, each a new one."""

    def __init__(self, session, actor, now):
        self.session, self.actor, self.now, self.number = session, actor, now, 0

    async def write(self, text, **more):
        self.number += 1
        return await record_text(
            self.session,
            self.actor,
            text,
            source=Source.TELEGRAM,
            now=self.now,
            message=MessageRef(1, 2, self.number),
            **more,
        )

    async def undo(self, act=None):
        return await undo(self.session, self.actor, act, now=self.now)

    async def standing(self):
        page = await list_entries(self.session, self.actor, Filters())
        return [(entry.description, entry.amount.minor) for entry in reversed(page.items)]


@pytest.fixture
def chat(session, actor, now):
    return Chat(session, actor, now)


class TestCancellations:
    @pytest.mark.parametrize(
        ("approved", "cancelled"),
        [
            ("김밥천국 강남점", "김밥천국 강남점"),
            ("김밥천국 강남점", "김밥천국강남점"),
            ("김밥천국 강남점", "김밥천국"),
            ("김밥천국", "김밥천국 강남점"),
            ("스타벅스코리아", "스타벅스"),
            ("STARBUCKS GANGNAM", "Starbucks"),
        ],
    )
    async def test_it_takes_its_purchase_away_whatever_the_spelling(self, chat, approved, cancelled):
        await chat.write(notice(shop=approved))
        done = await chat.write(notice(what="취소", shop=cancelled, at="11/21 11:58"))
        assert [entry.amount.minor for entry in done.voided] == [8000]
        assert await chat.standing() == []
        await chat.undo(done.act)
        assert len(await chat.standing()) == 1

    @pytest.mark.parametrize(
        "other",
        [
            {"amount": "8,100"},
            {"shop": "올리브영 강남점"},
            {"card": "삼성카드(1234)"},
            {"at": "11/19 09:00"},
        ],
    )
    async def test_another_amount_shop_card_or_a_later_day_is_left(self, chat, other):
        await chat.write(notice())
        done = await chat.write(notice(what="취소", **({"at": "11/21 11:58"} | other)))
        assert done.voided == ()
        assert len(done.unmatched) == 1
        assert len(await chat.standing()) == 1

    async def test_approval_and_cancellation_in_one_message_leave_nothing(self, chat):
        done = await chat.write(notice() + "\n\n" + notice(what="취소", at="11/21 11:40"))
        assert done.entries == ()
        assert len(done.voided) == 1
        assert await chat.standing() == []
        await chat.undo(done.act)
        assert await chat.standing() == []

    async def test_of_two_purchases_it_takes_one(self, chat):
        await chat.write(notice(at="11/20 11:31"))
        await chat.write(notice(at="11/21 11:31"))
        await chat.write(notice(what="취소", at="11/21 11:40"))
        assert len(await chat.standing()) == 1

    async def test_told_twice_it_takes_one(self, chat):
        await chat.write(notice(at="11/20 11:31"))
        await chat.write(notice(at="11/21 11:31"))
        cancellation = notice(what="취소", at="11/21 11:40")
        await chat.write(cancellation)
        done = await chat.write(cancellation)
        assert (done.voided, done.unmatched) == ((), ())
        assert [entry for _, entry in done.again] == [None]
        assert len(await chat.standing()) == 1

    async def test_one_that_was_undone_counts_anew(self, chat):
        await chat.write(notice())
        cancellation = notice(what="취소", at="11/21 11:40")
        first = await chat.write(cancellation)
        await chat.undo(first.act)
        assert len((await chat.write(cancellation)).voided) == 1

    async def test_it_finds_a_purchase_that_was_corrected_by_hand(self, chat, session, actor, now):
        (entry,) = (await chat.write(notice())).entries
        changes = Changes(description="점심 내 몫", amount=Money(4000, "KRW"))
        await edit_entry(session, actor, entry.id, changes, now=now)
        done = await chat.write(notice(what="취소", at="11/21 11:40"))
        assert [one.id for one in done.voided] == [entry.id]

    async def test_it_finds_a_purchase_typed_by_hand(self, chat):
        await chat.write("김밥천국 8000")
        assert len((await chat.write(notice(what="취소"))).voided) == 1

    async def test_after_it_the_approval_is_known_as_cancelled(self, chat):
        await chat.write(notice())
        await chat.write(notice(what="취소", at="11/21 11:40"))
        done = await chat.write(notice())
        assert done.entries == ()
        assert [entry for _, entry in done.again] == [None]


class TestTheSameNoticeAgain:
    @pytest.mark.parametrize("again", [notice(), notice(shop="김밥천국"), "  " + notice() + "\n"])
    async def test_it_is_one_entry(self, chat, again):
        (entry,) = (await chat.write(notice())).entries
        done = await chat.write(again)
        assert done.entries == ()
        assert [known.id for _, known in done.again] == [entry.id]
        assert len(await chat.standing()) == 1

    @pytest.mark.parametrize(
        "other",
        [
            {"amount": "8,100"},
            {"at": "11/21 11:32"},
            {"at": "11/20 11:31"},
            {"card": "신한카드(9999)"},
            {"shop": "올리브영"},
        ],
    )
    async def test_what_differs_is_another_entry(self, chat, other):
        await chat.write(notice())
        assert len((await chat.write(notice(**other))).entries) == 1

    async def test_after_the_entry_was_corrected_it_is_still_known(self, chat, session, actor, now):
        (entry,) = (await chat.write(notice())).entries
        changes = Changes(
            description="점심", amount=Money(4000, "KRW"), occurred_on=entry.occurred_on - timedelta(days=3)
        )
        await edit_entry(session, actor, entry.id, changes, now=now)
        done = await chat.write(notice())
        assert [known.id for _, known in done.again] == [entry.id]

    async def test_after_the_entry_was_deleted_it_is_recorded_anew(self, chat, session, actor, now):
        (entry,) = (await chat.write(notice())).entries
        await delete_entry(session, actor, entry.id, now=now)
        assert len((await chat.write(notice())).entries) == 1

    async def test_twice_in_one_message_it_is_one_entry(self, chat):
        assert len((await chat.write(notice() + "\n\n" + notice())).entries) == 1

    async def test_one_known_beside_one_new_records_the_new(self, chat):
        await chat.write(notice())
        done = await chat.write(notice() + "\n\n" + notice(amount="3,000", shop="메가커피", at="11/21 11:50"))
        assert [entry.amount.minor for entry in done.entries] == [3000]
        assert len(done.again) == 1

    async def test_a_message_of_which_nothing_was_new_is_read_anew_when_edited(
        self, chat, session, actor, now
    ):
        await chat.write(notice())
        await chat.write(notice())
        edited = await record_text(
            session,
            actor,
            notice(amount="9,000"),
            source=Source.TELEGRAM,
            now=now,
            message=MessageRef(1, 2, 2),
        )
        assert [entry.amount.minor for entry in edited.entries] == [9000]


class TestANoticeOfWhatWasTyped:
    @pytest.mark.parametrize("typed", ["김밥천국 8000", "어제 점심 8000", "점심 김밥 8000"])
    async def test_it_is_asked_and_not_recorded(self, chat, typed):
        (entry,) = (await chat.write(typed)).entries
        done = await chat.write(notice())
        assert done.entries == ()
        assert [one.entry.id for one in done.asked] == [entry.id]
        assert len(await chat.standing()) == 1

    @pytest.mark.parametrize(
        "typed", ["김밥천국 8100", "11월 18일 김밥천국 8000", "택시 8000", "용돈 8000 받았어"]
    )
    async def test_what_is_not_like_it_is_recorded(self, chat, typed):
        await chat.write(typed)
        assert len((await chat.write(notice())).entries) == 1

    async def test_the_same_one_gets_what_it_lacked(self, chat, session, actor, now):
        (entry,) = (await chat.write("점심 8000")).entries
        (asked,) = (await chat.write(notice())).asked
        decided = await decide(session, actor, asked.id, is_same=True, now=now)
        assert decided.entry.id == entry.id
        assert decided.entry.description == "점심"
        assert decided.entry.payment_method == "신한카드(1234)"
        assert decided.entry.occurred_at == now.replace(hour=2, minute=31)
        assert len(await chat.standing()) == 1

    async def test_what_it_had_stays(self, chat, session, actor, now):
        await chat.write("점심 8000 현금")
        (asked,) = (await chat.write(notice())).asked
        decided = await decide(session, actor, asked.id, is_same=True, now=now)
        assert decided.entry.payment_method == "현금"

    async def test_another_one_is_recorded(self, chat, session, actor, now):
        await chat.write("점심 8000")
        (asked,) = (await chat.write(notice())).asked
        decided = await decide(session, actor, asked.id, is_same=False, now=now)
        assert decided.before is None
        assert decided.entry.payment_method == "신한카드(1234)"
        assert await chat.standing() == [("점심", 8000), ("김밥천국 강남점", 8000)]

    @pytest.mark.parametrize("is_same", [True, False])
    async def test_it_is_decided_once(self, chat, session, actor, now, is_same):
        await chat.write("점심 8000")
        (asked,) = (await chat.write(notice())).asked
        await decide(session, actor, asked.id, is_same=is_same, now=now)
        for again in (True, False):
            with pytest.raises(Missing, match=r"notice\.decided"):
                await decide(session, actor, asked.id, is_same=again, now=now)

    @pytest.mark.parametrize("is_same", [True, False])
    async def test_undoing_the_decision_asks_anew(self, chat, session, actor, now, is_same):
        await chat.write("점심 8000")
        (asked,) = (await chat.write(notice())).asked
        decided = await decide(session, actor, asked.id, is_same=is_same, now=now)
        undone = await chat.undo(decided.act)
        assert undone.reopened == (asked.id,)
        assert await chat.standing() == [("점심", 8000)]
        assert [one.id for one in (await chat.write(notice())).asked] == [asked.id]
        await decide(session, actor, asked.id, is_same=not is_same, now=now)
        assert len(await chat.standing()) == 1 + is_same

    @pytest.mark.parametrize("is_same", [True, False])
    async def test_decided_it_is_known(self, chat, session, actor, now, is_same):
        await chat.write("점심 8000")
        (asked,) = (await chat.write(notice())).asked
        decided = await decide(session, actor, asked.id, is_same=is_same, now=now)
        done = await chat.write(notice())
        assert [known.id for _, known in done.again] == [decided.entry.id]

    async def test_undecided_it_is_asked_again_and_not_twice_kept(self, chat, session):
        await chat.write("점심 8000")
        first = await chat.write(notice())
        second = await chat.write(notice())
        assert [one.id for one in first.asked] == [one.id for one in second.asked]
        assert len(list(await session.scalars(select(PaymentNotice)))) == 1

    async def test_one_purchase_typed_is_asked_of_one_notice_of_a_message(self, chat):
        await chat.write("점심 8000")
        done = await chat.write(notice() + "\n\n" + notice(shop="순대국밥", at="11/21 11:50"))
        assert (len(done.asked), len(done.entries)) == (1, 1)

    async def test_two_notices_of_two_days_are_two_purchases(self, chat):
        await chat.write(notice(at="11/20 11:31"))
        assert len((await chat.write(notice(at="11/21 11:31"))).entries) == 1

    async def test_when_what_was_typed_is_gone_the_notice_is_recorded(self, chat, session, actor, now):
        (entry,) = (await chat.write("점심 8000")).entries
        (asked,) = (await chat.write(notice())).asked
        await delete_entry(session, actor, entry.id, now=now)
        with pytest.raises(Missing, match=r"entry\.not_found"):
            await decide(session, actor, asked.id, is_same=True, now=now)
        assert len((await chat.write(notice())).entries) == 1
        with pytest.raises(Missing, match=r"notice\.decided"):
            await decide(session, actor, asked.id, is_same=False, now=now)

    async def test_an_edited_message_is_asked_of_as_it_now_is(self, chat, session, actor, now):
        await chat.write("점심 8000")
        (asked,) = (await chat.write(notice())).asked
        corrected = await correct_message(
            session, actor, notice(shop="김밥천국 역삼점"), message=MessageRef(1, 2, 2), sent_at=now, now=now
        )
        (anew,) = corrected.asked
        with pytest.raises(Missing):
            await decide(session, actor, asked.id, is_same=False, now=now)
        decided = await decide(session, actor, anew.id, is_same=False, now=now)
        assert decided.entry.description == "김밥천국 역삼점"

    async def test_viewers_and_strangers_decide_nothing(self, chat, session, actor, now):
        await chat.write("점심 8000")
        (asked,) = (await chat.write(notice())).asked
        viewer = Actor(**{name: getattr(actor, name) for name in Actor.__slots__} | {"role": Role.VIEWER})
        with pytest.raises(Forbidden):
            await decide(session, viewer, asked.id, is_same=True, now=now)
        stranger = await make_actor(session, now, email="bob@example.com")
        with pytest.raises(Missing):
            await decide(session, stranger, asked.id, is_same=True, now=now)

    async def test_typed_after_its_notice_it_is_recorded_and_pointed_at(self, chat):
        (entry,) = (await chat.write(notice())).entries
        done = await chat.write("점심 8000")
        assert len(done.entries) == 1
        assert [old.id for _, old in done.alike] == [entry.id]
        assert (await chat.write("택시 8000")).alike == ()
        assert (await chat.write("11월 18일 점심 8000")).alike == ()


class TestWhereNobodyCanBeAsked:
    async def write(self, session, actor, text, now, **more):
        return await record_text(session, actor, text, source=Source.API, now=now, **more)

    @pytest.mark.parametrize("first", ["점심 8000", notice()])
    async def test_what_would_double_is_told_as_unread(self, session, actor, now, first):
        await self.write(session, actor, first, now)
        for dry_run in (True, False):
            done = await self.write(session, actor, notice(), now, dry_run=dry_run)
            assert (done.entries, done.asked) == ((), ())
            (line,) = done.unread
            assert "8,000원" in line
            assert "김밥천국" in line
        assert len((await list_entries(session, actor, Filters())).items) == 1

    async def test_of_several_the_line_is_told(self, session, actor, now):
        await self.write(session, actor, notice(), now)
        both = notice() + "\n\n" + notice(amount="3,000", shop="메가커피", at="11/21 11:50")
        done = await self.write(session, actor, both, now)
        assert [entry.amount.minor for entry in done.entries] == [3000]
        (line,) = done.unread
        assert "김밥천국" in line
        assert "메가커피" not in line

    async def test_a_cancellation_that_finds_nothing_is_told(self, session, actor, now):
        done = await self.write(session, actor, notice(what="취소"), now)
        assert len(done.unread) == 1


@pytest.mark.parametrize(("days", "left"), [(29, 2), (31, 1), (93, 0)])
async def test_what_nobody_answered_goes_after_thirty_days(database, actor, now, check, days, left):
    async with unit_of_work(database) as session:
        chat = Chat(session, actor, now)
        await chat.write("점심 8000")
        await chat.write(notice())
        await chat.write(notice(amount="3,000", shop="메가커피"))
    await purge.run(database, now + timedelta(days=days))
    assert len(list(await check.scalars(select(PaymentNotice)))) == left

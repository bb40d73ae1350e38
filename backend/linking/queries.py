"""All the SQL of linking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert
from backend.models import (
    Card,
    Category,
    Chat,
    ChatMessage,
    Digest,
    Entry,
    EntryChange,
    Invitation,
    Ledger,
    Lesson,
    ManualRate,
    Member,
    PaymentNotice,
    QuietDay,
    User,
)


async def get_user(session: AsyncSession, user_id: int) -> User:
    """Read a person who is known to exist, and lock the row."""
    return (await session.scalars(select(User).where(User.id == user_id).with_for_update())).one()


async def find_telegram_user(session: AsyncSession, telegram_user_id: int) -> User | None:
    """Read the person a Telegram account belongs to, and lock the row."""
    found = await session.scalars(
        select(User).where(User.telegram_user_id == telegram_user_id).with_for_update()
    )
    return found.one_or_none()


async def find_code_owner(session: AsyncSession, digest: str) -> User | None:
    """Read the person who was given this code, expired or not."""
    return (await session.scalars(select(User).where(User.telegram_link_code == digest))).one_or_none()


async def consume_code(session: AsyncSession, digest: str, now: datetime) -> int | None:
    """Use a code up, in one statement: of two chats racing for it, one gets the person's id."""
    taken = await session.execute(
        update(User)
        .where(
            User.telegram_link_code == digest,
            User.telegram_link_code_expires_at > now,
            User.telegram_user_id.is_(None),
        )
        .values(telegram_link_code=None, telegram_link_code_expires_at=None)
        .returning(User.id)
        .execution_options(synchronize_session=False)
    )
    return taken.scalar_one_or_none()


async def set_pending_code(
    session: AsyncSession, bot_id: int, chat_id: int, digest: str | None, now: datetime
) -> None:
    """Remember in the chat which code waits for its confirmation."""
    await session.execute(
        insert(session, Chat)
        .values(
            bot_id=bot_id,
            chat_id=chat_id,
            kind="private",
            state="active",
            pending_link_code=digest,
            created_at=now,
            updated_at=now,
        )
        .on_conflict_do_update(
            index_elements=["bot_id", "chat_id"],
            set_={"pending_link_code": digest, "updated_at": now},
        )
    )


async def take_pending_code(session: AsyncSession, bot_id: int, chat_id: int) -> str | None:
    """Read the code that waits for confirmation in a chat, and lock the chat."""
    found = await session.execute(
        select(Chat.pending_link_code).where(Chat.bot_id == bot_id, Chat.chat_id == chat_id).with_for_update()
    )
    return found.scalar_one_or_none()


async def count_entries(session: AsyncSession, user_id: int) -> int:
    """Count the entries in the ledgers a person is in."""
    mine = select(Member.ledger_id).where(Member.user_id == user_id)
    counted = await session.execute(select(func.count()).where(Entry.ledger_id.in_(mine)))
    return counted.scalar_one()


async def memberships(session: AsyncSession, user_id: int) -> list[tuple[Member, Ledger]]:
    """Read the ledgers a person is in, the default one first."""
    rows = await session.execute(
        select(Member, Ledger)
        .join(Ledger, Ledger.id == Member.ledger_id)
        .where(Member.user_id == user_id)
        .order_by(Member.is_default.desc(), Member.created_at, Member.ledger_id)
    )
    return [(member, ledger) for member, ledger in rows]


async def count_members(session: AsyncSession, ledger_id: int) -> int:
    """Count who is in a ledger."""
    counted = await session.execute(select(func.count()).where(Member.ledger_id == ledger_id))
    return counted.scalar_one()


async def move_membership(session: AsyncSession, ledger_id: int, from_user: int, to_user: int) -> None:
    """Give a person's place in a ledger to another who is not in it yet."""
    await session.execute(
        update(Member)
        .where(Member.ledger_id == ledger_id, Member.user_id == from_user)
        .values(user_id=to_user, is_default=False)
    )


async def raise_role(session: AsyncSession, ledger_id: int, user_id: int, role: str) -> None:
    """Set a member's role."""
    await session.execute(
        update(Member).where(Member.ledger_id == ledger_id, Member.user_id == user_id).values(role=role)
    )


async def move_authorship(session: AsyncSession, from_user: int, to_user: int) -> None:
    """Have all that one person recorded, changed, taught and is kept told be another's."""
    for table in (Entry, EntryChange):
        await session.execute(update(table).where(table.author_id == from_user).values(author_id=to_user))
    await session.execute(update(Lesson).where(Lesson.taught_by == from_user).values(taught_by=to_user))
    for read in (Card, Digest):
        await session.execute(update(read).where(read.reader_id == from_user).values(reader_id=to_user))
    mine = update(Invitation).where(Invitation.created_by == from_user).values(created_by=to_user)
    await session.execute(mine.execution_options(synchronize_session=False))


async def delete_user(session: AsyncSession, user_id: int) -> None:
    """Take a person out, with the places and tokens that are left."""
    await session.execute(delete(User).where(User.id == user_id))


async def categories_of(session: AsyncSession, ledger_id: int) -> list[Category]:
    """Read a ledger's categories, parents before children."""
    rows = await session.scalars(
        select(Category)
        .where(Category.ledger_id == ledger_id)
        .order_by(Category.parent_id.isnot(None), Category.position, Category.id)
    )
    return list(rows)


async def distinct_currencies(session: AsyncSession, ledger_id: int) -> set[str]:
    """Tell in which currencies a ledger has entries."""
    return set(await session.scalars(select(Entry.currency).where(Entry.ledger_id == ledger_id).distinct()))


async def entries_to_convert(session: AsyncSession, ledger_id: int) -> list[Entry]:
    """Read a ledger's entries for working out their amounts anew."""
    return list(await session.scalars(select(Entry).where(Entry.ledger_id == ledger_id)))


async def move_entries(
    session: AsyncSession, from_ledger: int, to_ledger: int, categories: Mapping[int | None, int | None]
) -> int:
    """Move every entry to another ledger, under the category that stands for its own there."""
    moved = 0
    for old, new in categories.items():
        result = await session.execute(
            update(Entry)
            .where(
                Entry.ledger_id == from_ledger,
                Entry.category_id.is_(None) if old is None else Entry.category_id == old,
            )
            .values(ledger_id=to_ledger, category_id=new)
            .execution_options(synchronize_session=False)
        )
        moved += result.rowcount  # type: ignore[attr-defined]
    return moved


async def history_of(session: AsyncSession, ledger_id: int) -> list[EntryChange]:
    """Read a ledger's history for moving it."""
    return list(await session.scalars(select(EntryChange).where(EntryChange.ledger_id == ledger_id)))


async def move_history(
    session: AsyncSession, change_id: int, from_ledger: int, to_ledger: int, before: dict[str, Any] | None
) -> None:
    """Move one line of history to another ledger."""
    await session.execute(
        update(EntryChange)
        .where(EntryChange.ledger_id == from_ledger, EntryChange.id == change_id)
        .values(ledger_id=to_ledger, before=before)
        .execution_options(synchronize_session=False)
    )


async def move_chats(session: AsyncSession, from_ledger: int, to_ledger: int) -> None:
    """Point chats, their recorded messages and their cards to another ledger."""
    for table in (Chat, ChatMessage, Card):
        await session.execute(update(table).where(table.ledger_id == from_ledger).values(ledger_id=to_ledger))


async def move_notices(session: AsyncSession, from_ledger: int, to_ledger: int) -> None:
    """Move what payment notices said to another ledger."""
    await session.execute(
        update(PaymentNotice).where(PaymentNotice.ledger_id == from_ledger).values(ledger_id=to_ledger)
    )


async def lessons_of(session: AsyncSession, ledger_id: int) -> list[Lesson]:
    """Read what a ledger learnt."""
    return list(await session.scalars(select(Lesson).where(Lesson.ledger_id == ledger_id)))


async def delete_lessons(session: AsyncSession, ledger_id: int, ids: Sequence[int]) -> None:
    """Forget lessons."""
    await session.execute(delete(Lesson).where(Lesson.ledger_id == ledger_id, Lesson.id.in_(ids)))


async def move_lesson(
    session: AsyncSession, lesson: Lesson, to_ledger: int, category_id: int, replaced_id: int | None
) -> None:
    """Move one lesson to another ledger, about the categories that stand for its own there."""
    await session.execute(
        update(Lesson)
        .where(Lesson.ledger_id == lesson.ledger_id, Lesson.id == lesson.id)
        .values(ledger_id=to_ledger, category_id=category_id, replaced_category_id=replaced_id)
        .execution_options(synchronize_session=False)
    )


async def move_quiet_days(session: AsyncSession, from_ledger: int, to_ledger: int) -> None:
    """Move notes that nothing was spent, but for days that have one there."""
    known = select(QuietDay.day).where(QuietDay.ledger_id == to_ledger)
    await session.execute(
        update(QuietDay)
        .where(QuietDay.ledger_id == from_ledger, QuietDay.day.not_in(known))
        .values(ledger_id=to_ledger)
        .execution_options(synchronize_session=False)
    )


async def move_rates(session: AsyncSession, from_ledger: int, to_ledger: int) -> None:
    """Move given rates, but for currencies and days that have one there."""
    known = select(ManualRate.currency, ManualRate.day).where(ManualRate.ledger_id == to_ledger)
    await session.execute(
        update(ManualRate)
        .where(ManualRate.ledger_id == from_ledger, tuple_(ManualRate.currency, ManualRate.day).not_in(known))
        .values(ledger_id=to_ledger)
        .execution_options(synchronize_session=False)
    )


async def delete_ledger(session: AsyncSession, ledger_id: int) -> None:
    """Take out a ledger and all that it still holds."""
    await session.execute(delete(Ledger).where(Ledger.id == ledger_id))


async def forget_chosen_ledger(session: AsyncSession, telegram_user_id: int, now: datetime) -> None:
    """Let a private chat follow its person's default ledger again (its id is the Telegram user's)."""
    await session.execute(
        update(Chat)
        .where(Chat.chat_id == telegram_user_id, Chat.kind == "private")
        .values(ledger_id=None, pending_link_code=None, updated_at=now)
    )

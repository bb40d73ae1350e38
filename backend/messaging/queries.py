"""All SQL of the inbox, the outbox and the chats' settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, and_, bindparam, delete, exists, func, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.db.sql import insert
from backend.models import BotState, Chat, InboxUpdate, OutboxMessage, User

OWED = ("new", "sending")


UPDATES, CALLS = cast("Table", InboxUpdate.__table__), cast("Table", OutboxMessage.__table__)

# The statements of every message are built once: building one costs as much as running it.

_HEADS = (
    select(func.min(UPDATES.c.id))
    .where(UPDATES.c.state == "new", UPDATES.c.bot_id == bindparam("bot_id"))
    .group_by(UPDATES.c.chat_id)
)
_NEXT_UPDATE = (
    select(UPDATES.c.id, UPDATES.c.update_id, UPDATES.c.chat_id, UPDATES.c.attempts, UPDATES.c.payload)
    .where(UPDATES.c.id.in_(_HEADS), UPDATES.c.state == "new", UPDATES.c.due_at <= bindparam("now"))
    .order_by(UPDATES.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLOSE_UPDATE = update(UPDATES).where(UPDATES.c.id == bindparam("row_id"), UPDATES.c.state == "new")
_NOBODY = select(literal(1).label("one")).subquery()
_CHAT_AND_PERSON = (
    select(Chat, User)
    .select_from(_NOBODY)
    .outerjoin(Chat, and_(Chat.bot_id == bindparam("bot_id"), Chat.chat_id == bindparam("chat_id")))
    .outerjoin(User, User.telegram_user_id == bindparam("telegram_user_id"))
)


async def insert_updates(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> int:
    """Write updates down; those already there stay as they are. Gives the number of new ones."""
    statement = insert(session, InboxUpdate).on_conflict_do_nothing().returning(InboxUpdate.id)
    return len((await session.execute(statement, list(rows))).all())


async def find_next_update(
    session: AsyncSession, bot_id: int, now: datetime
) -> Row[int, int, int, int, dict[str, Any] | None] | None:
    """Find the oldest due update that is its chat's oldest, and lock it where rows can be locked.

    The inner statement reads the index alone. Another worker's row is skipped, and so is all of its chat:
    a chat's later update is not its oldest before the earlier one's transaction has ended.
    """
    return (await session.execute(_NEXT_UPDATE, {"bot_id": bot_id, "now": now})).one_or_none()


async def has_due_update(session: AsyncSession, bot_id: int, now: datetime) -> bool:
    """Tell, without a lock, whether some update is due."""
    due = exists().where(InboxUpdate.state == "new", InboxUpdate.bot_id == bot_id, InboxUpdate.due_at <= now)
    return bool(await session.scalar(select(due)))


async def close_update(session: AsyncSession, row_id: int, values: Mapping[str, Any]) -> None:
    """Write what became of an update that is still new."""
    await session.execute(_CLOSE_UPDATE, {"row_id": row_id, **values})


async def insert_call(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write down a call that is owed, unless one with its dedupe key is there."""
    await session.execute(insert(session, CALLS).on_conflict_do_nothing(), dict(values))


async def claim_calls(
    session: AsyncSession, bot_id: int, now: datetime, leased_until: datetime, limit: int
) -> list[OutboxMessage]:
    """Take the due calls that are their chat's oldest for one sender, until the lease ends."""
    heads = (
        select(func.min(OutboxMessage.id))
        .where(OutboxMessage.state.in_(OWED), OutboxMessage.bot_id == bot_id)
        .group_by(OutboxMessage.chat_id)
    )
    due = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.id.in_(heads),
            OutboxMessage.state.in_(OWED),
            OutboxMessage.due_at <= now,
        )
        .order_by(OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # a CTE that locks runs once; a subquery may be run again and lock more than `limit`
    )
    claimed = await session.scalars(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(select(due.c.id)))
        .values(state="sending", due_at=leased_until, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(claimed.all(), key=lambda call: call.id)


async def next_call_due(session: AsyncSession, bot_id: int) -> datetime | None:
    """Tell when the next owed call is due, without a lock; None when nothing is owed."""
    heads = (
        select(func.min(OutboxMessage.id))
        .where(OutboxMessage.state.in_(OWED), OutboxMessage.bot_id == bot_id)
        .group_by(OutboxMessage.chat_id)
    )
    return await session.scalar(select(func.min(OutboxMessage.due_at)).where(OutboxMessage.id.in_(heads)))


async def close_call(session: AsyncSession, call_id: int, attempts: int, values: Mapping[str, Any]) -> bool:
    """Write what became of a claimed call; False when it was claimed anew meanwhile, or closed."""
    closed = await session.scalar(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == call_id,
            OutboxMessage.state == "sending",
            OutboxMessage.attempts == attempts,
        )
        .values(**values)
        .returning(OutboxMessage.id)
    )
    return closed is not None


async def delete_call(session: AsyncSession, call_id: int, attempts: int) -> None:
    """Take a claimed call out, unless it was claimed anew meanwhile."""
    await session.execute(
        delete(OutboxMessage)
        .where(
            OutboxMessage.id == call_id,
            OutboxMessage.state == "sending",
            OutboxMessage.attempts == attempts,
        )
        .execution_options(synchronize_session=False)
    )


async def bury_chat_calls(session: AsyncSession, bot_id: int, chat_id: int, error: str) -> None:
    """Give up every call owed to a chat."""
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.state.in_(OWED), OutboxMessage.bot_id == bot_id, OutboxMessage.chat_id == chat_id
        )
        .values(state="dead", payload=None, error=error)
    )


async def move_owed_calls(session: AsyncSession, bot_id: int, old: int, new: int, now: datetime) -> None:
    """Address every call owed to one chat to another."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state.in_(OWED), OutboxMessage.bot_id == bot_id, OutboxMessage.chat_id == old)
        .values(chat_id=new, state="new", due_at=now)
    )


async def find_message_entries(
    session: AsyncSession, bot_id: int, chat_id: int, message_id: int
) -> list[int] | None:
    """Find the entries that a message of ours shows, as its latest text has them."""
    return await session.scalar(
        select(OutboxMessage.entry_ids)
        .where(
            OutboxMessage.bot_id == bot_id,
            OutboxMessage.chat_id == chat_id,
            OutboxMessage.sent_message_id == message_id,
            OutboxMessage.entry_ids.is_not(None),
        )
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )


async def find_entry_message(session: AsyncSession, bot_id: int, chat_id: int, entry_id: int) -> int | None:
    """Find the latest message of ours in a chat that shows an entry: read backwards, it is near the end."""
    if session.get_bind().dialect.name == "sqlite":
        shown = text("EXISTS (SELECT 1 FROM json_each(outbox.entry_ids) WHERE value = :entry_id)")
    else:
        shown = text("outbox.entry_ids @> to_jsonb(CAST(:entry_id AS bigint))")
    return await session.scalar(
        select(OutboxMessage.sent_message_id)
        .where(
            OutboxMessage.bot_id == bot_id,
            OutboxMessage.chat_id == chat_id,
            OutboxMessage.sent_message_id.is_not(None),
            OutboxMessage.entry_ids.is_not(None),
            shown.bindparams(entry_id=entry_id),
        )
        .order_by(OutboxMessage.sent_message_id.desc())
        .limit(1)
    )


async def find_chat(session: AsyncSession, bot_id: int, chat_id: int) -> Chat | None:
    """Find a chat's settings."""
    return await session.scalar(
        select(Chat)
        .where(Chat.bot_id == bot_id, Chat.chat_id == chat_id)
        .execution_options(populate_existing=True)
    )


async def find_chat_and_person(
    session: AsyncSession, bot_id: int, chat_id: int, telegram_user_id: int | None
) -> tuple[Chat | None, User | None]:
    """Find a chat's settings and the account of whoever writes in it: every message begins with both."""
    given = {"bot_id": bot_id, "chat_id": chat_id, "telegram_user_id": telegram_user_id}
    chat, user = (await session.execute(_CHAT_AND_PERSON, given)).one()
    return chat, user


async def upsert_chat(session: AsyncSession, values: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Write a chat down; one that is there only takes the changes."""
    await session.execute(
        insert(session, Chat)
        .values(**values)
        .on_conflict_do_update(index_elements=["bot_id", "chat_id"], set_=dict(changes))
    )


async def upsert_bot_state(session: AsyncSession, bot_id: int, values: Mapping[str, Any]) -> None:
    """Write down what is known of a bot."""
    await session.execute(
        insert(session, BotState)
        .values(bot_id=bot_id, **values)
        .on_conflict_do_update(index_elements=["bot_id"], set_=dict(values))
    )


async def find_bot_state(session: AsyncSession, bot_id: int) -> BotState | None:
    """Find what is known of a bot."""
    return await session.get(BotState, bot_id, populate_existing=True)


async def count_by_state(
    session: AsyncSession, table: type[InboxUpdate | OutboxMessage], bot_id: int | None
) -> Mapping[str, int]:
    """Count the rows that wait and those given up, by state."""
    statement = (
        select(table.state, func.count()).where(table.state.in_((*OWED, "dead"))).group_by(table.state)
    )
    if bot_id is not None:
        statement = statement.where(table.bot_id == bot_id)
    return dict((await session.execute(statement)).all())


async def oldest_update(session: AsyncSession, bot_id: int | None) -> datetime | None:
    """Tell since when the oldest update has waited."""
    statement = select(func.min(InboxUpdate.received_at)).where(InboxUpdate.state == "new")
    if bot_id is not None:
        statement = statement.where(InboxUpdate.bot_id == bot_id)
    return await session.scalar(statement)


async def oldest_call(session: AsyncSession, bot_id: int | None) -> datetime | None:
    """Tell since when the oldest call has been owed."""
    statement = select(func.min(OutboxMessage.created_at)).where(OutboxMessage.state.in_(OWED))
    if bot_id is not None:
        statement = statement.where(OutboxMessage.bot_id == bot_id)
    return await session.scalar(statement)


async def latest_poll(session: AsyncSession, bot_id: int | None) -> datetime | None:
    """Tell when updates were last fetched."""
    statement = select(func.max(BotState.last_poll_at))
    if bot_id is not None:
        statement = statement.where(BotState.bot_id == bot_id)
    return await session.scalar(statement)


async def notify(session: AsyncSession, channel: str) -> None:
    """Tell other processes at the commit that there is work; SQLite has no such thing."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_notify(channel, "")))


async def delete_updates(session: AsyncSession, states: Iterable[str], before: datetime, limit: int) -> int:
    """Delete some of the updates received before a moment; gives how many."""
    row = aliased(InboxUpdate)
    old = (
        select(row.id)
        .where(row.state.in_(tuple(states)), row.received_at < before)
        .order_by(row.received_at)
        .limit(limit)
    )
    gone = await session.execute(delete(InboxUpdate).where(InboxUpdate.id.in_(old)).returning(InboxUpdate.id))
    return len(gone.all())


async def delete_calls(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete some of the closed calls made before a moment that show no entry; gives how many."""
    row = aliased(OutboxMessage)
    old = (
        select(row.id)
        .where(row.state.in_(("sent", "dead")), row.created_at < before, row.entry_ids.is_(None))
        .order_by(row.created_at)
        .limit(limit)
    )
    gone = await session.execute(
        delete(OutboxMessage).where(OutboxMessage.id.in_(old)).returning(OutboxMessage.id)
    )
    return len(gone.all())

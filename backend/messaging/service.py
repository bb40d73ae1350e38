"""The verbs of the road: write updates down, take one, owe Telegram a call, note what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend.messaging import queries, rules
from backend.messaging.cards import queries as card_queries
from backend.messaging.digests import queries as digest_queries
from backend.models import Chat, InboxUpdate, OutboxMessage, User

INBOX_CHANNEL = "podo_inbox"
"""What Postgres announces when updates were written down by a process that does not handle them."""

log = structlog.get_logger(__name__)


# The inbox


async def store_updates(
    session: AsyncSession, bot_id: int, updates: Sequence[object], *, now: datetime
) -> int:
    """Write received updates down, each once; gives the number of new ones.

    What is no update (no integer `update_id`, not storable) is skipped: it can neither be told apart from a
    repeated one nor be answered, and must not stop the others.
    """
    rows = []
    for update in updates:
        row = rules.received(update)
        if row is None:
            log.warning("update_skipped", bot_id=bot_id, kind=type(update).__name__)
            continue
        rows.append(
            {
                "bot_id": bot_id,
                "update_id": row.update_id,
                "chat_id": row.chat_id,
                "payload": row.payload,
                "state": "new",
                "attempts": 0,
                "received_at": now,
                "due_at": now,
            }
        )
    if not rows:
        return 0
    stored = await queries.insert_updates(session, rows)
    if stored:
        await queries.notify(session, INBOX_CHANNEL)
    return stored


@dataclass(frozen=True, slots=True)
class Taken:
    """An update that was taken, as it was before anything was done with it."""

    row_id: int
    update_id: int
    chat_id: int
    attempts: int
    payload: dict[str, Any]


async def take(session: AsyncSession, bot_id: int, now: datetime) -> Taken | None:
    """Take the next update to handle, each chat's in order; it stays new until `done` or `failed` commits."""
    row = await queries.find_next_update(session, bot_id, now)
    return None if row is None else Taken(row.id, row.update_id, row.chat_id, row.attempts, row.payload or {})


async def is_update_due(session: AsyncSession, bot_id: int, now: datetime) -> bool:
    """Tell whether `take` is worth a try; for a reader that must not lock."""
    return await queries.has_due_update(session, bot_id, now)


async def done(session: AsyncSession, row_id: int, now: datetime) -> None:
    """Close a handled update. Its words go: the entry holds what is worth keeping."""
    await queries.close_update(
        session, row_id, {"state": "done", "payload": None, "error": None, "done_at": now}
    )


async def failed(
    session: AsyncSession,
    row_id: int,
    attempts: int,
    error: str,
    now: datetime,
    *,
    is_hopeless: bool = False,
) -> bool:
    """Put an update back to be tried later, or set it aside after the last try; True when set aside.

    `attempts` is the number of tries before this one, `error` the name of what went wrong, no personal text.
    A hopeless one is not tried again: its chat would wait for nothing.
    """
    wait = None if is_hopeless else rules.update_backoff(attempts + 1)
    values: dict[str, Any] = {"attempts": attempts + 1, "error": error[:300]}
    if wait is None:
        values |= {"state": "dead", "done_at": now}
    else:
        values["due_at"] = now + wait
    await queries.close_update(session, row_id, values)
    return wait is None


# The outbox


async def enqueue(
    session: AsyncSession,
    *,
    bot_id: int,
    chat_id: int,
    method: str,
    payload: Mapping[str, Any],
    dedupe_key: str | None = None,
    entry_ids: Sequence[int] | None = None,
    now: datetime,
) -> None:
    """Owe Telegram a call, made after the commit, a chat's in order; one with a known key is not doubled.

    The payload names no chat: the row does, so a group that moves takes its calls along. `entry_ids` are the
    entries that the message shows.
    """
    about = payload.get("message_id") if method.startswith("editMessage") else None
    await queries.insert_call(
        session,
        {
            "bot_id": bot_id,
            "chat_id": chat_id,
            "method": method,
            "payload": dict(payload),
            "dedupe_key": dedupe_key,
            "entry_ids": None if entry_ids is None else list(entry_ids),
            "state": "new",
            "attempts": 0,
            "created_at": now,
            "due_at": now,
            "sent_message_id": about,
        },
    )


async def claim_due(session: AsyncSession, bot_id: int, now: datetime, limit: int) -> list[OutboxMessage]:
    """Claim due calls, at most one a chat, for a lease; a sender that dies loses them when it ends."""
    return await queries.claim_calls(session, bot_id, now, now + rules.LEASE, limit)


async def next_call_due(session: AsyncSession, bot_id: int) -> datetime | None:
    """Tell when `claim_due` is next worth a try; None when nothing is owed."""
    return await queries.next_call_due(session, bot_id)


async def mark_sent(
    session: AsyncSession, call: OutboxMessage, now: datetime, *, message_id: int | None = None
) -> None:
    """Close a call that Telegram accepted, and keep the id of the message it made."""
    values: dict[str, Any] = {"state": "sent", "payload": None, "error": None, "sent_at": now}
    if message_id is not None:
        values["sent_message_id"] = message_id
    await queries.close_call(session, call.id, call.attempts, values)


async def retry(
    session: AsyncSession, call: OutboxMessage, error: str, now: datetime, *, wait: timedelta | None = None
) -> None:
    """Put a call back: made again after `wait`, else after a back-off, unless it is worth nothing now."""
    if now - call.created_at > rules.call_lifetime(call.method):
        await dead(session, call, error)
        return
    due_at = now + (wait if wait is not None else rules.call_backoff(call.attempts))
    await queries.close_call(
        session, call.id, call.attempts, {"state": "new", "due_at": due_at, "error": error[:300]}
    )


async def dead(session: AsyncSession, call: OutboxMessage, error: str) -> None:
    """Give a call up."""
    await queries.close_call(
        session, call.id, call.attempts, {"state": "dead", "payload": None, "error": error[:300]}
    )


async def drop(session: AsyncSession, call: OutboxMessage) -> None:
    """Take a claimed call out, as if it had never been owed: another will be."""
    await queries.delete_call(session, call.id, call.attempts)


async def find_receipt_entries(
    session: AsyncSession, bot_id: int, chat_id: int, message_id: int
) -> list[int]:
    """Find the ids of the entries that a message of ours shows, in its order; none for another message."""
    return await queries.find_message_entries(session, bot_id, chat_id, message_id) or []


async def find_receipt_of_entry(
    session: AsyncSession, bot_id: int, chat_id: int, entry_id: int
) -> int | None:
    """Find the latest message of ours in the chat that shows the entry."""
    return await queries.find_entry_message(session, bot_id, chat_id, entry_id)


# Chats and bots


async def find_chat(session: AsyncSession, bot_id: int, chat_id: int) -> Chat | None:
    """Find a chat's settings."""
    return await queries.find_chat(session, bot_id, chat_id)


async def find_chat_and_person(
    session: AsyncSession, bot_id: int, chat_id: int, telegram_user_id: int | None
) -> tuple[Chat | None, User | None]:
    """Find a chat's settings and the account of whoever writes in it."""
    return await queries.find_chat_and_person(session, bot_id, chat_id, telegram_user_id)


async def change_chat(
    session: AsyncSession, bot_id: int, chat_id: int, now: datetime, **changes: Any
) -> None:
    """Set a chat's state, language, ledger, theme or pending link code; a new chat is written down."""
    changes["updated_at"] = now
    kind = "private" if chat_id > 0 else "group"
    new = {"bot_id": bot_id, "chat_id": chat_id, "kind": kind, "state": "active", "created_at": now}
    await queries.upsert_chat(session, new | changes, changes)


async def mark_gone(session: AsyncSession, bot_id: int, chat_id: int, now: datetime) -> None:
    """Note that we cannot write to the chat (blocked, removed), and give up what was owed to it."""
    await change_chat(session, bot_id, chat_id, now, state="gone")
    await queries.bury_chat_calls(session, bot_id, chat_id, "chat is gone")
    await card_queries.delete_card(session, bot_id, chat_id, None)


async def mark_active(session: AsyncSession, bot_id: int, chat_id: int, now: datetime) -> None:
    """Note that we can write to the chat."""
    await change_chat(session, bot_id, chat_id, now, state="active")


async def migrate_chat(session: AsyncSession, bot_id: int, old: int, new: int, now: datetime) -> None:
    """Let a group that became a supergroup keep its binding and what is owed to it; twice is harmless.

    The old row stays, gone but bound: updates of the old group that still wait find their ledger by it. Sent
    messages and recorded ones keep the old id: a supergroup numbers its messages from 1 again, so under the
    new id an old message would be taken for a new one, and the new one for already recorded.
    """
    before = await queries.find_chat(session, bot_id, old)
    after = await queries.find_chat(session, bot_id, new)
    if before is not None:
        await change_chat(
            session,
            bot_id,
            new,
            now,
            state="active",
            ledger_id=after.ledger_id if after and after.ledger_id else before.ledger_id,
            language=after.language if after and after.language else before.language,
            picture_theme=after.picture_theme if after and after.picture_theme else before.picture_theme,
        )
        await change_chat(session, bot_id, old, now, state="gone")
    await card_queries.delete_card(session, bot_id, old, None)
    await digest_queries.move_digests(session, bot_id, old, new)
    await queries.move_owed_calls(session, bot_id, old, new, now)


@dataclass(frozen=True, slots=True)
class Measures:
    """How the road fares; ages in seconds, 0 when nothing waits; `last_poll_at` is None before any poll."""

    inbox_oldest: float
    inbox_new: int
    inbox_dead: int
    outbox_lag: float
    outbox_new: int
    outbox_dead: int
    last_poll_at: datetime | None


async def measures(session: AsyncSession, now: datetime, bot_id: int | None = None) -> Measures:
    """Measure the road, of one bot or of all."""
    inbox = await queries.count_by_state(session, InboxUpdate, bot_id)
    outbox = await queries.count_by_state(session, OutboxMessage, bot_id)
    return Measures(
        inbox_oldest=_age(await queries.oldest_update(session, bot_id), now),
        inbox_new=inbox.get("new", 0),
        inbox_dead=inbox.get("dead", 0),
        outbox_lag=_age(await queries.oldest_call(session, bot_id), now),
        outbox_new=outbox.get("new", 0) + outbox.get("sending", 0),
        outbox_dead=outbox.get("dead", 0),
        last_poll_at=await queries.latest_poll(session, bot_id),
    )


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


# Keeping no more than is needed


async def purge(session: AsyncSession, now: datetime, limit: int = 1000) -> int:
    """Delete some rows that have served; gives how many, so that a caller may go on until none is left.

    Handled updates stay 30 days, to tell a repeated one; so do those set aside and closed calls. A receipt's
    call stays as long as its entries may be amended by a reply to it.
    """
    before = now - timedelta(days=30)
    updates = await queries.delete_updates(session, ("done", "dead"), before, limit)
    return updates + await queries.delete_calls(session, before, limit)

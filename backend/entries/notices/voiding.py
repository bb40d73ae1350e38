"""Cancellations: each takes its purchase away, and is never an entry of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries import queries as entry_queries
from backend.entries.notices import queries
from backend.entries.notices.sayings import keep, notice_row, said_before, said_by, shifted
from backend.entries.removal import delete_entry
from backend.entries.rules import (
    CANCEL_WITHIN,
    NEAR,
    Said,
    closest_payment,
    is_again,
)
from backend.entries.views import EntryView, MessageRef
from backend.ledgers.access import Actor
from backend.models import PaymentNotice
from backend.parsing.drafts import Draft


@dataclass(slots=True)
class Voided:
    """What cancellations did: purchases taken away, cancellations that found none, and those done before."""

    entries: list[EntryView] = field(default_factory=list)
    unmatched: list[Draft] = field(default_factory=list)
    again: list[Draft] = field(default_factory=list)


async def void(
    session: AsyncSession,
    actor: Actor,
    drafts: Iterable[Draft],
    *,
    act: str,
    now: datetime,
    message: MessageRef | None,
) -> Voided:
    """Take away the purchases that cancellations mean; a cancellation is never an entry of its own."""
    done = Voided()
    for draft in drafts:
        if draft.cancels:
            await _void_one(session, actor, draft, done, act, now, message)
    return done


async def _void_one(
    session: AsyncSession,
    actor: Actor,
    draft: Draft,
    done: Voided,
    act: str,
    now: datetime,
    message: MessageRef | None,
) -> None:
    since, until = shifted(draft.occurred_on, -CANCEL_WITHIN), shifted(draft.occurred_on, NEAR)
    notices = await queries.notices_about(session, actor.ledger_id, {draft.amount.minor}, since, until)
    ids = {notice.entry_id for notice in notices if notice.entry_id is not None}
    views = await entry_queries.find_views(session, actor.ledger_id, ids) if ids else {}
    if _was_done(said_by(draft, actor), notices, views, act):
        done.again.append(draft)
        return
    entries = await entry_queries.same_amount(
        session, actor.ledger_id, draft.amount, draft.kind, since, until
    )
    said = {
        notice.entry_id: said_before(notice)
        for notice in notices
        if notice.entry_id in views
        and not notice.cancels
        and (notice.kind, notice.currency) == (draft.kind, draft.amount.currency)
    }
    corrected = [views[entry_id] for entry_id in said if entry_id not in {entry.id for entry in entries}]
    payment = closest_payment(draft, [*entries, *corrected], said)
    if payment is None:
        done.unmatched.append(draft)
        return
    await delete_entry(session, actor, payment.id, now=now, act=act)
    await keep(session, actor, [notice_row(actor, draft, act, now, message, entry_id=payment.id)], message)
    done.entries.append(payment)


def _was_done(said: Said, notices: Iterable[PaymentNotice], views: Mapping[int, EntryView], act: str) -> bool:
    """Tell whether this cancellation took its purchase away before, and that was not undone.

    Two alike in one message that tell no time may well cancel two purchases.
    """
    return any(
        notice.cancels
        and notice.entry_id not in views
        and is_again(said, said_before(notice))
        and not (notice.act == act and said.occurred_at is None)
        for notice in notices
    )

"""What a notice says, as it is compared with what is known and as it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries.notices import queries
from backend.entries.rules import (
    LONGEST,
    Said,
    tidy,
)
from backend.entries.views import MessageRef, NewEntry
from backend.kit.money import Money
from backend.ledgers.access import Actor
from backend.models import PaymentNotice
from backend.parsing.drafts import Draft, Kind


def moment_of(draft: Draft, actor: Actor) -> datetime | None:
    """Say when a draft's payment was made, where it tells the time."""
    if draft.occurred_at is None:
        return None
    return datetime.combine(draft.occurred_on, draft.occurred_at, ZoneInfo(actor.timezone))


def said_by(draft: Draft, actor: Actor) -> Said:
    """Say what a draft says of its payment."""
    return Said(
        draft.kind,
        draft.amount,
        draft.occurred_on,
        moment_of(draft, actor),
        tidy(draft.description, LONGEST["description"]),
        tidy(draft.payment_method or "", LONGEST["payment_method"]),
    )


def said_before(notice: PaymentNotice) -> Said:
    """Say what a kept notice said of its payment."""
    return Said(
        Kind(notice.kind),
        Money(notice.amount_minor, notice.currency),
        notice.occurred_on,
        notice.occurred_at,
        notice.description,
        notice.payment_method,
    )


def shifted(day: date, span: timedelta) -> date:
    """Move a day, but not beyond the calendar."""
    ordinal = day.toordinal() + span.days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def notice_row(
    actor: Actor, draft: Draft, act: str | None, now: datetime, message: MessageRef | None, **more: Any
) -> dict[str, Any]:
    """Write a draft as the row of a notice; `more` are columns that are not empty as by default."""
    said = said_by(draft, actor)
    return {
        "ledger_id": actor.ledger_id,
        "kind": said.kind.value,
        "amount_minor": said.amount.minor,
        "currency": said.amount.currency,
        "occurred_on": said.occurred_on,
        "occurred_at": said.occurred_at,
        "description": said.description,
        "payment_method": said.payment_method,
        "cancels": draft.cancels,
        "entry_id": None,
        "same_as": None,
        "held": None,
        "act": act,
        "source_bot_id": message and message.bot_id,
        "source_chat_id": message and message.chat_id,
        "source_message_id": message and message.message_id,
        "source_line": draft.line if message else None,
        "created_at": now,
    } | more


async def keep(
    session: AsyncSession, actor: Actor, rows: Sequence[dict[str, Any]], message: MessageRef | None
) -> list[int]:
    """Add notices; what an edited message said before on the same lines is forgotten."""
    if message is not None:
        lines = [row["source_line"] for row in rows]
        await queries.delete_lines(session, actor.ledger_id, message, lines)
    return await queries.insert_notices(session, rows)


def as_json(new: NewEntry) -> dict[str, Any]:
    """Write what a held notice would be recorded as, for its row."""
    return {
        "kind": new.kind.value,
        "amount_minor": new.amount.minor,
        "currency": new.amount.currency,
        "description": new.description,
        "occurred_on": new.occurred_on and new.occurred_on.isoformat(),
        "occurred_at": new.occurred_at and new.occurred_at.isoformat(),
        "category_id": new.category_id,
        "memo": new.memo,
        "payment_method": new.payment_method,
        "installments": new.installments,
        "text": new.text,
        "line": new.line,
    }


def from_json(kept: Mapping[str, Any]) -> NewEntry:
    """Read it again."""
    named = ("description", "category_id", "memo", "payment_method", "installments", "text", "line")
    return NewEntry(
        kind=Kind(kept["kind"]),
        amount=Money(kept["amount_minor"], kept["currency"]),
        occurred_on=kept["occurred_on"] and date.fromisoformat(kept["occurred_on"]),
        occurred_at=kept["occurred_at"] and datetime.fromisoformat(kept["occurred_at"]),
        chosen=False,
        **{name: kept[name] for name in named},
    )

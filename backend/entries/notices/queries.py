"""All the SQL of payment notices; every statement is scoped by the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries.views import MessageRef
from backend.models import Member, PaymentNotice


async def insert_notices(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add notices; answer their ids in the order of the rows."""
    added = await session.execute(
        insert(PaymentNotice).returning(PaymentNotice.id, sort_by_parameter_order=True), list(rows)
    )
    return list(added.scalars())


async def notices_about(
    session: AsyncSession, ledger_id: int, amounts: Iterable[int], since: date, until: date
) -> list[PaymentNotice]:
    """Read the notices of these amounts (in minor units) between two days (both included)."""
    rows = await session.scalars(
        select(PaymentNotice)
        .where(
            PaymentNotice.ledger_id == ledger_id,
            PaymentNotice.amount_minor.in_(set(amounts)),
            PaymentNotice.occurred_on >= since,
            PaymentNotice.occurred_on <= until,
        )
        .order_by(PaymentNotice.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def noticed(session: AsyncSession, ledger_id: int, entry_ids: Iterable[int]) -> set[int]:
    """Tell which of these entries a notice stands for."""
    rows = await session.scalars(
        select(PaymentNotice.entry_id).where(
            PaymentNotice.ledger_id == ledger_id,
            PaymentNotice.entry_id.in_(list(entry_ids)),
            PaymentNotice.cancels.is_(False),
        )
    )
    return {entry_id for entry_id in rows if entry_id is not None}


async def find_undecided(session: AsyncSession, ledger_id: int, notice_id: int) -> PaymentNotice | None:
    """Read a notice that waits for an answer, and lock the row."""
    found = await session.scalars(
        select(PaymentNotice)
        .where(
            PaymentNotice.ledger_id == ledger_id,
            PaymentNotice.id == notice_id,
            PaymentNotice.entry_id.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def undecided_of_message(session: AsyncSession, ledger_id: int, ref: MessageRef) -> list[PaymentNotice]:
    """Read the notices of a chat message that wait for an answer."""
    rows = await session.scalars(
        select(PaymentNotice)
        .where(
            PaymentNotice.ledger_id == ledger_id,
            PaymentNotice.source_bot_id == ref.bot_id,
            PaymentNotice.source_chat_id == ref.chat_id,
            PaymentNotice.source_message_id == ref.message_id,
            PaymentNotice.entry_id.is_(None),
        )
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def find_ledger_of_notice(session: AsyncSession, user_id: int, notice_id: int) -> int | None:
    """Tell in which of a person's ledgers a notice is."""
    found = await session.execute(
        select(PaymentNotice.ledger_id)
        .join(Member, Member.ledger_id == PaymentNotice.ledger_id)
        .where(Member.user_id == user_id, PaymentNotice.id == notice_id)
    )
    return found.scalar_one_or_none()


async def settle(session: AsyncSession, ledger_id: int, notice_id: int, entry_id: int, act: str) -> None:
    """Note which entry a notice became, and by which act."""
    await session.execute(
        update(PaymentNotice)
        .where(PaymentNotice.ledger_id == ledger_id, PaymentNotice.id == notice_id)
        .values(entry_id=entry_id, act=act)
    )


async def reopen(session: AsyncSession, ledger_id: int, act: str) -> list[int]:
    """Leave undecided again what an act had settled; answers the notices."""
    rows = await session.execute(
        update(PaymentNotice)
        .where(PaymentNotice.ledger_id == ledger_id, PaymentNotice.act == act, PaymentNotice.held.isnot(None))
        .values(entry_id=None, act=None)
        .returning(PaymentNotice.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows.scalars())


async def delete_notices(session: AsyncSession, ledger_id: int, ids: Iterable[int]) -> None:
    """Forget notices."""
    await session.execute(
        delete(PaymentNotice).where(PaymentNotice.ledger_id == ledger_id, PaymentNotice.id.in_(list(ids)))
    )


async def delete_lines(session: AsyncSession, ledger_id: int, ref: MessageRef, lines: Iterable[int]) -> None:
    """Forget what a chat message said on these lines."""
    await session.execute(
        delete(PaymentNotice).where(
            PaymentNotice.ledger_id == ledger_id,
            PaymentNotice.source_bot_id == ref.bot_id,
            PaymentNotice.source_chat_id == ref.chat_id,
            PaymentNotice.source_message_id == ref.message_id,
            PaymentNotice.source_line.in_(list(lines)),
        )
    )


async def delete_old(
    session: AsyncSession, undecided_before: datetime, settled_before: datetime, limit: int
) -> int:
    """Delete some notices that nobody answered, and some that are too old to come again; gives how many."""
    old = (
        select(PaymentNotice.id)
        .where(
            or_(
                PaymentNotice.created_at < settled_before,
                and_(PaymentNotice.created_at < undecided_before, PaymentNotice.entry_id.is_(None)),
            )
        )
        .order_by(PaymentNotice.created_at)
        .limit(limit)
    )
    ids = list(await session.scalars(old))
    await session.execute(delete(PaymentNotice).where(PaymentNotice.id.in_(ids)))
    return len(ids)

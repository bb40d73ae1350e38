"""All the SQL of announcements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, bindparam, delete, exists, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert
from backend.db.types import BigId
from backend.models import EntryChange, Member, UntoldAct, User

_LEDGER, _ACT = bindparam("ledger_id", type_=BigId), bindparam("act", type_=String)
_AUTHOR = bindparam("author_id", type_=BigId)
_AT = bindparam("happened_at", type_=UntoldAct.happened_at.type)
_HAPPENED = select(_LEDGER, _ACT, _AUTHOR, _AT).where(
    exists().where(EntryChange.ledger_id == _LEDGER, EntryChange.act == _ACT),
    exists().where(
        Member.ledger_id == _LEDGER, Member.user_id == User.id, User.telegram_user_id.is_not(None)
    ),
)
"""An act that changed something, in a ledger of which somebody chats."""
_CAME = select(_LEDGER, _ACT, _AUTHOR, _AT, true()).where(
    exists().where(
        Member.ledger_id == _LEDGER,
        Member.user_id != _AUTHOR,
        Member.user_id == User.id,
        User.telegram_user_id.is_not(None),
    )
)
"""Somebody's coming into a ledger of which another member chats."""


async def insert_acts(session: AsyncSession, acts: Sequence[tuple[int, str, int]], now: datetime) -> None:
    """Note acts (ledger, act, author) that somebody in a chat may want to hear of; the others are dropped."""
    names = ["ledger_id", "act", "author_id", "happened_at"]
    statement = insert(session, UntoldAct.__table__).from_select(names, _HAPPENED).on_conflict_do_nothing()
    for ledger_id, act, author_id in acts:
        wanted = {"ledger_id": ledger_id, "act": act, "author_id": author_id, "happened_at": now}
        await session.execute(statement, wanted)


async def insert_arrival(
    session: AsyncSession, ledger_id: int, act: str, user_id: int, now: datetime
) -> None:
    """Note that somebody came into a ledger, if another member may want to hear of it in a chat."""
    names = ["ledger_id", "act", "author_id", "happened_at", "joined"]
    wanted = {"ledger_id": ledger_id, "act": act, "author_id": user_id, "happened_at": now}
    await session.execute(insert(session, UntoldAct.__table__).from_select(names, _CAME), wanted)


async def is_any_waiting(session: AsyncSession) -> bool:
    """Tell whether an act waits to be told, without a lock."""
    return (await session.execute(select(UntoldAct.id).limit(1))).scalar_one_or_none() is not None


async def take_oldest(session: AsyncSession) -> UntoldAct | None:
    """Take the oldest act away; another taker passes over it until this transaction ends."""
    found = await session.scalars(
        select(UntoldAct).order_by(UntoldAct.id).limit(1).with_for_update(skip_locked=True)
    )
    act = found.one_or_none()
    if act is not None:
        await delete_act(session, act.ledger_id, act.id)
    return act


async def delete_act(session: AsyncSession, ledger_id: int, act_id: int) -> None:
    """Take an act away."""
    await session.execute(
        delete(UntoldAct)
        .where(UntoldAct.ledger_id == ledger_id, UntoldAct.id == act_id)
        .execution_options(synchronize_session=False)
    )

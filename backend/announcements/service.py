"""Hands what others are to hear of in their chats to the bot: noted with the change, taken away when told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.queries import changed_acts
from backend.acts.service import new_act
from backend.announcements import queries
from backend.entries.history.service import touched_by_act
from backend.entries.views import Touched
from backend.kit.errors import Missing
from backend.ledgers.access import Actor
from backend.ledgers.service import get_actor


@dataclass(frozen=True, slots=True)
class Untold:
    """An act that the chats are to hear of: whose, in which ledger, and where its entries count.

    `joined` says that the actor came into the ledger.
    """

    id: int
    actor: Actor
    touched: tuple[Touched, ...] = ()
    joined: bool = False


async def hand_over(session: AsyncSession, *, now: datetime) -> None:
    """Note what this transaction did to entries, for the bot to tell; for edges where nobody is told."""
    acts = changed_acts(session)
    if acts:
        await queries.insert_acts(session, acts, now)


async def note_arrival(session: AsyncSession, actor: Actor, *, now: datetime) -> None:
    """Note that the actor came into the ledger, for the bot to tell the other members; from every edge."""
    await queries.insert_arrival(session, actor.ledger_id, new_act(), actor.user_id, now)


async def is_any_waiting(session: AsyncSession) -> bool:
    """Tell whether anything waits to be told."""
    return await queries.is_any_waiting(session)


async def take(session: AsyncSession) -> Untold | None:
    """Take the oldest act away, to be told of in this transaction; None when none waits.

    An act whose author is no member any more is passed over: whose it was is nobody's news.
    """
    act = await queries.take_oldest(session)
    if act is None:
        return None
    try:
        actor = await get_actor(session, act.author_id, act.ledger_id)
    except Missing:
        return await take(session)
    if act.joined:
        return Untold(act.id, actor, joined=True)
    return Untold(act.id, actor, tuple(await touched_by_act(session, actor, act.act)))


async def give_up(session: AsyncSession, untold: Untold) -> None:
    """Take an act away that cannot be told."""
    await queries.delete_act(session, untold.actor.ledger_id, untold.id)

"""Coming into a household's ledger and going out of it; nobody is left without a ledger of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import service as accounts
from backend.announcements.service import note_arrival
from backend.ledgers import service as ledgers
from backend.ledgers.access import Actor, Role
from backend.ledgers.invitations.service import accept
from backend.ledgers.members.service import take_out
from backend.ledgers.service import NewLedger
from backend.onboarding.rules import ledger_name, settle_home
from backend.onboarding.service import start_ledger


async def join(
    session: AsyncSession, user_id: int, token: str, *, secret_key: str, now: datetime
) -> tuple[Actor, bool]:
    """Let a person into a ledger by an invitation; answers as what they act there, and whether they are new.

    Where nothing is recorded in the ledger that their entries went to, entries go to the new one from here
    on: that is what somebody who was just invited expects. The other members are told in their chats. Raises
    as `invitations.service.accept` does.
    """
    before = await ledgers.get_default_actor(session, user_id)
    actor, is_new = await accept(session, user_id, token, secret_key=secret_key, now=now)
    if is_new:
        await note_arrival(session, actor, now=now)
    if is_new and actor.role is not Role.VIEWER and not await ledgers.is_used(session, before):
        await ledgers.choose_default(session, user_id, actor.ledger_id)
        await accounts.edit_person(session, user_id, {}, now=now, always=True)
    return actor, is_new


async def part(
    session: AsyncSession, actor: Actor, user_id: int, *, now: datetime, if_revision: int | None = None
) -> None:
    """Take somebody out of the actor's ledger, or oneself. Who is in no other gets one of their own.

    Raises as `members.service.take_out` does.
    """
    await take_out(session, actor, user_id, if_revision=if_revision)
    person = await accounts.edit_person(session, user_id, {}, now=now, always=True)
    if not (await ledgers.list_ledgers(session, user_id, limit=1)).items:
        home = settle_home(person.locale, person.timezone, None)
        new = NewLedger(ledger_name(person.locale), home.currency, home.timezone)
        await start_ledger(session, user_id, new, now=now)

"""Who acts in which ledger when a button or a reply names that, or an entry of it, rather than a chat."""

from __future__ import annotations

from backend.entries.notices.deciding import find_ledger_of_notice
from backend.entries.service import find_ledger_of_act, find_ledger_of_entry
from backend.kit.errors import Missing
from backend.ledgers.access import Actor
from backend.ledgers.service import get_actor
from bot.context import Context


async def actor_in(context: Context, ledger_id: int) -> Actor:
    """Say who acts in a ledger. Raises Missing `ledger.not_found` for a stranger's."""
    user = await context.user()
    return await get_actor(context.session, user.id, ledger_id)


async def actor_where(context: Context, ledger_id: int | None, missing: str) -> Actor:
    """Say who acts in the ledger that was found for them. Raises Missing with that code where none was."""
    if ledger_id is None:
        raise Missing(missing)
    return await actor_in(context, ledger_id)


async def actor_for_entry(context: Context, entry_id: int) -> Actor:
    """Say who acts in the ledger of an entry. Raises Missing `entry.not_found` for a stranger's."""
    user = await context.user()
    found = await find_ledger_of_entry(context.session, user.id, entry_id)
    return await actor_where(context, found, "entry.not_found")


async def actor_for_notice(context: Context, notice_id: int) -> Actor:
    """Say who acts in the ledger of a payment notice. Raises Missing `notice.decided` for a stranger's."""
    user = await context.user()
    found = await find_ledger_of_notice(context.session, user.id, notice_id)
    return await actor_where(context, found, "notice.decided")


async def actor_for_act(context: Context, act: str) -> Actor:
    """Say who acts in the ledger where an act was done. Raises Missing `undo.nothing` for a stranger's."""
    user = await context.user()
    found = await find_ledger_of_act(context.session, user.id, act)
    return await actor_where(context, found, "undo.nothing")

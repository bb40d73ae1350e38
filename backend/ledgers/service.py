"""The verbs of ledgers: who may act where, and a ledger's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from backend.kit.errors import Conflict, Missing, Stale
from backend.kit.pages import Page, decode_cursor, page_of
from backend.kit.periods import Shift, WeekStart
from backend.ledgers import queries
from backend.ledgers.access import Actor, Role
from backend.ledgers.rules import MAX_LEDGERS, country_of
from backend.models import Ledger, Member


@dataclass(frozen=True, slots=True)
class NewLedger:
    """A ledger to be made; without a country it gets the timezone's."""

    name: str
    currency: str
    timezone: str
    country: str | None = None
    month_start_day: int = 1
    month_start_shift: Shift = Shift.NONE
    week_start: WeekStart = WeekStart.MONDAY


@dataclass(frozen=True, slots=True)
class LedgerView:
    """A ledger as one of its members sees it."""

    id: int
    name: str
    currency: str
    timezone: str
    country: str | None
    month_start_day: int
    month_start_shift: Shift
    week_start: WeekStart
    role: Role
    is_default: bool
    revision: int
    created_at: datetime
    updated_at: datetime


def _view(ledger: Ledger | Row[*tuple[Any, ...]], role: str, *, is_default: bool) -> LedgerView:
    return LedgerView(
        id=ledger.id,
        name=ledger.name,
        currency=ledger.currency,
        timezone=ledger.timezone,
        country=ledger.country,
        month_start_day=ledger.month_start_day,
        month_start_shift=Shift(ledger.month_start_shift),
        week_start=WeekStart(ledger.week_start),
        role=Role(role),
        is_default=is_default,
        revision=ledger.revision,
        created_at=ledger.created_at,
        updated_at=ledger.updated_at,
    )


async def find_actor(session: AsyncSession, user_id: int, ledger_id: int) -> Actor | None:
    """Say as what a person acts in a ledger; None for a stranger and where there is no such ledger."""
    return await queries.find_actor(session, user_id, ledger_id)


async def get_actor(session: AsyncSession, user_id: int, ledger_id: int) -> Actor:
    """Say as what a person acts in a ledger. Raises Missing `ledger.not_found`, for strangers too."""
    actor = await find_actor(session, user_id, ledger_id)
    if actor is None:
        raise Missing("ledger.not_found")
    return actor


async def get_default_actor(session: AsyncSession, user_id: int) -> Actor:
    """Say as what a person acts in the ledger where their entries go. Raises Missing `ledger.not_found`."""
    actor = await queries.find_default_actor(session, user_id)
    if actor is None:
        raise Missing("ledger.not_found")
    return actor


async def create_ledger(session: AsyncSession, user_id: int, new: NewLedger, *, now: datetime) -> LedgerView:
    """Make a ledger that the person owns; their first one is their default. It has no categories yet.

    Raises Conflict `ledger.too_many`.
    """
    count = await queries.count_ledgers(session, user_id)
    if count >= MAX_LEDGERS:
        raise Conflict("ledger.too_many", most=MAX_LEDGERS)
    ledger = Ledger(
        name=new.name,
        currency=new.currency,
        timezone=new.timezone,
        country=new.country or country_of(new.timezone),
        month_start_day=new.month_start_day,
        month_start_shift=new.month_start_shift.value,
        week_start=new.week_start.value,
        revision=1,
        created_at=now,
        updated_at=now,
    )
    session.add(ledger)
    await session.flush()
    session.add(
        Member(
            ledger_id=ledger.id,
            user_id=user_id,
            role=Role.OWNER.value,
            is_default=count == 0,
            created_at=now,
        )
    )
    await session.flush()
    return _view(ledger, Role.OWNER, is_default=count == 0)


async def list_ledgers(
    session: AsyncSession, user_id: int, *, cursor: str | None = None, limit: int = MAX_LEDGERS
) -> Page[LedgerView]:
    """Read a person's ledgers, oldest first, page by page. Raises Invalid `cursor.invalid`."""
    after = int(decode_cursor(cursor, (int,))[0]) if cursor is not None else 0
    rows = await queries.list_ledgers(session, user_id, after=after, limit=limit + 1)
    views = [_view(row, row.role, is_default=row.is_default) for row in rows]
    return page_of(views, limit, lambda view: (view.id,))


async def get_ledger(session: AsyncSession, actor: Actor) -> LedgerView:
    """Read the actor's ledger. Raises Missing `ledger.not_found` when it is gone meanwhile."""
    ledger = await queries.find_ledger(session, actor.ledger_id)
    member = await queries.find_membership(session, actor.user_id, actor.ledger_id)
    if ledger is None or member is None:
        raise Missing("ledger.not_found")
    return _view(ledger, member.role, is_default=member.is_default)


async def edit_ledger(
    session: AsyncSession,
    actor: Actor,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    if_revision: int | None = None,
) -> LedgerView:
    """Change the settings that `changes` names. A country that was the timezone's follows the timezone.

    Raises Forbidden `ledger.owner_only`, Stale `resource.changed`, Conflict `ledger.currency_in_use` once
    something was recorded: every sum is in the ledger's currency.
    """
    actor.must_own()
    ledger = await _get_locked(session, actor, if_revision)
    wanted = {name: value for name, value in changes.items() if getattr(ledger, name) != value}
    if "currency" in wanted and await queries.has_amounts(session, actor.ledger_id):
        raise Conflict("ledger.currency_in_use")
    if "timezone" in wanted and "country" not in changes and ledger.country == country_of(ledger.timezone):
        wanted["country"] = country_of(wanted["timezone"])
    if wanted:
        for name, value in wanted.items():
            setattr(ledger, name, value)
        ledger.revision += 1
        ledger.updated_at = now
        await session.flush()
    return await get_ledger(session, actor)


async def _get_locked(session: AsyncSession, actor: Actor, if_revision: int | None) -> Ledger:
    ledger = await queries.find_ledger(session, actor.ledger_id, lock=True)
    if ledger is None:
        raise Missing("ledger.not_found")
    if if_revision is not None and ledger.revision != if_revision:
        raise Stale("resource.changed")
    return ledger


async def delete_ledger(session: AsyncSession, actor: Actor, *, if_revision: int | None = None) -> None:
    """Remove a ledger with all that is in it, for good.

    Raises Forbidden `ledger.owner_only`, Stale `resource.changed`, Conflict `ledger.last_one` while it is
    the only ledger of one of its members: nobody is left without.
    """
    actor.must_own()
    await queries.lock_memberships(session, actor.user_id)
    await _get_locked(session, actor, if_revision)
    if await queries.is_only_ledger_of_a_member(session, actor.ledger_id):
        raise Conflict("ledger.last_one")
    await queries.hand_on_messages(session, actor.ledger_id)  # edited, they are not to be recorded anew
    await queries.delete_ledger(session, actor.ledger_id)


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes with a ledger: how many entries, and for how many others besides the actor.

    `is_only_one` says that it is the only ledger of one of its members.
    """

    entries: int
    others: int
    is_only_one: bool


async def what_goes(session: AsyncSession, actor: Actor) -> Contents:
    """Tell what deleting the actor's ledger would take away. Raises Forbidden `ledger.owner_only`."""
    actor.must_own()
    entries = await queries.count_entries(session, actor.ledger_id)
    members = await queries.count_members(session, [actor.ledger_id])
    is_only_one = await queries.is_only_ledger_of_a_member(session, actor.ledger_id)
    return Contents(entries, members[actor.ledger_id] - 1, is_only_one)


async def choose_default(session: AsyncSession, user_id: int, ledger_id: int) -> None:
    """Make one of a person's ledgers the one where their entries go. Raises Missing `ledger.not_found`."""
    await get_actor(session, user_id, ledger_id)
    await queries.set_default(session, user_id, ledger_id)


async def is_used(session: AsyncSession, actor: Actor) -> bool:
    """Tell whether anything was ever recorded or budgeted in the actor's ledger."""
    return await queries.has_amounts(session, actor.ledger_id)


async def who_stays(session: AsyncSession, user_id: int) -> list[tuple[str, int]]:
    """Tell of each of a person's ledgers how many others are in it: those with nobody go when they leave."""
    memberships = await queries.list_memberships(session, user_id)
    counts = await queries.count_members(session, [ledger.id for ledger, _ in memberships])
    return [(ledger.name, counts[ledger.id] - 1) for ledger, _ in memberships]


async def leave_all(session: AsyncSession, user_id: int) -> None:
    """Take a person out of every ledger: those they were alone in go, shared ones stay and keep an owner.

    Where nobody else owns one, the member who has been in it for the longest does from here on.
    """
    for member in await queries.lock_memberships(session, user_id):
        await queries.serialise(session, member.ledger_id)
        others = await queries.other_members(session, member.ledger_id, user_id)
        if not others:
            await queries.delete_ledger(session, member.ledger_id)
        elif not any(other.role == Role.OWNER for other in others):
            heir = next((other for other in others if other.role == Role.MEMBER), others[0])
            heir.role = Role.OWNER.value
            heir.revision += 1
    await session.flush()


async def others_on_telegram(session: AsyncSession, actor: Actor) -> list[tuple[int, str | None]]:
    """Tell the Telegram ids of the ledger's other members, each with the language they chose."""
    rows = await queries.others_on_telegram(session, actor.ledger_id, actor.user_id)
    return [(telegram_id, locale) for telegram_id, locale in rows if telegram_id is not None]

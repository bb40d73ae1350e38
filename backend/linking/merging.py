"""What a chat recorded before it was linked moves into the linked account: nothing is orphaned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.budgets.moving import move_budgets
from backend.entries.rates import into_ledger
from backend.kit.errors import Invalid
from backend.kit.money import Money
from backend.linking import queries
from backend.models import Category, Entry, Ledger, User

ROLES = ("viewer", "member", "owner")
Snapshot = dict[str, Any]
"""An entry as its history keeps it."""


@dataclass(frozen=True, slots=True)
class Move:
    """Whose things become whose."""

    chatter_id: int
    account_id: int
    now: datetime


async def absorb(session: AsyncSession, chatter: User, account: User, *, merge: bool, now: datetime) -> int:
    """Move all that `chatter` has into `account` and remove `chatter`; answers how many entries were merged.

    With `merge`, ledgers that only the chatter is in become part of the account's default ledger; otherwise,
    or where a currency has no rate, they join the account's ledgers as they are.
    """
    own = {member.ledger_id: member for member, _ in await queries.memberships(session, account.id)}
    target = next((ledger for _, ledger in await queries.memberships(session, account.id)), None)
    move = Move(chatter.id, account.id, now)
    moved = 0
    await queries.move_authorship(session, chatter.id, account.id)
    for member, ledger in await queries.memberships(session, chatter.id):
        alone = await queries.count_members(session, ledger.id) == 1
        if ledger.id in own:
            highest = max(member.role, own[ledger.id].role, key=ROLES.index)
            await queries.raise_role(session, ledger.id, account.id, highest)
        elif merge and alone and target is not None and await _can_convert(session, ledger, target):
            moved += await _merge(session, ledger, target, move)
            continue
        else:
            await queries.move_membership(session, ledger.id, chatter.id, account.id)
        await _move_history(session, ledger, ledger, move, lambda kept: kept)
    await queries.delete_user(session, chatter.id)
    return moved


async def _can_convert(session: AsyncSession, ledger: Ledger, target: Ledger) -> bool:
    if ledger.currency == target.currency:
        return True
    for currency in {ledger.currency, *await queries.distinct_currencies(session, ledger.id)}:
        try:
            into_ledger(Money(1, currency), target.currency, date(2020, 1, 2))
        except Invalid:
            return False
    return True


async def _merge(session: AsyncSession, ledger: Ledger, target: Ledger, move: Move) -> int:
    """Empty one ledger into another, history and chats included, and remove it."""
    categories = await _matching_categories(session, ledger, target, move.now)
    if ledger.currency != target.currency:
        for entry in await queries.entries_to_convert(session, ledger.id):
            _convert(entry, target.currency)
        await session.flush()
    moved = await queries.move_entries(session, ledger.id, target.id, categories)
    await _move_history(session, ledger, target, move, lambda kept: _moved(kept, ledger, target, categories))
    await _move_lessons(session, ledger, target, categories)
    await queries.move_notices(session, ledger.id, target.id)
    await queries.move_quiet_days(session, ledger.id, target.id)
    if ledger.currency == target.currency:
        await move_budgets(session, ledger.id, target.id, categories, now=move.now)
        await queries.move_rates(session, ledger.id, target.id)
    await queries.move_chats(session, ledger.id, target.id)
    session.expunge_all()
    await queries.delete_ledger(session, ledger.id)
    return moved


async def _move_lessons(
    session: AsyncSession, ledger: Ledger, target: Ledger, categories: dict[int | None, int | None]
) -> None:
    """Move what a ledger learnt; of two lessons about the same words the newer one stays."""
    there = {(lesson.kind, lesson.words): lesson for lesson in await queries.lessons_of(session, target.id)}
    coming = await queries.lessons_of(session, ledger.id)
    moving = [
        lesson
        for lesson in coming
        if (known := there.get((lesson.kind, lesson.words))) is None or known.taught_at < lesson.taught_at
    ]
    beaten = {(lesson.kind, lesson.words): there.get((lesson.kind, lesson.words)) for lesson in moving}
    await queries.delete_lessons(session, target.id, [lesson.id for lesson in beaten.values() if lesson])
    for lesson in moving:
        category_id = categories.get(lesson.category_id)
        known = beaten[lesson.kind, lesson.words]
        if category_id is not None:
            replaced = known.category_id if known else categories.get(lesson.replaced_category_id)
            await queries.move_lesson(session, lesson, target.id, category_id, replaced)


async def _move_history(
    session: AsyncSession, ledger: Ledger, target: Ledger, move: Move, moved: Callable[[Snapshot], Snapshot]
) -> None:
    """Rewrite what a ledger's history keeps, so that it can be undone where it is now."""
    for change in await queries.history_of(session, ledger.id):
        before = change.before
        if before is not None:
            author_id = move.account_id if before["author_id"] == move.chatter_id else before["author_id"]
            before = moved(before) | {"author_id": author_id}
        await queries.move_history(session, change.id, ledger.id, target.id, before)


def _convert(entry: Entry, currency: str) -> None:
    in_ledger, rate = into_ledger(Money(entry.amount_minor, entry.currency), currency, entry.occurred_on)
    entry.ledger_amount_minor, entry.rate = in_ledger.minor, rate


def _moved(
    kept: Snapshot, ledger: Ledger, target: Ledger, categories: dict[int | None, int | None]
) -> Snapshot:
    """Say of a snapshot what it would be in another ledger."""
    moved = kept | {"ledger_id": target.id, "category_id": categories.get(kept["category_id"])}
    if ledger.currency == target.currency:
        return moved  # its rate may be one that people gave
    amount = Money(kept["amount_minor"], kept["currency"])
    in_ledger, rate = into_ledger(amount, target.currency, date.fromisoformat(kept["occurred_on"]))
    return moved | {"ledger_amount_minor": in_ledger.minor, "rate": rate}


async def _matching_categories(
    session: AsyncSession, ledger: Ledger, target: Ledger, now: datetime
) -> dict[int | None, int | None]:
    """Find or make, for each category of a ledger, the one that stands for it in another."""
    there = await queries.categories_of(session, target.id)
    by_key: dict[tuple[str, str | None], int] = {(row.kind, row.key): row.id for row in there if row.key}
    by_name: dict[tuple[str, str | None], int] = {(row.kind, row.name): row.id for row in there if row.name}
    matching: dict[int | None, int | None] = {None: None}
    for row in await queries.categories_of(session, ledger.id):
        found = by_key.get((row.kind, row.key)) if row.key else by_name.get((row.kind, row.name))
        if found is None:
            copy = Category(
                ledger_id=target.id,
                key=row.key,
                name=row.name,
                emoji=row.emoji,
                kind=row.kind,
                parent_id=matching.get(row.parent_id),
                position=len(there) + len(matching),
                archived=row.archived,
                created_at=now,
                updated_at=now,
            )
            session.add(copy)
            await session.flush()
            found = copy.id
        matching[row.id] = found
    return matching

"""Tells the payments that a ledger does not have from those that it has, or may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries import queries as entry_queries
from backend.entries.notices import queries
from backend.entries.notices.sayings import said_before, said_by, shifted
from backend.entries.rules import (
    NEAR,
    Said,
    is_again,
    said_in,
    same_purchase,
    share_words,
)
from backend.entries.views import EntryView
from backend.ledgers.access import Actor
from backend.ledgers.queries import serialise
from backend.models import PaymentNotice
from backend.parsing.drafts import Draft


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice that is not recorded before a person says whether `entry`, typed by hand, is the same one.

    `id` is 0 where nobody can be asked.
    """

    id: int
    draft: Draft
    entry: EntryView


@dataclass(slots=True)
class SortedOut:
    """What is to become of the payments of a text.

    `again` are notices known already, with their entry, or None where it was cancelled meanwhile; `alike`
    are, by line, the entries from notices that what is typed now looks like.
    """

    new: list[Draft] = field(default_factory=list)
    again: list[tuple[Draft, EntryView | None]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    alike: dict[int, EntryView] = field(default_factory=dict)


async def sort_out(
    session: AsyncSession, actor: Actor, drafts: Iterable[Draft], categories: Mapping[str, int]
) -> SortedOut:
    """Tell new payments from those that the ledger has; `categories` are the ids of what drafts name."""
    found = SortedOut()
    drafts = list(drafts)
    if any(draft.is_notice for draft in drafts):
        await serialise(session, actor.ledger_id)  # two copies at once must not both find nothing
    payments = [draft for draft in drafts if not draft.cancels]
    if not payments:
        return found
    notices = await queries.notices_about(
        session,
        actor.ledger_id,
        {draft.amount.minor for draft in payments},
        shifted(min(draft.occurred_on for draft in payments), -NEAR),
        shifted(max(draft.occurred_on for draft in payments), NEAR),
    )
    ids = {one for notice in notices for one in (notice.entry_id, notice.same_as) if one is not None}
    views = await entry_queries.find_views(session, actor.ledger_id, ids) if ids else {}
    for draft in payments:
        if draft.is_notice:
            await _sort_out_notice(session, actor, draft, categories, notices, views, found)
            continue
        found.new.append(draft)
        looks_like = _from_notice(said_by(draft, actor), categories.get(draft.category or ""), notices, views)
        if looks_like is not None:
            found.alike[draft.line] = looks_like
    return found


def _from_notice(
    said: Said, category_id: int | None, notices: Sequence[PaymentNotice], views: Mapping[int, EntryView]
) -> EntryView | None:
    """Find the entry of a notice that what is typed by hand may repeat."""
    for notice in notices:
        entry = None if notice.cancels or notice.entry_id is None else views.get(notice.entry_id)
        known = said_before(notice)
        if entry is None or (known.kind, known.amount) != (said.kind, said.amount):
            continue
        is_near = abs(known.occurred_on - said.occurred_on) <= NEAR
        same_category = entry.category is not None and entry.category.id == category_id
        if is_near and (same_category or share_words(said.description, known.description)):
            return entry
    return None


async def _sort_out_notice(
    session: AsyncSession,
    actor: Actor,
    draft: Draft,
    categories: Mapping[str, int],
    notices: Sequence[PaymentNotice],
    views: Mapping[int, EntryView],
    found: SortedOut,
) -> None:
    said = said_by(draft, actor)
    if draft.occurred_at and any(is_again(said, said_by(one, actor)) for one in found.new if one.is_notice):
        return  # twice in one message; two alike without a time may well be two purchases
    same = [notice for notice in notices if not notice.cancels and is_again(said, said_before(notice))]
    became = [notice.entry_id for notice in same if notice.entry_id is not None]
    standing = next((views[entry_id] for entry_id in became if entry_id in views), None)
    if standing is not None:
        found.again.append((draft, standing))
        return
    cancelled = {notice.entry_id for notice in notices if notice.cancels} - views.keys()
    if cancelled.intersection(became):
        found.again.append((draft, None))
        return
    waiting = next((notice for notice in same if notice.entry_id is None), None)
    if waiting is not None:
        typed = views.get(waiting.same_as or 0)
        if typed is not None:
            found.asked.append(Asked(waiting.id, draft, typed))
            return
        await queries.delete_notices(session, actor.ledger_id, [waiting.id])
    await _meet_entries(session, actor, draft, categories.get(draft.category or ""), found)


async def _meet_entries(
    session: AsyncSession, actor: Actor, draft: Draft, category_id: int | None, found: SortedOut
) -> None:
    """Look for the purchase of a new notice among the entries."""
    said = said_by(draft, actor)
    since, until = shifted(draft.occurred_on, -NEAR), shifted(draft.occurred_on, NEAR)
    entries = await entry_queries.same_amount(
        session, actor.ledger_id, draft.amount, draft.kind, since, until
    )
    if not entries:
        found.new.append(draft)
        return
    tells = [entry for entry in entries if entry.payment_method or entry.occurred_at]
    again = next((entry for entry in tells if is_again(said, said_in(entry))), None)
    if again is not None:
        found.again.append((draft, again))
        return
    noticed = await queries.noticed(session, actor.ledger_id, [entry.id for entry in entries])
    taken = noticed | {one.entry.id for one in found.asked}
    twin = same_purchase(said, category_id, [entry for entry in entries if entry.id not in taken])
    if twin is None:
        found.new.append(draft)
    else:
        found.asked.append(Asked(0, draft, twin))

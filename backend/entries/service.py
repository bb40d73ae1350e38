"""The verbs of entries: record, read, edit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts import queries as act_queries
from backend.acts.queries import insert_changes
from backend.acts.service import change_row, new_act
from backend.categories.catalogue import check_category, choose_category, get_catalogue
from backend.categories.lessons import teach
from backend.entries import queries
from backend.entries.given_rates.service import in_ledger_currency
from backend.entries.history import queries as history_queries
from backend.entries.history.queries import LOG
from backend.entries.rules import (
    LONGEST,
    check_day,
    differing,
    fold,
    tidy,
)
from backend.entries.sums import queries as sum_queries
from backend.entries.views import Changes, EntryView, Filters, MessageRef, NewEntry, Recorded, Source
from backend.kit.errors import Missing, Stale
from backend.kit.money import Money, positive
from backend.kit.pages import Page, decode_cursor, page_of
from backend.kit.periods import Period
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind

TAUGHT_FROM = frozenset({Source.API, Source.WEB})


"""Where a category given with a new entry is a person's choice; a bank's file or a rule teaches nothing."""


async def record(
    session: AsyncSession,
    actor: Actor,
    new: Sequence[NewEntry],
    *,
    source: Source,
    now: datetime,
    message: MessageRef | None = None,
    act: str | None = None,
) -> Recorded:
    """Record entries, all or none, as one act.

    A category that a person names for words that would be filed elsewhere is learnt. Raises Forbidden
    `ledger.read_only`, Invalid `category.not_found`, `category.wrong_kind`, `money.not_positive`,
    `entry.day_out_of_range`, `entry.rate_unknown`.
    """
    actor.must_write()
    act = act or new_act()
    if not new:
        return Recorded((), act)
    rows = [await _new_row(session, actor, one, source, now, message) for one in new]
    ids = await queries.insert_entries(session, rows)
    await insert_changes(
        session, LOG, [change_row(LOG, actor, entry_id, act, "created", 1, None, now) for entry_id in ids]
    )
    if source in TAUGHT_FROM:
        for one in new:
            if one.category_id is not None and one.chosen:
                await _teach_news(session, actor, one.description, one.category_id, act, now)
    views = await queries.find_views(session, actor.ledger_id, ids)
    return Recorded(tuple(views[entry_id] for entry_id in ids), act)


async def _teach_news(
    session: AsyncSession, actor: Actor, description: str, category_id: int, act: str, now: datetime
) -> None:
    """Learn a choice that words alone would not have led to, or only weakly."""
    category = await check_category(session, actor, category_id)
    catalogue = await get_catalogue(session, actor)
    kind = Kind(category.kind)
    choice = catalogue.choose(description, kind)
    if choice.likely or catalogue.chosen_id(choice, kind) != category_id:
        await teach(session, actor, description, category, act=act, now=now)


async def _new_row(
    session: AsyncSession,
    actor: Actor,
    new: NewEntry,
    source: Source,
    now: datetime,
    message: MessageRef | None,
) -> dict[str, Any]:
    amount = positive(new.amount.decimal, new.amount.currency)
    occurred_on = check_day(new.occurred_on or actor.today(now))
    in_ledger, rate = await in_ledger_currency(session, actor, amount, occurred_on)
    description = tidy(new.description, LONGEST["description"])
    category_id = new.category_id
    if category_id is not None:
        if new.chosen:  # else it is of the catalogue that was read in this transaction
            await check_category(session, actor, category_id, kind=new.kind)
    elif new.choose_category:
        category_id = await choose_category(session, actor, description, new.kind)
    memo = tidy(new.memo, LONGEST["memo"])
    payment_method = tidy(new.payment_method, LONGEST["payment_method"])
    return {
        "ledger_id": actor.ledger_id,
        "kind": new.kind.value,
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "ledger_amount_minor": in_ledger.minor,
        "rate": rate,
        "category_id": category_id,
        "description": description,
        "memo": memo,
        "payment_method": payment_method,
        "installments": new.installments,
        "occurred_on": occurred_on,
        "occurred_at": new.occurred_at,
        "excluded": new.excluded,
        "author_id": actor.user_id,
        "source": source.value,
        "source_bot_id": message and message.bot_id,
        "source_chat_id": message and message.chat_id,
        "source_message_id": message and message.message_id,
        "source_line": new.line if message else None,
        "text": new.text,
        "search_text": fold(description, memo, payment_method),
        "revision": 1,
        "created_at": now,
        "updated_at": now,
    }


async def get_entry(session: AsyncSession, actor: Actor, entry_id: int) -> EntryView:
    """Read one entry. Raises Missing `entry.not_found`."""
    found = await queries.find_views(session, actor.ledger_id, [entry_id])
    if entry_id not in found:
        raise Missing("entry.not_found")
    return found[entry_id]


async def find_ledger_of_entry(session: AsyncSession, user_id: int, entry_id: int) -> int | None:
    """Tell in which of a person's ledgers an entry is, or was until it was deleted."""
    return await history_queries.find_ledger_of_entry(session, user_id, entry_id)


async def find_ledger_of_act(session: AsyncSession, user_id: int, act: str) -> int | None:
    """Tell in which of a person's ledgers an act was done."""
    return await act_queries.find_ledger_of_act(session, LOG, user_id, act)


async def find_entries(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> list[EntryView]:
    """Read those of these entries that still stand, in the order asked."""
    found = await queries.find_views(session, actor.ledger_id, ids) if ids else {}
    return [found[entry_id] for entry_id in ids if entry_id in found]


async def list_entries(
    session: AsyncSession, actor: Actor, wanted: Filters, *, cursor: str | None = None, limit: int = 50
) -> Page[EntryView]:
    """Read entries newest first, page by page. Raises Invalid `cursor.invalid`."""
    after = None
    if cursor is not None:
        day, entry_id = decode_cursor(cursor, (int, int))
        after = (_day_of_ordinal(int(day)), int(entry_id))
    if wanted.words:
        wanted = _folded(wanted)
    rows = await queries.list_views(session, actor.ledger_id, wanted, after, limit + 1)
    return page_of(rows, limit, lambda entry: (entry.occurred_on.toordinal(), entry.id))


async def total_of(session: AsyncSession, actor: Actor, wanted: Filters) -> Money:
    """Add up the entries wanted that count, of one kind, in the ledger's currency."""
    if wanted.words:
        wanted = _folded(wanted)
    return Money(await queries.sum_of(session, actor.ledger_id, wanted), actor.currency)


def _day_of_ordinal(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _folded(wanted: Filters) -> Filters:
    return Filters(
        wanted.since,
        wanted.until,
        wanted.kind,
        wanted.category_id,
        wanted.author_id,
        fold(wanted.words or ""),
        wanted.least,
        wanted.most,
    )


async def recent_entries(session: AsyncSession, actor: Actor, limit: int = 10) -> list[EntryView]:
    """Read what was recorded last in the ledger, by anybody."""
    return await queries.newest_by(session, actor.ledger_id, None, limit)


async def last_entry_of(session: AsyncSession, actor: Actor) -> EntryView | None:
    """Read what the actor recorded last in the ledger."""
    found = await queries.newest_by(session, actor.ledger_id, actor.user_id, 1)
    return found[0] if found else None


async def spent(session: AsyncSession, actor: Actor, periods: Sequence[Period]) -> list[Money]:
    """Tell what was spent in each period: expenses that count, in the ledger's currency.

    The one definition of "spent in a period": whatever number a person sees comes from here.
    """
    sums = await sum_queries.sums_by_day_span(session, actor.ledger_id, periods)
    return [Money(total, actor.currency) for total in sums]


async def edit_entry(
    session: AsyncSession,
    actor: Actor,
    entry_id: int,
    changes: Changes,
    *,
    now: datetime,
    if_revision: int | None = None,
    act: str | None = None,
    text: str | None = None,
    chosen: bool = True,
) -> EntryView:
    """Change what `changes` names, and answer the entry as it then is; what changes nothing is no act.

    A category that a person chose is learnt for the entry's words, unless it is said not to be `chosen`.
    Raises Missing `entry.not_found`, Stale `resource.changed` when its revision is not `if_revision`, and
    what `record` raises.
    """
    actor.must_write()
    before = await get_row(session, actor, entry_id, if_revision)
    values = await _changed_values(session, actor, before, differing(changes))
    if text is not None and text != before["text"]:
        values["text"] = text
    act = act or new_act()
    if chosen and isinstance(changes.category_id, int):
        await _learn(session, actor, before | values, changed="category_id" in values, act=act, now=now)
    if values:
        values |= {"revision": before["revision"] + 1, "updated_at": now}
        await queries.update_entry(session, actor.ledger_id, entry_id, values)
        line = change_row(LOG, actor, entry_id, act, "edited", values["revision"], before, now)
        await insert_changes(session, LOG, [line])
    return await get_entry(session, actor, entry_id)


async def _learn(
    session: AsyncSession, actor: Actor, row: dict[str, Any], *, changed: bool, act: str, now: datetime
) -> None:
    """Learn from a choice; one that only confirms counts where the words alone speak too weakly."""
    category_id, description = row["category_id"], row["description"]
    if changed:
        category = await check_category(session, actor, category_id)
        await teach(session, actor, description, category, act=act, now=now)
    else:
        await _teach_news(session, actor, description, category_id, act, now)


async def get_row(
    session: AsyncSession, actor: Actor, entry_id: int, if_revision: int | None
) -> dict[str, Any]:
    """Read an entry's columns and lock it. Raises Missing `entry.not_found`, Stale `resource.changed`."""
    row = await queries.find_row(session, actor.ledger_id, entry_id)
    if row is None:
        raise Missing("entry.not_found")
    if if_revision is not None and row["revision"] != if_revision:
        raise Stale("resource.changed")
    return row


async def _changed_values(
    session: AsyncSession, actor: Actor, before: dict[str, Any], wanted: dict[str, Any]
) -> dict[str, Any]:
    """Work out the columns that really change, and those that follow from them."""
    values = {name: value for name, value in _as_columns(wanted).items() if value != before[name]}
    after = before | values
    if {"kind", "category_id"} & values.keys():
        values |= await _settled_category(session, actor, before, values)
    if {"amount_minor", "currency", "occurred_on"} & values.keys():
        amount = Money(after["amount_minor"], after["currency"])
        in_ledger, rate = await in_ledger_currency(session, actor, amount, after["occurred_on"])
        values |= {"ledger_amount_minor": in_ledger.minor, "rate": rate}
    if LONGEST.keys() & values.keys():
        values["search_text"] = fold(*(after[name] for name in LONGEST))
    return values


AS_THEY_ARE = ("excluded", "category_id", "occurred_at")


"""Fields that columns hold as they are given."""


def _as_columns(wanted: dict[str, Any]) -> dict[str, Any]:
    """Write wanted fields as columns hold them. Raises Invalid as `record` does."""
    values: dict[str, Any] = {name: wanted[name] for name in AS_THEY_ARE if name in wanted}
    values |= {name: tidy(wanted[name], longest) for name, longest in LONGEST.items() if name in wanted}
    if "kind" in wanted:
        values["kind"] = Kind(wanted["kind"]).value
    if "occurred_on" in wanted:
        values["occurred_on"] = check_day(wanted["occurred_on"])
    if "amount" in wanted:
        amount = positive(wanted["amount"].decimal, wanted["amount"].currency)
        values |= {"amount_minor": amount.minor, "currency": amount.currency}
    return values


async def _settled_category(
    session: AsyncSession, actor: Actor, before: dict[str, Any], values: dict[str, Any]
) -> dict[str, Any]:
    """See to it that kind and category agree: a changed kind alone gets a category of its own."""
    kind = Kind(values.get("kind", before["kind"]))
    if values.get("category_id") is not None:
        await check_category(session, actor, values["category_id"], kind=kind)
    elif "kind" in values and "category_id" not in values:
        description = values.get("description", before["description"])
        return {"category_id": await choose_category(session, actor, description, kind)}
    return {}

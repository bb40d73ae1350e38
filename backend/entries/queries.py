"""All the SQL of entries; every statement is scoped by the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    Row,
    Select,
    String,
    Subquery,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert, span_rows, sum_each, sum_minor
from backend.entries.sums import MEMBERS, Span, Spending, Sum
from backend.entries.views import AuthorView, CategoryView, EntryView, Filters, MessageRef, Source
from backend.kit.money import Money
from backend.kit.periods import Period
from backend.models import (
    Category,
    ChatMessage,
    Entry,
    EntryChange,
    Ledger,
    ManualRate,
    Member,
    QuietDay,
    User,
)
from backend.parsing.drafts import Kind

ENTRIES, HISTORY = cast("Table", Entry.__table__), cast("Table", EntryChange.__table__)
COLUMNS = ENTRIES.c


def _entries(ledger_id: int | BindParameter[int]) -> Select[*tuple[Any, ...]]:
    """Entries of one ledger with what their views show."""
    return (
        select(
            ENTRIES,
            Category.key.label("category_key"),
            Category.name.label("category_name"),
            Category.emoji.label("category_emoji"),
            User.display_name.label("author_name"),
            Ledger.currency.label("ledger_currency"),
        )
        .join(Ledger, Ledger.id == Entry.ledger_id)
        .outerjoin(Category, and_(Category.ledger_id == Entry.ledger_id, Category.id == Entry.category_id))
        .outerjoin(User, User.id == Entry.author_id)
        .where(Entry.ledger_id == ledger_id)
    )


def _view(row: Row[Any]) -> EntryView:
    category = None
    if row.category_id is not None:
        category = CategoryView(row.category_id, row.category_key, row.category_name, row.category_emoji)
    return EntryView(
        id=row.id,
        kind=Kind(row.kind),
        amount=Money(row.amount_minor, row.currency),
        ledger_amount=Money(row.ledger_amount_minor, row.ledger_currency),
        rate=row.rate,
        category=category,
        description=row.description,
        memo=row.memo,
        payment_method=row.payment_method,
        installments=row.installments,
        occurred_on=row.occurred_on,
        occurred_at=row.occurred_at,
        excluded=row.excluded,
        author=AuthorView(row.author_id, row.author_name) if row.author_id is not None else None,
        source=Source(row.source),
        text=row.text,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        line=row.source_line,
    )


# Statements of every entry and message are built once: building one costs as much as running it.
_VIEWS = _entries(bindparam("ledger_id", type_=BigInteger)).where(
    Entry.id.in_(bindparam("ids", expanding=True))
)


async def insert_entries(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add entries; answer their ids in the order of the rows."""
    several = {"sort_by_parameter_order": True} if len(rows) > 1 else {}
    statement = insert(session, ENTRIES).returning(ENTRIES.c.id, **several)
    return list((await session.execute(statement, list(rows))).scalars())


async def insert_changes(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows to the history."""
    await session.execute(insert(session, HISTORY), list(rows))


async def find_views(session: AsyncSession, ledger_id: int, ids: Iterable[int]) -> dict[int, EntryView]:
    """Read the entries of these ids that the ledger has."""
    rows = await session.execute(_VIEWS, {"ledger_id": ledger_id, "ids": list(ids)})
    return {row.id: _view(row) for row in rows}


async def find_row(session: AsyncSession, ledger_id: int, entry_id: int) -> dict[str, Any] | None:
    """Read an entry's columns and lock the row until the transaction ends."""
    row = (
        await session.execute(
            select(Entry.__table__)
            .where(Entry.ledger_id == ledger_id, Entry.id == entry_id)
            .with_for_update()
        )
    ).one_or_none()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


async def update_entry(session: AsyncSession, ledger_id: int, entry_id: int, values: dict[str, Any]) -> None:
    """Change columns of one entry."""
    await session.execute(
        update(Entry).where(Entry.ledger_id == ledger_id, Entry.id == entry_id).values(values)
    )


async def delete_entry(session: AsyncSession, ledger_id: int, entry_id: int) -> None:
    """Take one entry out of the table."""
    await session.execute(delete(Entry).where(Entry.ledger_id == ledger_id, Entry.id == entry_id))


def _matching(query: Select[Any], wanted: Filters, ledger_id: int) -> Select[Any]:
    """Narrow a query down to what is wanted; a category stands for its children too."""
    if wanted.since is not None:
        query = query.where(Entry.occurred_on >= wanted.since)
    if wanted.until is not None:
        query = query.where(Entry.occurred_on <= wanted.until)
    if wanted.kind is not None:
        query = query.where(Entry.kind == wanted.kind)
    if wanted.author_id is not None:
        query = query.where(Entry.author_id == wanted.author_id)
    if wanted.category_id is not None:
        children = select(Category.id).where(
            Category.ledger_id == ledger_id, Category.parent_id == wanted.category_id
        )
        query = query.where(or_(Entry.category_id == wanted.category_id, Entry.category_id.in_(children)))
    if wanted.words:
        query = query.where(Entry.search_text.contains(wanted.words, autoescape=True))
    if wanted.least is not None:
        query = query.where(Entry.ledger_amount_minor >= wanted.least.minor)
    if wanted.most is not None:
        query = query.where(Entry.ledger_amount_minor <= wanted.most.minor)
    return query


async def list_views(
    session: AsyncSession, ledger_id: int, wanted: Filters, after: tuple[date, int] | None, limit: int
) -> list[EntryView]:
    """Read entries newest first, those after a place in the list; at most `limit`."""
    query = _matching(_entries(ledger_id), wanted, ledger_id)
    if after is not None:
        query = query.where(tuple_(Entry.occurred_on, Entry.id) < tuple_(*after))
    rows = await session.execute(query.order_by(Entry.occurred_on.desc(), Entry.id.desc()).limit(limit))
    return [_view(row) for row in rows]


async def newest_by(
    session: AsyncSession, ledger_id: int, author_id: int | None, limit: int
) -> list[EntryView]:
    """Read the entries recorded last, whatever their day; of one author where given."""
    query = _entries(ledger_id)
    if author_id is not None:
        query = query.where(Entry.author_id == author_id)
    rows = await session.execute(query.order_by(Entry.id.desc()).limit(limit))
    return [_view(row) for row in rows]


async def sums_by_day_span(
    session: AsyncSession, ledger_id: int, spans: Sequence[Period], kind: Kind = Kind.EXPENSE
) -> list[int]:
    """Add up what counts (not excluded) in each span of days, in the ledger's minor units: one statement."""
    wanted: dict[str, object] = {
        "ledger_id": ledger_id,
        "kind": kind.value,
        "first": min(span.start for span in spans),
        "beyond": max(span.end for span in spans),
    }
    for number, span in enumerate(spans):
        wanted |= {f"start{number}": span.start, f"end{number}": span.end}
    row = (await session.execute(_sums_of_spans(len(spans)), wanted)).one()
    return [int(total) for total in row]


@cache
def _sums_of_spans(count: int) -> Select[*tuple[Any, ...]]:
    inside = (
        and_(
            Entry.occurred_on >= bindparam(f"start{number}", type_=Date),
            Entry.occurred_on < bindparam(f"end{number}", type_=Date),
        )
        for number in range(count)
    )
    totals = [sum_minor(case((those, COLUMNS.ledger_amount_minor), else_=0)) for those in inside]
    return select(*totals).where(
        Entry.ledger_id == bindparam("ledger_id"),
        Entry.kind == bindparam("kind"),
        Entry.occurred_on >= bindparam("first"),
        Entry.occurred_on < bindparam("beyond"),
        Entry.excluded.is_(False),
    )


async def is_person(session: AsyncSession, user_id: int) -> bool:
    """Tell whether a person who once recorded something still has an account."""
    return await session.scalar(select(User.id).where(User.id == user_id)) is not None


async def claim_message(session: AsyncSession, ledger_id: int, ref: MessageRef, now: datetime) -> bool:
    """Note that a chat message is recorded in this ledger; False when it was already."""
    claimed = await session.execute(
        insert(session, ChatMessage)
        .values(
            bot_id=ref.bot_id,
            chat_id=ref.chat_id,
            message_id=ref.message_id,
            ledger_id=ledger_id,
            recorded_at=now,
        )
        .on_conflict_do_nothing(index_elements=["bot_id", "chat_id", "message_id"])
        .returning(ChatMessage.id)
    )
    return claimed.scalar_one_or_none() is not None


async def release_message(session: AsyncSession, ledger_id: int, ref: MessageRef) -> None:
    """Forget that a chat message was recorded, as nothing came of it: edited, it is read anew."""
    await session.execute(
        delete(ChatMessage).where(
            ChatMessage.ledger_id == ledger_id,
            ChatMessage.bot_id == ref.bot_id,
            ChatMessage.chat_id == ref.chat_id,
            ChatMessage.message_id == ref.message_id,
        )
    )


async def find_message_ledger(session: AsyncSession, ref: MessageRef) -> int | None:
    """Tell the ledger a chat message was recorded in; whoever asks has yet to show that it is theirs."""
    found = await session.execute(
        select(ChatMessage.ledger_id).where(
            ChatMessage.bot_id == ref.bot_id,
            ChatMessage.chat_id == ref.chat_id,
            ChatMessage.message_id == ref.message_id,
        )
    )
    return found.scalar_one_or_none()


async def entries_of_message(session: AsyncSession, ledger_id: int, ref: MessageRef) -> dict[int, EntryView]:
    """Read the entries written in a chat message, by their line."""
    rows = await session.execute(
        _entries(ledger_id)
        .where(
            Entry.source_bot_id == ref.bot_id,
            Entry.source_chat_id == ref.chat_id,
            Entry.source_message_id == ref.message_id,
        )
        .order_by(Entry.source_line)
    )
    return {row.source_line: _view(row) for row in rows}


async def find_ledger_of_entry(session: AsyncSession, user_id: int, entry_id: int) -> int | None:
    """Tell in which of a person's ledgers an entry is, or was until it was deleted."""
    found = await session.execute(
        select(EntryChange.ledger_id)
        .join(Member, Member.ledger_id == EntryChange.ledger_id)
        .where(Member.user_id == user_id, EntryChange.entry_id == entry_id)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def find_ledger_of_act(session: AsyncSession, user_id: int, act: str) -> int | None:
    """Tell in which of a person's ledgers an act was done."""
    found = await session.execute(
        select(EntryChange.ledger_id)
        .join(Member, Member.ledger_id == EntryChange.ledger_id)
        .where(Member.user_id == user_id, EntryChange.act == act)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def changes_of_act(session: AsyncSession, ledger_id: int, act: str) -> list[EntryChange]:
    """Read the changes that one act made, in their order."""
    rows = await session.scalars(
        select(EntryChange)
        .where(EntryChange.ledger_id == ledger_id, EntryChange.act == act)
        .order_by(EntryChange.id)
    )
    return list(rows)


async def changes_of_entry(
    session: AsyncSession, ledger_id: int, entry_id: int
) -> list[tuple[EntryChange, str | None]]:
    """Read what happened to an entry and still stands, oldest first, with the names of who did it."""
    rows = await session.execute(
        select(EntryChange, User.display_name)
        .outerjoin(User, User.id == EntryChange.author_id)
        .where(
            EntryChange.ledger_id == ledger_id,
            EntryChange.entry_id == entry_id,
            EntryChange.undone.is_(False),
        )
        .order_by(EntryChange.id)
    )
    return [(change, name) for change, name in rows]


async def find_last_act(session: AsyncSession, ledger_id: int, author_id: int, since: datetime) -> str | None:
    """Name the person's newest act since then that is not undone."""
    found = await session.execute(
        select(EntryChange.act)
        .where(
            EntryChange.ledger_id == ledger_id,
            EntryChange.author_id == author_id,
            EntryChange.undone.is_(False),
            EntryChange.changed_at >= since,
        )
        .order_by(EntryChange.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def changed_after(session: AsyncSession, ledger_id: int, change: EntryChange) -> bool:
    """Tell whether something that still stands happened to the entry after this change."""
    found = await session.execute(
        select(EntryChange.id)
        .where(
            EntryChange.ledger_id == ledger_id,
            EntryChange.entry_id == change.entry_id,
            EntryChange.id > change.id,
            EntryChange.act != change.act,
            EntryChange.undone.is_(False),
        )
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def mark_undone(session: AsyncSession, ledger_id: int, changes: Sequence[EntryChange]) -> None:
    """Note that these changes stand no longer."""
    await session.execute(
        update(EntryChange)
        .where(EntryChange.ledger_id == ledger_id, EntryChange.id.in_([change.id for change in changes]))
        .values(undone=True)
    )


async def find_deletion(
    session: AsyncSession, ledger_id: int, entry_id: int, since: datetime
) -> EntryChange | None:
    """Read the newest change of an entry if it is a deletion since then."""
    found = (
        await session.scalars(
            select(EntryChange)
            .where(EntryChange.ledger_id == ledger_id, EntryChange.entry_id == entry_id)
            .order_by(EntryChange.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if found is None or found.action != "deleted" or found.changed_at < since:
        return None
    return found


async def same_amount(
    session: AsyncSession, ledger_id: int, amount: Money, kind: Kind, since: date, until: date
) -> list[EntryView]:
    """Read entries of exactly this amount between two days (both included), newest first."""
    rows = await session.execute(
        _entries(ledger_id)
        .where(
            Entry.kind == kind,
            Entry.currency == amount.currency,
            Entry.amount_minor == amount.minor,
            Entry.occurred_on >= since,
            Entry.occurred_on <= until,
        )
        .order_by(Entry.occurred_on.desc(), Entry.id.desc())
        .limit(20)
    )
    return [_view(row) for row in rows]


# Sums: the one definition of what was spent and received in spans of days


def _counted(ledger_id: int, kinds: Sequence[Kind], first: Any, beyond: Any) -> ColumnElement[bool]:
    """Say which entries count between two days: theirs, of these kinds, not excluded."""
    return and_(
        Entry.ledger_id == ledger_id,
        Entry.kind.in_(kinds) if len(kinds) > 1 else Entry.kind == kinds[0],
        Entry.occurred_on >= first,
        Entry.occurred_on < beyond,
        Entry.excluded.is_(False),
    )


def _summed(session: AsyncSession, ledger_id: int, spans: Sequence[Span], kinds: Sequence[Kind]) -> Subquery:
    """Add up what counts in each span: one row a kind, a day and a category, as the spans are split.

    What no span is split by is no key: SQLite sorts every entry by its keys.
    """
    rows = [(n, span.first, span.beyond, span.by_day, span.by_category) for n, span in enumerate(spans)]
    given = span_rows(session, rows)
    kind: ColumnElement[Any] = COLUMNS.kind if len(kinds) > 1 else literal(kinds[0].value)
    day: ColumnElement[Any] = null().cast(Date)
    category_id: ColumnElement[Any] = null().cast(BigInteger)
    keys: list[ColumnElement[Any]] = []
    if len(kinds) > 1:
        keys.append(kind)
    if any(span.by_day for span in spans):
        day = case((given.c.by_day, COLUMNS.occurred_on))
        keys.append(day)
    if any(span.by_category for span in spans):
        every = all(span.by_category for span in spans)
        category_id = COLUMNS.category_id if every else case((given.c.by_category, COLUMNS.category_id))
        keys.append(category_id)
    sums = (
        kind.label("kind"),
        day.label("day"),
        category_id.label("category_id"),
        sum_minor(COLUMNS.ledger_amount_minor).label("total"),
        func.count().label("number"),
    )
    return sum_each(session, given, sums, _counted(ledger_id, kinds, given.c.first, given.c.beyond), keys)


async def spent_by_span(session: AsyncSession, ledger_id: int, spans: Sequence[Span]) -> list[Spending]:
    """Add up the expenses of each span, from the index alone: one statement, however many spans."""
    sums = _summed(session, ledger_id, spans, (Kind.EXPENSE,))
    found = await session.execute(
        select(sums.c.n, sums.c.day, sums.c.category_id, Category.parent_id, sums.c.total).outerjoin(
            Category, and_(Category.ledger_id == ledger_id, Category.id == sums.c.category_id)
        )
    )
    return [(row.n, row.day, row.category_id, row.parent_id, row.total) for row in found]


async def sums_by_span(
    session: AsyncSession,
    ledger_id: int,
    spans: Sequence[Span],
    kinds: Sequence[Kind] = (Kind.EXPENSE,),
    *,
    members_of: Span | None = None,
) -> list[Sum]:
    """Add up what counts in each span, from the index alone; with `members_of`, by author there too.

    One statement, however many spans; what adds up to nothing has no row.
    """
    sums = _summed(session, ledger_id, spans, kinds)
    query: Select[Any] = select(
        *sums.c,
        Category.key,
        Category.name,
        Category.emoji,
        Category.parent_id,
        null().cast(BigInteger).label("author_id"),
        null().cast(String).label("author_name"),
    ).outerjoin(Category, and_(Category.ledger_id == ledger_id, Category.id == sums.c.category_id))
    if members_of is not None:
        found = await session.execute(query.union_all(_sums_by_member(ledger_id, members_of, kinds)))
    else:
        found = await session.execute(query)
    return [_sum(row) for row in found]


def _sums_by_member(ledger_id: int, span: Span, kinds: Sequence[Kind]) -> Select[Any]:
    """Add up by author: not in the index of the sums, so this reads the span's own entries."""
    sums = (
        select(
            Entry.kind,
            Entry.author_id,
            sum_minor(COLUMNS.ledger_amount_minor).label("total"),
            func.count().label("number"),
        )
        .where(_counted(ledger_id, kinds, span.first, span.beyond))
        .group_by(Entry.kind, Entry.author_id)
        .subquery("members")
    )
    return select(
        literal(MEMBERS),
        sums.c.kind,
        null().cast(Date),
        null().cast(BigInteger),
        sums.c.total,
        sums.c.number,
        null().cast(String),
        null().cast(String),
        null().cast(String),
        null().cast(BigInteger),
        sums.c.author_id,
        User.display_name,
    ).outerjoin(User, User.id == sums.c.author_id)


def _sum(row: Row[Any]) -> Sum:
    category = author = None
    if row.category_id is not None:
        category = CategoryView(row.category_id, row.key, row.name, row.emoji)
    if row.author_id is not None:
        author = AuthorView(row.author_id, row.author_name)
    return Sum(row.n, Kind(row.kind), row.day, category, row.parent_id, row.total, row.number, author)


async def largest(
    session: AsyncSession, ledger_id: int, span: Span, kind: Kind, limit: int
) -> list[EntryView]:
    """Read the entries of a span that count most, the largest first."""
    rows = await session.execute(
        _entries(ledger_id)
        .where(_counted(ledger_id, [kind], span.first, span.beyond))
        .order_by(Entry.ledger_amount_minor.desc(), Entry.occurred_on.desc(), Entry.id.desc())
        .limit(limit)
    )
    return [_view(row) for row in rows]


async def days_recorded(session: AsyncSession, ledger_id: int, span: Span) -> set[date]:
    """Tell on which days of a span something was recorded, or said to be nothing."""
    entries = select(Entry.occurred_on).where(
        Entry.ledger_id == ledger_id, Entry.occurred_on >= span.first, Entry.occurred_on < span.beyond
    )
    quiet = select(QuietDay.day).where(
        QuietDay.ledger_id == ledger_id, QuietDay.day >= span.first, QuietDay.day < span.beyond
    )
    return set((await session.execute(entries.union(quiet))).scalars())


async def note_quiet_day(session: AsyncSession, ledger_id: int, day: date, now: datetime) -> None:
    """Note that nothing was spent on a day."""
    await session.execute(
        insert(session, QuietDay)
        .values(ledger_id=ledger_id, day=day, noted_at=now)
        .on_conflict_do_nothing(index_elements=["ledger_id", "day"])
    )


async def forget_quiet_day(session: AsyncSession, ledger_id: int, day: date) -> None:
    """Take the note back."""
    await session.execute(delete(QuietDay).where(QuietDay.ledger_id == ledger_id, QuietDay.day == day))


async def parents_of(
    session: AsyncSession, ledger_id: int, entries: Iterable[EntryView]
) -> dict[int, int | None]:
    """Tell which category each entry's category stands under."""
    ids = {entry.category.id for entry in entries if entry.category is not None}
    rows = await session.execute(
        select(Category.id, Category.parent_id).where(Category.ledger_id == ledger_id, Category.id.in_(ids))
    )
    return {row.id: row.parent_id for row in rows}


# Rates that people give


async def find_manual_rate(session: AsyncSession, ledger_id: int, currency: str, day: date) -> str | None:
    """Read the newest rate not after the day, else the earliest there is."""
    ours = select(ManualRate.rate).where(ManualRate.ledger_id == ledger_id, ManualRate.currency == currency)
    before = ours.where(ManualRate.day <= day).order_by(ManualRate.day.desc()).limit(1)
    found: str | None = await session.scalar(before)
    return found if found is not None else await session.scalar(ours.order_by(ManualRate.day).limit(1))


async def list_manual_rates(
    session: AsyncSession, ledger_id: int, after: tuple[date, int] | None, limit: int
) -> list[ManualRate]:
    """Read a ledger's own rates, the newest day first."""
    query = select(ManualRate).where(ManualRate.ledger_id == ledger_id)
    if after is not None:
        query = query.where(tuple_(ManualRate.day, ManualRate.id) < tuple_(*after))
    return list(
        await session.scalars(query.order_by(ManualRate.day.desc(), ManualRate.id.desc()).limit(limit))
    )


async def insert_manual_rate(session: AsyncSession, row: dict[str, Any]) -> int | None:
    """Add a rate; None when there is one of that currency and day."""
    added = await session.execute(
        insert(session, ManualRate)
        .values(row)
        .on_conflict_do_nothing(index_elements=["ledger_id", "currency", "day"])
        .returning(ManualRate.id)
    )
    return added.scalar_one_or_none()


async def count_manual_rates(session: AsyncSession, ledger_id: int) -> int:
    """Count a ledger's own rates."""
    return (await session.execute(select(func.count()).where(ManualRate.ledger_id == ledger_id))).scalar_one()


async def delete_manual_rate(session: AsyncSession, ledger_id: int, rate_id: int) -> bool:
    """Remove one; tells whether there was one."""
    gone = await session.execute(
        delete(ManualRate)
        .where(ManualRate.ledger_id == ledger_id, ManualRate.id == rate_id)
        .returning(ManualRate.id)
    )
    return gone.scalar_one_or_none() is not None


async def all_changes_of_entry(
    session: AsyncSession, ledger_id: int, entry_id: int
) -> list[tuple[EntryChange, str | None]]:
    """Read every change of one entry, undone ones too, with the name of who made it, oldest first."""
    rows = await session.execute(
        select(EntryChange, User.display_name)
        .outerjoin(User, User.id == EntryChange.author_id)
        .where(EntryChange.ledger_id == ledger_id, EntryChange.entry_id == entry_id)
        .order_by(EntryChange.id)
    )
    return [(change, name) for change, name in rows]


async def find_columns(session: AsyncSession, ledger_id: int, entry_id: int) -> dict[str, Any] | None:
    """Read an entry's columns without locking it."""
    row = (
        await session.execute(
            select(Entry.__table__).where(Entry.ledger_id == ledger_id, Entry.id == entry_id)
        )
    ).one_or_none()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it

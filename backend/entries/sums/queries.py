"""SQL of sums: the one definition of what was spent and received in spans of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Row,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert, span_rows, sum_each, sum_minor
from backend.entries.queries import COLUMNS, entries_of, view_of
from backend.entries.sums import MEMBERS, Span, Spending, Sum
from backend.entries.views import AuthorView, CategoryView, EntryView
from backend.kit.periods import Period
from backend.models import (
    Category,
    Entry,
    QuietDay,
    User,
)
from backend.parsing.drafts import Kind


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
    category = Category.__table__.c
    found = await session.execute(
        select(sums.c.n, sums.c.day, sums.c.category_id, category.parent_id, sums.c.total).outerjoin(
            Category.__table__, and_(category.ledger_id == ledger_id, category.id == sums.c.category_id)
        )
    )
    # A row of columns is a tuple already; five years of periods in twelve categories are many.
    return cast("list[Spending]", found.all())


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
        entries_of(ledger_id)
        .where(_counted(ledger_id, [kind], span.first, span.beyond))
        .order_by(Entry.ledger_amount_minor.desc(), Entry.occurred_on.desc(), Entry.id.desc())
        .limit(limit)
    )
    return [view_of(row) for row in rows]


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

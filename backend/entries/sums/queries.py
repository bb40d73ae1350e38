"""SQL of sums: the one definition of what was spent and received in spans of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Self, cast

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
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

from backend.db.sql import dialect_of, insert, span_parameters, span_table, sum_each, sum_minor
from backend.entries.queries import COLUMNS, entries_of, view_of
from backend.entries.sums import MEMBERS, Span, Spending, Sum
from backend.entries.views import AuthorView, CategoryView, EntryView, Touched
from backend.kit.periods import Period
from backend.models import (
    Category,
    Entry,
    QuietDay,
    User,
)
from backend.parsing.drafts import Kind

CATEGORIES, USERS = Category.__table__, User.__table__


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


def _counted(ledger_id: Any, kinds: Sequence[Kind], first: Any, beyond: Any) -> ColumnElement[bool]:
    """Say which entries count between two days: theirs, of these kinds, not excluded."""
    return and_(
        COLUMNS.ledger_id == ledger_id,
        COLUMNS.kind.in_(kinds) if len(kinds) > 1 else COLUMNS.kind == kinds[0],
        COLUMNS.occurred_on >= first,
        COLUMNS.occurred_on < beyond,
        COLUMNS.excluded.is_(False),
    )


class Split(Enum):
    """Whether spans are split by something: none of them, some, or every one."""

    NEVER = "never"
    SOMETIMES = "sometimes"
    ALWAYS = "always"

    @classmethod
    def of(cls, marks: Iterable[bool]) -> Split:
        """Tell it from each span's own mark."""
        found = set(marks)
        if found == {True}:
            return cls.ALWAYS
        return cls.SOMETIMES if True in found else cls.NEVER


@dataclass(frozen=True, slots=True)
class Shape:
    """What the statement of a question depends on; the same shape is the same statement, built once."""

    dialect: str
    kinds: tuple[Kind, ...]
    by_day: Split
    by_category: Split
    by_member: bool = False

    @classmethod
    def of(
        cls, session: AsyncSession, spans: Sequence[Span], kinds: Sequence[Kind], *, by_member: bool = False
    ) -> Self:
        """Tell which statement answers for these spans."""
        by_day = Split.of(span.by_day for span in spans)
        by_category = Split.of(span.by_category for span in spans)
        return cls(dialect_of(session), tuple(kinds), by_day, by_category, by_member)


_LEDGER: BindParameter[int] = bindparam("ledger_id", type_=BigInteger)


def _parameters(shape: Shape, ledger_id: int, spans: Sequence[Span]) -> dict[str, Any]:
    rows = [(n, span.first, span.beyond, span.by_day, span.by_category) for n, span in enumerate(spans)]
    return {"ledger_id": ledger_id, **span_parameters(shape.dialect, rows)}


def _split(
    split: Split, mark: ColumnElement[Any], key: ColumnElement[Any], kind: type[Date | BigInteger]
) -> ColumnElement[Any]:
    if split is Split.NEVER:
        return null().cast(kind)
    return key if split is Split.ALWAYS else case((mark, key))


def _summed(shape: Shape) -> Subquery:
    """Add up what counts in each span: one row a kind, a day and a category, as the spans are split.

    What no span is split by is no key: SQLite sorts every entry by its keys.
    """
    given = span_table(shape.dialect)
    several = len(shape.kinds) > 1
    kind: ColumnElement[Any] = COLUMNS.kind if several else literal(shape.kinds[0].value)
    day = _split(shape.by_day, given.c.by_day, COLUMNS.occurred_on, Date)
    category_id = _split(shape.by_category, given.c.by_category, COLUMNS.category_id, BigInteger)
    keys = [
        key
        for key, is_key in (
            (kind, several),
            (day, shape.by_day is not Split.NEVER),
            (category_id, shape.by_category is not Split.NEVER),
        )
        if is_key
    ]
    sums = (
        kind.label("kind"),
        day.label("day"),
        category_id.label("category_id"),
        sum_minor(COLUMNS.ledger_amount_minor).label("total"),
        func.count().label("number"),
    )
    counted = _counted(_LEDGER, shape.kinds, given.c.first, given.c.beyond)
    return sum_each(shape.dialect, given, sums, counted, keys)


def _in_their_category(sums: Subquery) -> ColumnElement[bool]:
    return and_(CATEGORIES.c.ledger_id == _LEDGER, CATEGORIES.c.id == sums.c.category_id)


async def spent_by_span(session: AsyncSession, ledger_id: int, spans: Sequence[Span]) -> list[Spending]:
    """Add up the expenses of each span, from the index alone: one statement, however many spans."""
    shape = Shape.of(session, spans, (Kind.EXPENSE,))
    found = await session.execute(_spent(shape), _parameters(shape, ledger_id, spans))
    # A row of columns is a tuple already; five years of periods in twelve categories are many.
    return cast("list[Spending]", found.all())


@cache
def _spent(shape: Shape) -> Select[Any]:
    sums = _summed(shape)
    columns = (sums.c.n, sums.c.day, sums.c.category_id, CATEGORIES.c.parent_id, sums.c.total)
    return select(*columns).outerjoin(CATEGORIES, _in_their_category(sums))


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
    shape = Shape.of(session, spans, kinds, by_member=members_of is not None)
    parameters = _parameters(shape, ledger_id, spans)
    if members_of is not None:
        parameters |= {"members_first": members_of.first, "members_beyond": members_of.beyond}
    return [_sum(row) for row in await session.execute(_sums(shape), parameters)]


@cache
def _sums(shape: Shape) -> Select[Any] | CompoundSelect[Any]:
    sums = _summed(shape)
    query: Select[Any] = select(
        *sums.c,
        CATEGORIES.c.key,
        CATEGORIES.c.name,
        CATEGORIES.c.emoji,
        CATEGORIES.c.parent_id,
        null().cast(BigInteger).label("author_id"),
        null().cast(String).label("author_name"),
    ).outerjoin(CATEGORIES, _in_their_category(sums))
    return query.union_all(_sums_by_member(shape.kinds)) if shape.by_member else query


def _sums_by_member(kinds: Sequence[Kind]) -> Select[Any]:
    """Add up by author: not in the index of the sums, so this reads the span's own entries."""
    first, beyond = bindparam("members_first", type_=Date), bindparam("members_beyond", type_=Date)
    sums = (
        select(
            COLUMNS.kind,
            COLUMNS.author_id,
            sum_minor(COLUMNS.ledger_amount_minor).label("total"),
            func.count().label("number"),
        )
        .where(_counted(_LEDGER, kinds, first, beyond))
        .group_by(COLUMNS.kind, COLUMNS.author_id)
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
        USERS.c.display_name,
    ).outerjoin(USERS, USERS.c.id == sums.c.author_id)


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


async def days_known(session: AsyncSession, ledger_id: int, span: Span) -> tuple[set[date], set[date]]:
    """Tell on which days of a span something was recorded, and which were said to be quiet."""
    entries = select(Entry.occurred_on, literal(0).label("quiet")).where(
        Entry.ledger_id == ledger_id, Entry.occurred_on >= span.first, Entry.occurred_on < span.beyond
    )
    quiet = select(QuietDay.day, literal(1)).where(
        QuietDay.ledger_id == ledger_id, QuietDay.day >= span.first, QuietDay.day < span.beyond
    )
    found: tuple[set[date], set[date]] = (set(), set())
    for day, is_quiet in await session.execute(entries.union(quiet)):
        found[is_quiet].add(day)
    return found


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
    session: AsyncSession, ledger_id: int, touched: Iterable[Touched]
) -> dict[int, int | None]:
    """Tell which category each entry's category stands under."""
    ids = {entry.category_id for entry in touched if entry.category_id is not None}
    rows = await session.execute(
        select(Category.id, Category.parent_id).where(Category.ledger_id == ledger_id, Category.id.in_(ids))
    )
    return {row.id: row.parent_id for row in rows}

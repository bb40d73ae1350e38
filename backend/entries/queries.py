"""All the SQL of entries; every statement is scoped by the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db.sql import insert, sum_minor
from backend.entries.views import AuthorView, CategoryView, EntryView, Filters, MessageRef, Source
from backend.kit.money import Money
from backend.models import (
    Category,
    ChatMessage,
    Entry,
    Ledger,
    User,
)
from backend.parsing.drafts import Kind

ENTRIES = cast("Table", Entry.__table__)
COLUMNS = ENTRIES.c


def entries_of(ledger_id: int | BindParameter[int]) -> Select[*tuple[Any, ...]]:
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


def view_of(row: Row[Any]) -> EntryView:
    """Make the view of a row that `entries_of` gave."""
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
_VIEWS = entries_of(bindparam("ledger_id", type_=BigInteger)).where(
    Entry.id.in_(bindparam("ids", expanding=True))
)


async def insert_entries(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add entries; answer their ids in the order of the rows."""
    several = {"sort_by_parameter_order": True} if len(rows) > 1 else {}
    statement = insert(session, ENTRIES).returning(ENTRIES.c.id, **several)
    return list((await session.execute(statement, list(rows))).scalars())


async def find_views(session: AsyncSession, ledger_id: int, ids: Iterable[int]) -> dict[int, EntryView]:
    """Read the entries of these ids that the ledger has."""
    rows = await session.execute(_VIEWS, {"ledger_id": ledger_id, "ids": list(ids)})
    return {row.id: view_of(row) for row in rows}


async def find_row(
    session: AsyncSession, ledger_id: int, entry_id: int, *, lock: bool = True
) -> dict[str, Any] | None:
    """Read an entry's columns; `lock` keeps others from changing the row until the transaction ends."""
    query = select(Entry.__table__).where(Entry.ledger_id == ledger_id, Entry.id == entry_id)
    row = (await session.execute(query.with_for_update() if lock else query)).one_or_none()
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
    query = _matching(entries_of(ledger_id), wanted, ledger_id)
    if after is not None:
        query = query.where(tuple_(Entry.occurred_on, Entry.id) < tuple_(*after))
    rows = await session.execute(query.order_by(Entry.occurred_on.desc(), Entry.id.desc()).limit(limit))
    return [view_of(row) for row in rows]


async def sum_of(session: AsyncSession, ledger_id: int, wanted: Filters) -> int:
    """Add up what counts of the entries wanted, in the ledger's minor units."""
    query = select(sum_minor(COLUMNS.ledger_amount_minor)).where(
        Entry.ledger_id == ledger_id, Entry.excluded.is_(False)
    )
    return int((await session.execute(_matching(query, wanted, ledger_id))).scalar_one())


async def newest_by(
    session: AsyncSession, ledger_id: int, author_id: int | None, limit: int
) -> list[EntryView]:
    """Read the entries recorded last, whatever their day; of one author where given."""
    query = entries_of(ledger_id)
    if author_id is not None:
        query = query.where(Entry.author_id == author_id)
    rows = await session.execute(query.order_by(Entry.id.desc()).limit(limit))
    return [view_of(row) for row in rows]


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
        entries_of(ledger_id)
        .where(
            Entry.source_bot_id == ref.bot_id,
            Entry.source_chat_id == ref.chat_id,
            Entry.source_message_id == ref.message_id,
        )
        .order_by(Entry.source_line)
    )
    return {row.source_line: view_of(row) for row in rows}


async def same_amount(
    session: AsyncSession, ledger_id: int, amount: Money, kind: Kind, since: date, until: date
) -> list[EntryView]:
    """Read entries of exactly this amount between two days (both included), newest first."""
    rows = await session.execute(
        entries_of(ledger_id)
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
    return [view_of(row) for row in rows]

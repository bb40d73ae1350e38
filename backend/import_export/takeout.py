"""Everything of one person as an archive: tables for people, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.service import get_person
from backend.budgets.service import list_budgets
from backend.budgets.views import BudgetView
from backend.categories.defaults import display_name
from backend.categories.lessons import LessonView, list_lessons
from backend.categories.service import list_categories
from backend.entries.given_rates.service import RateView, list_rates
from backend.entries.service import list_entries
from backend.entries.views import EntryView, Filters
from backend.kit.pages import MAX_LIMIT, Page
from backend.ledgers.members.service import MemberView, list_members
from backend.ledgers.service import LedgerView, get_actor, list_ledgers
from backend.models import Category, User

COLUMNS = (
    "day", "kind", "amount", "currency", "ledger_amount", "category", "description", "memo",
    "payment_method", "excluded", "author", "source", "recorded_at",
)  # fmt: skip
T = TypeVar("T")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def takeout(session: AsyncSession, user_id: int, *, now: datetime) -> bytes:
    """Pack the person, and every ledger they are in with categories, entries and budgets, as a zip."""
    person = await get_person(session, user_id)
    language = person.locale or "en"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", _json(_person(person, now)))
        for ledger in (await list_ledgers(session, user_id)).items:
            actor = await get_actor(session, user_id, ledger.id)
            categories = await list_categories(session, actor, include_archived=True)
            entries = await _every(list_entries, session, actor, Filters())
            budgets = (await list_budgets(session, actor)).items
            content = _ledger(ledger, categories, entries, budgets, language)
            content |= {
                "members": [_member(one) for one in (await list_members(session, actor)).items],
                "rates": [_rate(one) for one in await _every(list_rates, session, actor)],
                "lessons": [_lesson(one) for one in await _every(list_lessons, session, actor)],
            }
            archive.writestr(f"ledger-{ledger.id}.json", _json(content))
            archive.writestr(f"ledger-{ledger.id}-entries.csv", _table(COLUMNS, _rows(entries, language)))
    return packed.getvalue()


async def _every(listing: Callable[..., Awaitable[Page[T]]], *asked: Any) -> list[T]:
    """Read a list to its end."""
    found: list[T] = []
    cursor: str | None = None
    while True:
        page = await listing(*asked, cursor=cursor, limit=MAX_LIMIT)
        found.extend(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return found


def _person(person: User, now: datetime) -> dict[str, Any]:
    return {
        "taken_out_at": now,
        "id": str(person.id),
        "email": person.email,
        "display_name": person.display_name,
        "locale": person.locale,
        "timezone": person.timezone,
        "telegram": {"user_id": person.telegram_user_id, "username": person.telegram_username},
        "created_at": person.created_at,
    }


def _ledger(
    ledger: LedgerView,
    categories: Sequence[Category],
    entries: Sequence[EntryView],
    budgets: Sequence[BudgetView],
    language: str,
) -> dict[str, Any]:
    return {
        "id": str(ledger.id),
        "name": ledger.name,
        "currency": ledger.currency,
        "timezone": ledger.timezone,
        "country": ledger.country,
        "month_start_day": ledger.month_start_day,
        "month_start_shift": ledger.month_start_shift.value,
        "week_start": ledger.week_start.value,
        "role": ledger.role.value,
        "categories": [
            {
                "id": str(one.id),
                "key": one.key,
                "name": display_name(one, language),
                "emoji": one.emoji,
                "kind": one.kind,
                "parent_id": str(one.parent_id) if one.parent_id else None,
                "archived": one.archived,
            }
            for one in categories
        ],
        "budgets": [
            {
                "id": str(one.id),
                "category_id": str(one.category_id) if one.category_id else None,
                "amount": one.amount.plain(),
                "period": one.period.value,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
                "rollover": one.rollover.value,
                "alert_at": list(one.alert_at),
            }
            for one in budgets
        ],
        "entries": [
            dict(zip(COLUMNS, row, strict=True))
            | {"id": str(entry.id), "category_id": str(entry.category.id) if entry.category else None}
            | {"text": entry.text}
            for entry, row in zip(entries, _rows(entries, language), strict=True)
        ],
    }


def _member(member: MemberView) -> dict[str, Any]:
    return {
        "user_id": str(member.user_id),
        "display_name": member.display_name,
        "role": member.role.value,
        "joined_at": member.joined_at,
    }


def _rate(rate: RateView) -> dict[str, Any]:
    return {"currency": rate.currency, "day": rate.day, "rate": rate.rate}


def _lesson(lesson: LessonView) -> dict[str, Any]:
    return {
        "words": lesson.phrase,
        "kind": lesson.kind.value,
        "category_id": str(lesson.category.id),
        "taught_at": lesson.taught_at,
    }


def _rows(entries: Iterable[EntryView], language: str) -> list[tuple[Any, ...]]:
    return [
        (
            entry.occurred_on,
            entry.kind.value,
            entry.amount.plain(),
            entry.amount.currency,
            entry.ledger_amount.plain(),
            display_name(entry.category, language) if entry.category else "",
            entry.description,
            entry.memo,
            entry.payment_method,
            entry.excluded,
            entry.author.display_name if entry.author else "",
            entry.source.value,
            entry.created_at,
        )
        for entry in entries
    ]


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, default=lambda value: value.isoformat())


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write CSV as spreadsheets read it: with a mark of its encoding, and no cell that acts as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return ("\ufeff" + text.getvalue()).encode("utf-8", "replace")


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

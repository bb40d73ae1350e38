"""Entries as lists show them: by day, with what was spent on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries.service import spent
from backend.entries.views import EntryView
from backend.kit.money import Money
from backend.kit.periods import Period
from backend.ledgers.access import Actor


@dataclass(frozen=True, slots=True)
class Day:
    """A day's entries; `spent` is of the whole day, and None in a list that leaves some of it out."""

    day: date
    entries: tuple[EntryView, ...]
    spent: Money | None
    shared: bool


async def by_day(
    session: AsyncSession, actor: Actor, entries: Sequence[EntryView], *, whole: bool
) -> list[Day]:
    """Group entries by day, newest first. `whole`: nothing is filtered out, so each day's sum means it."""
    shared = len({entry.author.id for entry in entries if entry.author}) > 1
    groups = [(day, tuple(found)) for day, found in groupby(entries, lambda entry: entry.occurred_on)]
    sums: list[Money | None] = [None] * len(groups)
    if whole and groups:
        sums = [*await spent(session, actor, [Period.day_of(day) for day, _ in groups])]
    return [Day(day, found, total, shared) for (day, found), total in zip(groups, sums, strict=True)]

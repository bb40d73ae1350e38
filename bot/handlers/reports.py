"""Reports in the chat: a period summed up, its categories opened by buttons, entries found by words."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.categories.service import list_categories
from backend.entries.service import list_entries
from backend.entries.views import EntryView, Filters
from backend.kit.errors import Invalid
from backend.kit.numbers import percent
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor
from backend.ledgers.service import get_actor
from backend.parsing.drafts import Kind
from backend.reports.rules import Summary
from backend.reports.service import compare, summary_of
from backend.reports.words import read_period
from bot.context import Context
from bot.keyboards import Keyboard
from bot.report_buttons import NO_CATEGORY, PickReported, ShowReport, back_keyboard, report_keyboard
from bot.texts import reports as texts
from bot.texts.names import category_label

MOST_ENTRIES = 20
LONGEST = 100
"""Characters of what is searched for."""


async def on_report(_update: Update, context: Context) -> None:
    """Sum up the period that is named, the month at hand without one."""
    actor = await context.actor()
    today = actor.today(context.now)
    asked = read_period(" ".join(context.args or []), actor.calendar, today)
    if asked is None:
        await context.say(texts.period_unclear(context.t))
        return
    text, buttons = await _report(context, actor, *asked)
    await context.say(text, keyboard=buttons)


async def on_show(pressed: ShowReport, message_id: int, context: Context) -> None:
    """Show another period, or go back from a category."""
    actor = await _actor_of(context, pressed.ledger)
    await context.answer()
    text, buttons = await _report(context, actor, _kind(pressed.period), pressed.day)
    await context.edit(message_id, text, keyboard=buttons)


async def on_pick(pressed: PickReported, message_id: int, context: Context) -> None:
    """Show the entries of a category."""
    actor, kind = await _actor_of(context, pressed.ledger), _kind(pressed.period)
    period = actor.calendar.period_of(kind, pressed.day)
    wanted = Filters(period.start, period.last, Kind.EXPENSE, pressed.category or None)
    page = await list_entries(context.session, actor, wanted, limit=MOST_ENTRIES)
    await context.answer()
    head = f"{texts.period_name(kind, period, context.t)} · {await _label(context, actor, pressed.category)}"
    today = actor.today(context.now)
    counted = [entry for entry in page.items if not entry.excluded]
    text = texts.entries_of(head, counted, today, context.t, more=page.next_cursor is not None)
    await context.edit(
        message_id,
        text,
        keyboard=back_keyboard(actor.ledger_id, kind, pressed.day, context.t),
        entry_ids=_ids(counted),
    )


def _ids(entries: list[EntryView] | tuple[EntryView, ...]) -> list[int]:
    return [entry.id for entry in entries]


async def _actor_of(context: Context, ledger_id: int) -> Actor:
    user = await context.user()
    return await get_actor(context.session, user.id, ledger_id)


def _kind(written: str) -> PeriodKind:
    """Read a button's period. Raises Invalid `report.span_unclear` for a forged one."""
    try:
        return PeriodKind(written)
    except ValueError:
        raise Invalid("report.span_unclear") from None


async def _report(context: Context, actor: Actor, kind: PeriodKind, day: date) -> tuple[str, Keyboard]:
    today, calendar = actor.today(context.now), actor.calendar
    summary = await summary_of(context.session, actor, kind, day)
    period = summary.period
    change = await compare(context.session, actor, kind, today if today in period else period.last)
    shares = await _shares(context, actor, summary)
    text = texts.report(kind, summary, change, shares, actor.currency, context.t)
    before = calendar.period_before(kind, period.start).start
    after = period.end if period.end <= today else None
    picks = [(share.category_id, share.label) for share in shares if share.category_id != NO_CATEGORY]
    return text, report_keyboard(actor.ledger_id, kind, period.start, before, after, picks, context.t)


async def _shares(context: Context, actor: Actor, summary: Summary) -> list[texts.Share]:
    """Add children up in the category that they stand under, the largest first."""
    totals: dict[int, int] = defaultdict(int)
    for row in summary.by_category:
        if row.kind is Kind.EXPENSE:
            totals[row.parent_id or (row.category.id if row.category else NO_CATEGORY)] += row.total
    labels = {
        row.category.id: category_label(row.category, context.t.language)
        for row in summary.by_category
        if row.category
    }
    if totals.keys() - labels.keys() - {NO_CATEGORY}:
        every = await list_categories(context.session, actor)
        labels |= {row.id: category_label(row, context.t.language) for row in every}
    labels[NO_CATEGORY] = context.t("▫️ No category")
    return [
        texts.Share(category_id, labels[category_id], total, percent(total, summary.expense))
        for category_id, total in sorted(totals.items(), key=lambda one: (-one[1], one[0]))
    ]


async def _label(context: Context, actor: Actor, category_id: int) -> str:
    every = await list_categories(context.session, actor)
    named = next((row for row in every if row.id == category_id), None)
    return category_label(named, context.t.language) if named else context.t("▫️ No category")


async def on_search(_update: Update, context: Context) -> None:
    """Find entries by words of their description, memo or payment method."""
    words = " ".join(context.args or [])[:LONGEST].strip()
    if not words:
        await context.say(texts.how_to_search(context.t))
        return
    actor = await context.actor()
    page = await list_entries(context.session, actor, Filters(words=words), limit=MOST_ENTRIES)
    today = actor.today(context.now)
    text = texts.found(words, page.items, today, context.t, more=page.next_cursor is not None)
    await context.say(text, entry_ids=_ids(page.items) or None)


HANDLERS = [
    CommandHandler("report", on_report, filters.UpdateType.MESSAGE),
    CommandHandler(["search", "find"], on_search, filters.UpdateType.MESSAGE),
]

"""Reports in the chat: a period summed up, its categories opened by buttons, entries found by words."""

from __future__ import annotations

from datetime import date

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.categories.service import list_categories
from backend.entries.service import list_entries
from backend.entries.views import EntryView, Filters
from backend.kit.errors import Invalid
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind
from backend.reports.service import forget_quiet_day, note_quiet_day
from backend.reports.words import read_period
from bot.context import Context
from bot.handlers.acting import actor_in
from bot.keyboards import Keyboard
from bot.pictures import THEMES
from bot.report_buttons import (
    DrawReport,
    ForgetQuiet,
    NoteQuiet,
    PickReported,
    SetTheme,
    ShowReport,
    back_keyboard,
    picture_keyboard,
)
from bot.reporting import buttons_of, compose
from bot.texts import reports as texts
from bot.texts.names import category_label
from bot.texts.pictures import picture_of

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
    report = await _compose(context, actor, *asked)
    text, buttons = _shown(context, actor, report, picture=False)
    await context.say(text, keyboard=buttons)
    await _send_picture(context, actor, report)


async def on_show(pressed: ShowReport, message_id: int, context: Context) -> None:
    """Show another period, or go back from a category."""
    actor = await actor_in(context, pressed.ledger)
    await context.answer()
    report = await _compose(context, actor, _kind(pressed.period), pressed.day)
    text, buttons = _shown(context, actor, report, picture=True)
    await context.edit(message_id, text, keyboard=buttons)


async def on_pick(pressed: PickReported, message_id: int, context: Context) -> None:
    """Show the entries of a category."""
    actor, kind = await actor_in(context, pressed.ledger), _kind(pressed.period)
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


def _kind(written: str) -> PeriodKind:
    """Read a button's period. Raises Invalid `report.span_unclear` for a forged one."""
    try:
        return PeriodKind(written)
    except ValueError:
        raise Invalid("report.span_unclear") from None


async def _compose(context: Context, actor: Actor, kind: PeriodKind, day: date) -> texts.Report:
    return await compose(context.session, actor, kind, day, actor.today(context.now), context.t)


def _shown(
    context: Context, actor: Actor, report: texts.Report, *, picture: bool, noted: date | None = None
) -> tuple[str, Keyboard]:
    """Say a report; `picture` offers its picture, where that was not sent, `noted` the way back."""
    today = actor.today(context.now)
    buttons = buttons_of(report, actor, today, context.t, picture=picture, noted=noted)
    return texts.report(report, context.t), buttons


# Days without spending


async def on_quiet(pressed: NoteQuiet, message_id: int, context: Context) -> None:
    """Note that nothing was spent on a day."""
    actor = await actor_in(context, pressed.ledger)
    kind = _kind(pressed.period)
    await note_quiet_day(context.session, actor, pressed.quiet, now=context.now)
    report = await _compose(context, actor, kind, pressed.day)
    await context.answer(context.t("Noted."))
    text, buttons = _shown(context, actor, report, picture=True, noted=pressed.quiet)
    await context.edit(message_id, text, keyboard=buttons)


async def on_not_quiet(pressed: ForgetQuiet, message_id: int, context: Context) -> None:
    """Take that back."""
    actor = await actor_in(context, pressed.ledger)
    kind = _kind(pressed.period)
    await forget_quiet_day(context.session, actor, pressed.quiet)
    report = await _compose(context, actor, kind, pressed.day)
    await context.answer(context.t("Undone."))
    text, buttons = _shown(context, actor, report, picture=True)
    await context.edit(message_id, text, keyboard=buttons)


# The picture


async def _send_picture(context: Context, actor: Actor, report: texts.Report) -> None:
    theme = context.theme
    picture = picture_of(report, actor.today(context.now), theme, context.t)
    if picture is not None:
        buttons = picture_keyboard(
            actor.ledger_id, report.kind, report.summary.period.start, theme, context.t
        )
        await context.send_picture(picture, keyboard=buttons)


async def on_draw(pressed: DrawReport, _message_id: int, context: Context) -> None:
    """Send the picture of the period that the report above shows."""
    actor = await actor_in(context, pressed.ledger)
    report = await _compose(context, actor, _kind(pressed.period), pressed.day)
    await context.answer()
    await _send_picture(context, actor, report)


async def on_theme(pressed: SetTheme, message_id: int, context: Context) -> None:
    """Draw the picture anew in the other colours, and every later one too."""
    if pressed.theme not in THEMES:
        raise Invalid("report.span_unclear")
    actor = await actor_in(context, pressed.ledger)
    await context.change_chat(picture_theme=pressed.theme)
    report = await _compose(context, actor, _kind(pressed.period), pressed.day)
    picture = picture_of(report, actor.today(context.now), pressed.theme, context.t)
    await context.answer()
    if picture is not None:
        start = report.summary.period.start
        buttons = picture_keyboard(actor.ledger_id, report.kind, start, pressed.theme, context.t)
        await context.edit_picture(message_id, picture, keyboard=buttons)


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

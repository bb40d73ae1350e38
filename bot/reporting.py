"""A report put together for a reader: the sums, the change, the shares by name, the budgets; its buttons."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from backend.budgets.status import statuses
from backend.categories.service import list_categories
from backend.kit.i18n import Translator
from backend.kit.numbers import percent
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor, Role
from backend.parsing.drafts import Kind
from backend.reports.rules import Summary
from backend.reports.service import compare, completeness, summary_of
from bot.keyboards import Keyboard
from bot.report_buttons import MOST_QUIET, NO_CATEGORY, QuietDays, report_keyboard
from bot.texts.days import short_day
from bot.texts.names import category_label
from bot.texts.reports import Report, Share


async def compose(
    session: AsyncSession, actor: Actor, kind: PeriodKind, day: date, today: date, t: Translator
) -> Report:
    """Put the report of the period that holds a day together, as it stands today or stood at its end."""
    summary = await summary_of(session, actor, kind, day)
    period = summary.period
    seen_from = today if today in period else period.last
    change = await compare(session, actor, kind, seen_from)
    return Report(
        kind=kind,
        summary=summary,
        change=change,
        shares=await shares_of(session, actor, summary, t),
        standing=await statuses(session, actor, seen_from),
        currency=actor.currency,
        known=await completeness(session, actor, period, today),
    )


async def shares_of(session: AsyncSession, actor: Actor, summary: Summary, t: Translator) -> list[Share]:
    """Add children up in the category that they stand under, the largest first."""
    totals: dict[int, int] = defaultdict(int)
    for row in summary.by_category:
        if row.kind is Kind.EXPENSE:
            totals[row.parent_id or (row.category.id if row.category else NO_CATEGORY)] += row.total
    labels = {
        row.category.id: category_label(row.category, t.language)
        for row in summary.by_category
        if row.category
    }
    if totals.keys() - labels.keys() - {NO_CATEGORY}:
        every = await list_categories(session, actor)
        labels |= {row.id: category_label(row, t.language) for row in every}
    labels[NO_CATEGORY] = t("▫️ No category")
    return [
        Share(category_id, labels[category_id], total, percent(total, summary.expense))
        for category_id, total in sorted(totals.items(), key=lambda one: (-one[1], one[0]))
    ]


def buttons_of(
    report: Report, actor: Actor, today: date, t: Translator, *, picture: bool, noted: date | None = None
) -> Keyboard:
    """The buttons of a report; `picture` offers its picture, `noted` is a day just said to be quiet."""
    period = report.summary.period
    before = actor.calendar.period_before(report.kind, period.start).start
    after = period.end if period.end <= today else None
    picks = [(share.category_id, share.label) for share in report.shares if share.category_id != NO_CATEGORY]
    return report_keyboard(
        actor.ledger_id,
        report.kind,
        period.start,
        before,
        after,
        picks,
        t,
        quiet=_quiet_days(report, actor, today, t, noted),
        picture=picture and bool(report.summary.expense),
    )


def _quiet_days(report: Report, actor: Actor, today: date, t: Translator, noted: date | None) -> QuietDays:
    """Offer whoever may write the latest days of which nothing is known."""
    if actor.role is Role.VIEWER or report.kind is PeriodKind.DAILY:
        return QuietDays()
    latest = [(day, short_day(day, today, t)) for day in report.known.unrecorded[:MOST_QUIET]]
    return QuietDays(latest, (noted, short_day(noted, today, t)) if noted is not None else None)

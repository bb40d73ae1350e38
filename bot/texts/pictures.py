"""What stands in the picture of a report, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate

from babel.numbers import format_compact_decimal

from backend.kit.i18n import Translator
from backend.kit.money import Money, digits_of
from backend.kit.numbers import percent
from backend.kit.periods import PeriodKind
from bot.pictures import Bar, Line, Picture, day_ticks, money_ticks
from bot.texts.apologies import plain
from bot.texts.budgets import left
from bot.texts.reports import Report, Share, change_line, period_name

MOST_BARS = 7


def picture_of(report: Report, today: date, theme: str, t: Translator) -> Picture | None:
    """Say what the picture of a report shows; None where nothing was spent."""
    summary, overall = report.summary, report.overall
    if not summary.expense:
        return None
    if overall is None:
        note = change_line(report.kind, report.change, report.currency, t)
    else:
        budget = overall.budgeted + overall.carried
        note = t("Budget {amount}", amount=budget.format(t.language)) + " · " + left(overall, t)
    return Picture(
        theme=theme,
        title=period_name(report.kind, summary.period, t),
        headline=t("Spent {amount}", amount=_money(summary.expense, report.currency, t)),
        note=plain(note),
        bars=tuple(_bars(report.shares, summary.expense, report.currency, t)),
        line=None if report.kind is PeriodKind.DAILY else _line(report, today, t),
    )


def _bars(shares: Sequence[Share], whole: int, currency: str, t: Translator) -> list[Bar]:
    """A bar for each of the largest categories; the others are one bar together."""
    fits = len(shares) <= MOST_BARS
    shown = shares if fits else shares[: MOST_BARS - 1]
    bars = [Bar(share.label, _money(share.total, currency, t), share.percent) for share in shown]
    if not fits:
        rest = shares[MOST_BARS - 1 :]
        total = sum(share.total for share in rest)
        label = t.plural("{count} other", "{count} others", len(rest))
        bars.append(Bar(label, _money(total, currency, t), percent(total, whole)))
    return bars


def _line(report: Report, today: date, t: Translator) -> Line:
    summary, overall = report.summary, report.overall
    by_day = {row.day: row.expense for row in summary.by_day}
    days = list(summary.period.days())
    gone = [day for day in days if day <= today or day <= max(by_day)]
    spent = tuple(accumulate(by_day.get(day, 0) for day in gone))
    pace = None
    if overall is not None:
        pace = max(0, (overall.budgeted + overall.carried).minor) or None

    def amount(minor: int) -> str:
        value = Decimal(minor).scaleb(-digits_of(report.currency))
        return format_compact_decimal(value, locale=t.language, fraction_digits=1)

    return Line(
        days=len(days),
        spent=spent,
        pace=pace,
        legend=t("Spent so far"),
        pace_legend=t("The budget's pace"),
        day_ticks=day_ticks([f"{day.month}/{day.day}" for day in days]),
        money_ticks=money_ticks(max(spent[-1], pace or 0), amount),
    )


def _money(minor: int, currency: str, t: Translator) -> str:
    return Money(minor, currency).format(t.language)

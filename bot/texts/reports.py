"""Reports as people read them: what was spent and on what, with the change from before; found entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from babel.dates import format_date, format_interval, format_skeleton

from backend.budgets.views import Status
from backend.entries.views import EntryView
from backend.kit.i18n import N_, Translator
from backend.kit.money import Money
from backend.kit.periods import Period, PeriodKind
from backend.reports.rules import Comparison, Completeness, Summary
from bot.texts.budgets import bar
from bot.texts.receipts import entry_lines

MOST_CATEGORIES = 12
MORE = {
    PeriodKind.MONTHLY: N_("{percent}% more than the month before by the same day"),
    PeriodKind.WEEKLY: N_("{percent}% more than the week before by the same day"),
    PeriodKind.YEARLY: N_("{percent}% more than the year before by the same day"),
    PeriodKind.DAILY: N_("{percent}% more than the day before"),
}
LESS = {
    PeriodKind.MONTHLY: N_("{percent}% less than the month before by the same day"),
    PeriodKind.WEEKLY: N_("{percent}% less than the week before by the same day"),
    PeriodKind.YEARLY: N_("{percent}% less than the year before by the same day"),
    PeriodKind.DAILY: N_("{percent}% less than the day before"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one category with its children adds up to."""

    category_id: int
    label: str
    total: int
    percent: float


@dataclass(frozen=True, slots=True)
class Report:
    """A period as it stands on a day, for a reader of the language that the shares are named in."""

    kind: PeriodKind
    summary: Summary
    change: Comparison
    shares: Sequence[Share]
    standing: Sequence[Status]
    currency: str
    known: Completeness

    @property
    def overall(self) -> Status | None:
        """How the budget of all spending for this kind of period stands, if there is one."""
        wanted = (one for one in self.standing if one.budget.category is None)
        return next((one for one in wanted if one.budget.period is self.kind), None)


def period_name(kind: PeriodKind, period: Period, t: Translator) -> str:
    """Name a period by its days, a plain calendar month or year by its name."""
    first, last = period.start, period.last
    if kind is PeriodKind.DAILY:
        return format_date(first, "medium", locale=t.language)
    if kind is PeriodKind.YEARLY and first.day == first.month == 1:
        return format_skeleton("y", first, locale=t.language)
    if kind is PeriodKind.MONTHLY and first.day == 1 and first.month == last.month:
        return format_skeleton("yMMMM", first, locale=t.language)
    return format_interval(first, last, "yMMMd", locale=t.language)


def report(told: Report, t: Translator) -> str:
    """What was spent and received, and on what."""
    summary, currency = told.summary, told.currency
    lines = [f"📊 <b>{escape(period_name(told.kind, summary.period, t))}</b>"]
    if not summary.count:
        lines.append(t("Nothing is recorded in this period."))
        return "\n".join([*lines, *_completeness(told, t)])
    lines.append(t("Spent <b>{amount}</b>", amount=_money(summary.expense, currency, t)))
    change = change_line(told.kind, told.change, currency, t)
    if change:
        lines.append(change)
    if summary.income:
        lines.append(t("Received {amount}", amount=_money(summary.income, currency, t)))
    if told.shares:
        lines.append("")
    for share in told.shares[:MOST_CATEGORIES]:
        amount = _money(share.total, currency, t)
        lines.append(f"{escape(share.label)} <b>{amount}</b>\n{bar(share.percent)} {share.percent:g}%")
    return "\n".join([*lines, *_completeness(told, t)])


def _completeness(told: Report, t: Translator) -> list[str]:
    """Say how much of the period the report knows of, and how to fill it in."""
    known = told.known
    if known.days_gone <= 1:
        return []
    said = t.plural(
        "🗓 {known} of {count} day recorded",
        "🗓 {known} of {count} days recorded",
        known.days_gone,
        known=known.days_known,
    )
    if not known.unrecorded:
        return ["", said]
    return ["", f"{said}. {t('Press a day on which nothing was spent.')}"]


def change_line(kind: PeriodKind, change: Comparison, currency: str, t: Translator) -> str:
    """Say how it compares with the period before at the same point; nothing where that was empty."""
    if change.change_percent is None:
        return ""
    before = _money(change.spent_before, currency, t)
    if change.spent == change.spent_before:
        return t("as much as before ({before})", before=before)
    said = MORE if change.spent > change.spent_before else LESS
    arrow = "▲" if change.spent > change.spent_before else "▼"
    return f"{arrow} {t(said[kind], percent=f'{abs(change.change_percent):g}')} ({before})"


def _money(minor: int, currency: str, t: Translator) -> str:
    return escape(Money(minor, currency).format(t.language))


def entries_of(head: str, entries: Sequence[EntryView], today: date, t: Translator, *, more: bool) -> str:
    """The entries behind a figure."""
    lines = [f"<b>{escape(head)}</b>", *entry_lines(entries, today, t)]
    if not entries:
        lines = [*lines[:1], t("Nothing is recorded in this period.")]
    if more:
        lines.append(t("… and more before these"))
    return "\n".join(lines)


def found(words: str, entries: Sequence[EntryView], today: date, t: Translator, *, more: bool) -> str:
    """The entries that hold the words."""
    if not entries:
        return t("I found no entry with “{words}”.", words=escape(words))
    lines = [t("🔎 “{words}”, newest first:", words=escape(words)), *entry_lines(entries, today, t)]
    if more:
        lines.append(t("… and more before these"))
    return "\n".join(lines)


def answer(
    head: str, total: Money, entries: Sequence[EntryView], today: date, t: Translator, *, more: bool
) -> str:
    """What was spent on something in a period, and its entries."""
    if not entries:
        return t("{what}: nothing is recorded.", what=f"<b>{escape(head)}</b>")
    lines = [f"<b>{escape(head)}</b>", t("Spent <b>{amount}</b>", amount=escape(total.format(t.language)))]
    lines += ["", *entry_lines(entries, today, t)]
    if more:
        lines.append(t("… and more before these"))
    return "\n".join(lines)


def how_to_search(t: Translator) -> str:
    """Say that words are needed."""
    return t("What shall I look for? <code>/search starbucks</code>")


def period_unclear(t: Translator) -> str:
    """Say which periods a report may be of."""
    return t(
        "I do not know that period. Write <code>/report</code>, <code>/report october</code>, "
        "<code>/report last month</code>, <code>/report week</code> or <code>/report 2026</code>."
    )

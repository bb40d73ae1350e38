"""Digests as people read them, and the settings of a chat."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from babel.dates import get_day_names

from backend.budgets.views import Status
from backend.kit.i18n import Translator
from backend.kit.periods import PeriodKind
from backend.messaging.digests.service import DigestSettings
from bot.pictures import DARK
from bot.texts.budgets import status_lines
from bot.texts.reports import Report, report

MOST_BUDGETS = 8
LONGER = (PeriodKind.WEEKLY, PeriodKind.MONTHLY, PeriodKind.YEARLY)
"""Periods, each longer than the one before."""


def digest(told: Report, standing: Iterable[Status], t: Translator) -> str:
    """A period that is over: what was spent and on what, how complete that is, how its budgets did.

    `standing` is how all budgets stand now: those of longer periods go on, and are told too.
    """
    head = t("📬 Your week") if told.kind is PeriodKind.WEEKLY else t("📬 Your month")
    parts = [f"<b>{head}</b>\n{report(told, t)}"]
    over = [one for one in told.standing if one.budget.period is told.kind]
    longer = LONGER[LONGER.index(told.kind) + 1 :]
    running = [one for one in standing if one.budget.period in longer]
    lines = [status_lines(one, t, is_over=True) for one in over]
    lines += [status_lines(one, t) for one in running]
    if lines:
        parts += [t("<b>Budgets</b>"), *lines[:MOST_BUDGETS]]
    return "\n\n".join(parts)


def weekday_name(weekday: int, t: Translator) -> str:
    """Name a weekday, 0 is Monday."""
    return str(get_day_names("wide", locale=t.language)[weekday])


def hour_name(hour: int, t: Translator) -> str:
    """Say an hour of the day."""
    return t("{hour}:00", hour=hour)


def settings(
    chosen: DigestSettings,
    language: str,
    ledger: str,
    theme: str,
    zone: str,
    t: Translator,
    *,
    is_private: bool,
) -> str:
    """What a chat is set to."""
    weekly = t("every {weekday}", weekday=weekday_name(chosen.weekday, t)) if chosen.weekly else t("off")
    monthly = t("on the first day of the month") if chosen.monthly else t("off")
    lines = [
        t("⚙️ <b>Settings</b>"),
        t("Language: {language}", language=language) + " · /language",
        t("Ledger: {ledger}", ledger=escape(ledger)) + " · /ledger",
        *([t("Timezone: {zone}", zone=escape(zone)) + " · /timezone"] if is_private else []),
        t("Pictures: {theme}", theme=t("dark") if theme == DARK else t("light")),
        t("Weekly digest: {when}", when=weekly),
        t("Monthly digest: {when}", when=monthly),
    ]
    if chosen.weekly or chosen.monthly:
        when = t("Digests come at {hour} ({zone}).", hour=hour_name(chosen.hour, t), zone=escape(zone))
        lines.append(when)
    return "\n".join(lines)


def hour_question(zone: str, t: Translator) -> str:
    """Ask for the hour."""
    return t("At which hour shall digests come? ({zone})", zone=escape(zone))


def weekday_question(t: Translator) -> str:
    """Ask for the weekday."""
    return t("On which day shall the weekly digest come?")

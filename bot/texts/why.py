"""Why an entry is filed, counted and dated as it is, as the bot says it."""

from __future__ import annotations

from datetime import date
from html import escape
from zoneinfo import ZoneInfo

from backend.entries.views import EntryView
from backend.entries.why import Explained, Reason, Rule
from backend.kit.i18n import Translator
from bot.texts.days import short_day
from bot.texts.names import category_label
from bot.texts.receipts import entry_line


def explained(why: Explained, today: date, timezone: str, t: Translator) -> str:
    """What decided over category, amount and day, and what the words teach."""
    lines = [
        entry_line(why.entry, today, t),
        "🏷 " + _category(why, today, timezone, t),
        "💰 " + _amount(why.amount, today, timezone, t),
        "📅 " + _day(why.day, why.entry, today, timezone, t),
    ]
    if why.lesson is not None and why.category.rule is not Rule.LESSON:
        lines.append(
            "🎓 "
            + t(
                "From this I learnt: “{words}” belongs in {category}.",
                words=escape(why.lesson.phrase),
                category=escape(category_label(why.lesson.category, t.language)),
            )
        )
    return "\n".join(lines)


def _who(reason: Reason, today: date, timezone: str, t: Translator) -> dict[str, str]:
    """Who did it and when, or that nobody knows any more."""
    day = reason.at.astimezone(ZoneInfo(timezone)).date() if reason.at else None
    return {
        "who": escape(reason.by or t("somebody")),
        "when": escape(short_day(day, today, t)) if day else "–",
    }


def _category(why: Explained, today: date, timezone: str, t: Translator) -> str:
    reason, lesson = why.category, why.lesson
    if reason.rule is Rule.LESSON and lesson is not None:
        taught = Reason(
            Rule.LESSON, by=lesson.taught_by.display_name if lesson.taught_by else None, at=lesson.taught_at
        )
        return t(
            "Category: {who} taught me “{words}” ({when}).",
            words=escape(lesson.phrase),
            **_who(taught, today, timezone, t),
        )
    said = {
        Rule.LESSON: t("Category: you taught me “{words}”.", words=escape(reason.words)),
        Rule.BY_HAND: t("Category: {who} chose it ({when}).", **_who(reason, today, timezone, t)),
        Rule.OWN_NAME: t("Category: “{words}” is the name of one of yours.", words=escape(reason.words)),
        Rule.NOT_KNOWN: t("Category: I know none of these words. Choose one, and I learn it."),
        Rule.FORMER: t("Category: what decided then has been changed or forgotten since."),
    }
    return said.get(reason.rule) or t("Category: “{words}” is in my word lists.", words=escape(reason.words))


def _amount(reason: Reason, today: date, timezone: str, t: Translator) -> str:
    said = {
        Rule.BY_HAND: t("Amount: {who} entered it ({when}).", **_who(reason, today, timezone, t)),
        Rule.MULTIPLIED: t("Amount: “{words}”, times how many there were.", words=escape(reason.words)),
        Rule.IN_NOTICE: t("Amount: the notice says “{words}”.", words=escape(reason.words)),
    }
    return said.get(reason.rule) or t("Amount: your message says “{words}”.", words=escape(reason.words))


def _day(reason: Reason, entry: EntryView, today: date, timezone: str, t: Translator) -> str:
    said = {
        Rule.BY_HAND: t("Day: {who} entered it ({when}).", **_who(reason, today, timezone, t)),
        Rule.IN_NOTICE: t("Day: the notice says {day}.", day=escape(short_day(entry.occurred_on, today, t))),
        Rule.NOT_SAID: t("Day: the message names none, so it is the day it was written."),
    }
    return said.get(reason.rule) or t("Day: your message says “{words}”.", words=escape(reason.words))


def forgotten(words: str, t: Translator) -> str:
    """Say that a lesson is forgotten."""
    return t(
        "🧽 Forgotten: “{words}” teaches me nothing any more. What is recorded stays as it is.",
        words=escape(words),
    )


def which(t: Translator) -> str:
    """Say how to ask about one entry of several."""
    return t("That receipt has several entries. Ask with its number: <code>/why 2</code>")

"""Days as people say them."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from backend.kit.i18n import Translator


def short_day(day: date, today: date, t: Translator) -> str:
    """Say a day in a word where there is one, else as short as it stays clear."""
    if day == today:
        return t("today")
    if day == today - timedelta(days=1):
        return t("yesterday")
    if day.year == today.year:
        return format_skeleton("MMMEd", day, locale=t.language)
    return format_date(day, "medium", locale=t.language)

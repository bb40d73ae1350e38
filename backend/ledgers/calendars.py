"""A ledger's periods as they will run, under its settings or under others; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from backend.kit.periods import Period, PeriodKind, Shift, WeekStart, within_reach
from backend.ledgers.access import Actor

MOST_PERIODS = 60


def next_periods(
    actor: Actor,
    kind: PeriodKind,
    on: date,
    count: int,
    *,
    month_start_day: int | None = None,
    month_start_shift: Shift | None = None,
    week_start: WeekStart | None = None,
    country: str | None = None,
) -> list[Period]:
    """Tell the periods from the one that holds a day on, as they would be with other settings.

    So a person sees what a setting means before it is applied. Raises Invalid `day.out_of_range`.
    """
    tried = replace(
        actor,
        month_start_day=month_start_day or actor.month_start_day,
        month_start_shift=month_start_shift or actor.month_start_shift,
        week_start=week_start or actor.week_start,
        country=country or actor.country,
    )
    return tried.calendar.periods_from(kind, within_reach(on, "on"), count)

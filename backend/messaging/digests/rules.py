"""When a digest is due, and which period it tells of; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.kit.periods import Calendar, Period, PeriodKind, local_day

KINDS = (PeriodKind.WEEKLY, PeriodKind.MONTHLY)
HOUR = 9
"""When digests come unless somebody chooses another hour: the morning."""
MONDAY = 0

LATE = timedelta(days=1)
"""How late a digest may still come, after the bot was down: later it tells yesterday's news."""

REST = {PeriodKind.WEEKLY: timedelta(days=4), PeriodKind.MONTHLY: timedelta(days=25)}
"""After the end of a period that was told nothing of its kind is due for so long, in whatever timezone."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What somebody chose. `told_until` is the end of the last period told, `set_at` when they last chose."""

    kind: PeriodKind
    hour: int
    weekday: int
    set_at: datetime
    told_until: date | None


def may_be_due(schedule: Schedule, now: datetime) -> bool:
    """Tell cheaply, in no timezone, that nothing can be due so soon after what was told."""
    told, rest = schedule.told_until, REST[schedule.kind]
    return told is None or now.date() - told >= rest


def due_period(
    schedule: Schedule, calendar: Calendar, zone: str, ledger_zone: str, now: datetime
) -> Period | None:
    """Tell which period is to be told now; None while nothing is due.

    `zone` is the reader's, in which the hour and the day are meant, `ledger_zone` the one in which the
    period ends: nothing is told of a period before it is over there, but of the week whose last day it is.
    """
    today = local_day(now, zone)
    for day in (today, today - ONE_DAY):
        period = _told_on(schedule, calendar, day)
        if period is None or _is_told(schedule, period):
            continue
        due = _moment(day, schedule.hour, zone)
        if period.end <= day:
            due = max(due, _moment(period.end, 0, ledger_zone))
        if due <= now < due + LATE and due >= schedule.set_at:
            return period
    return None


def _told_on(schedule: Schedule, calendar: Calendar, day: date) -> Period | None:
    """Tell which period a day's digest is of: the one just over, or the week whose last day it is."""
    kind = schedule.kind
    if kind is PeriodKind.MONTHLY:
        return calendar.period_before(kind, day) if calendar.period_of(kind, day).start == day else None
    if day.weekday() != schedule.weekday:
        return None
    week = calendar.period_of(kind, day)
    return week if week.last == day else calendar.period_before(kind, day)


def _is_told(schedule: Schedule, period: Period) -> bool:
    """Tell whether most of a period was told: weeks and months may begin on other days since."""
    middle = period.start + timedelta(days=len(period) // 2)
    return schedule.told_until is not None and middle < schedule.told_until


def _moment(day: date, hour: int, zone: str) -> datetime:
    """Say when a local hour is: one that the clocks skip comes after the change, a double one once."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)

"""Who acts in which ledger: the one value that every service takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backend.kit.errors import Forbidden
from backend.kit.periods import Calendar, Period, PeriodKind, Shift, WeekStart, holidays_of, local_day, never


class Role(StrEnum):
    """What a member may do: owners settle the ledger, members write in it, viewers read."""

    OWNER = "owner"
    MEMBER = "member"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Actor:
    """A member acting in one ledger, with the ledger's settings that days and sums depend on."""

    user_id: int
    ledger_id: int
    role: Role
    currency: str
    timezone: str
    country: str | None
    month_start_day: int
    month_start_shift: Shift
    week_start: WeekStart

    def today(self, now: datetime) -> date:
        """Which day it is in the ledger's timezone."""
        return local_day(now, self.timezone)

    @property
    def calendar(self) -> Calendar:
        """How the ledger's periods run."""
        is_holiday = holidays_of(self.country) if self.country else never
        return Calendar(self.month_start_day, self.month_start_shift, self.week_start, is_holiday)

    def month_of(self, day: date) -> Period:
        """The ledger's month that holds the day."""
        return self.calendar.period_of(PeriodKind.MONTHLY, day)

    def must_write(self) -> None:
        """Raise Forbidden `ledger.read_only` for a viewer."""
        if self.role is Role.VIEWER:
            raise Forbidden("ledger.read_only")

    def must_own(self) -> None:
        """Raise Forbidden `ledger.owner_only` for anybody but an owner."""
        if self.role is not Role.OWNER:
            raise Forbidden("ledger.owner_only")

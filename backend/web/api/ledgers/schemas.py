"""What people send and are shown of ledgers."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from backend.kit.periods import Shift, WeekStart
from backend.ledgers.access import Role
from backend.ledgers.rules import MAX_NAME
from backend.ledgers.service import LedgerView
from backend.web.api.fields import (
    Body,
    Country,
    Currency,
    Line,
    Shown,
    ShownId,
    Timezone,
    absent,
    whole,
)

Name = Annotated[str, Line(MAX_NAME, "우리집 가계부")]
StartDay = Annotated[int, Field(ge=1, le=31, examples=[25]), BeforeValidator(whole)]


class NewLedgerBody(Body):
    """A ledger to be made; without a country it has the timezone's."""

    name: Name
    currency: Currency = "KRW"
    timezone: Timezone = "Asia/Seoul"
    country: Country | None = None
    month_start_day: StartDay = 1
    month_start_shift: Shift = Shift.NONE
    week_start: WeekStart = WeekStart.MONDAY


class LedgerChanges(Body):
    """What shall be different about a ledger; a null country has no public holidays."""

    name: Name = Field(default_factory=absent)
    currency: Currency = Field(default_factory=absent)
    timezone: Timezone = Field(default_factory=absent)
    country: Country | None = None
    month_start_day: StartDay = Field(default_factory=absent)
    month_start_shift: Shift = Field(default_factory=absent)
    week_start: WeekStart = Field(default_factory=absent)


class LedgerShown(Shown):
    """A ledger, and the role of whoever asks in it."""

    id: ShownId
    name: str
    currency: str
    timezone: str
    country: str | None
    month_start_day: int
    month_start_shift: Shift
    week_start: WeekStart
    role: Role


class LedgerList(Shown):
    """Some of a person's ledgers."""

    items: list[LedgerShown]
    next_cursor: str | None


def show_ledger(ledger: LedgerView) -> LedgerShown:
    """Show a ledger."""
    return LedgerShown(
        id=str(ledger.id),
        name=ledger.name,
        currency=ledger.currency,
        timezone=ledger.timezone,
        country=ledger.country,
        month_start_day=ledger.month_start_day,
        month_start_shift=ledger.month_start_shift,
        week_start=ledger.week_start,
        role=ledger.role,
    )

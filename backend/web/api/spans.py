"""Periods as several answers show them, and the parameters that ask for one."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from backend.kit.periods import Period, PeriodKind
from backend.web.api.fields import Day, Shown

ShownDay = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-11-21"])]
KindParam = Annotated[PeriodKind, Query(alias="period", description="The kind of period.")]
OnParam = Annotated[
    Day | None, Query(description="The day whose period is meant, between 1900 and 2999; none is today.")
]


class PeriodShown(Shown):
    """A span of days; `end` is its last."""

    start: ShownDay
    end: ShownDay


def show_period(period: Period) -> PeriodShown:
    """Show a period by its first and its last day."""
    return PeriodShown.model_construct(start=period.start.isoformat(), end=period.last.isoformat())

"""A ledger's periods over HTTP: also as they would be under settings not yet applied."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from backend.kit.periods import PeriodKind, Shift, WeekStart
from backend.ledgers.calendars import MOST_PERIODS, next_periods
from backend.web.answers import answer
from backend.web.api.fields import Country, Shown
from backend.web.api.spans import KindParam, OnParam, PeriodShown, show_period
from backend.web.deps import NowDep, ReaderDep
from backend.web.openapi import refusals

router = APIRouter(prefix="/ledgers/{ledger_id}/periods", tags=["Ledgers"])


class PeriodList(Shown):
    """Periods one after the other, the first of them holding the day."""

    items: list[PeriodShown]


@router.get(
    "",
    operation_id="listPeriods",
    summary="The next periods, under the ledger's settings or under others to be tried",
    response_model=PeriodList,
    responses=refusals(401, 404),
)
async def list_periods(
    actor: ReaderDep,
    now: NowDep,
    kind: KindParam = PeriodKind.MONTHLY,
    on: OnParam = None,
    count: Annotated[int, Query(description="How many.", ge=1, le=MOST_PERIODS)] = 12,
    month_start_day: Annotated[int | None, Query(ge=1, le=31)] = None,
    month_start_shift: Annotated[Shift | None, Query()] = None,
    week_start: Annotated[WeekStart | None, Query()] = None,
    country: Annotated[Country | None, Query(description="Whose public holidays count.")] = None,
) -> Response:
    found = next_periods(
        actor,
        kind,
        on or actor.today(now),
        count,
        month_start_day=month_start_day,
        month_start_shift=month_start_shift,
        week_start=week_start,
        country=country,
    )
    return answer(PeriodList.model_construct(items=[show_period(period) for period in found]))

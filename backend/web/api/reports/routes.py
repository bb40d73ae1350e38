"""Reports over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from backend.kit.errors import Invalid
from backend.kit.periods import PeriodKind
from backend.reports import service as reports
from backend.reports.rules import Months
from backend.web.answers import answer
from backend.web.api.fields import Day
from backend.web.api.reports.schemas import Shower, SummaryShown, TrendShown
from backend.web.api.spans import KindParam, OnParam
from backend.web.deps import LanguageDep, NowDep, ReaderDep, ReadSessionDep
from backend.web.openapi import refusals

MonthsParam = Annotated[
    Months | None,
    Query(
        description="By which months: the `ledger`'s, which begin on its start day, unless asked otherwise, "
        "or the `calendar`'s, as a comparison with last year may want."
    ),
]

router = APIRouter(prefix="/ledgers/{ledger_id}/reports", tags=["Reports"])


@router.get(
    "/summary",
    operation_id="readSummary",
    summary="Sum up a period, or the days between two",
    response_model=SummaryShown,
    responses=refusals(401, 404),
)
async def read_summary(
    session: ReadSessionDep,
    actor: ReaderDep,
    language: LanguageDep,
    now: NowDep,
    since: Annotated[
        Day | None, Query(alias="from", description="The first day; asks for `to`, and for no period.")
    ] = None,
    until: Annotated[
        Day | None, Query(alias="to", description="The last day, at most ten years after the first.")
    ] = None,
    period: Annotated[
        PeriodKind | None, Query(description="A kind of period; `monthly` where nothing is asked for.")
    ] = None,
    on: OnParam = None,
    months: MonthsParam = None,
) -> Response:
    if since is None and until is None:
        day = on or actor.today(now)
        kind = period or PeriodKind.MONTHLY
        found = await reports.summary_of(session, actor, kind, day, months or Months.LEDGER)
    elif since is None or until is None or any(one is not None for one in (period, on, months)):
        raise Invalid("report.span_unclear", field="from" if since is None else "to")
    else:
        found = await reports.summary_between(session, actor, since, until)
    return answer(Shower(actor.currency, language).summary(found))


@router.get(
    "/trend",
    operation_id="readTrend",
    summary="Sum up several periods, oldest first",
    response_model=TrendShown,
    responses=refusals(401, 404),
)
async def read_trend(
    session: ReadSessionDep,
    actor: ReaderDep,
    language: LanguageDep,
    now: NowDep,
    kind: KindParam = PeriodKind.MONTHLY,
    count: Annotated[int, Query(description="How many periods.", ge=1, le=reports.MOST_PERIODS)] = 12,
    on: OnParam = None,
    months: MonthsParam = None,
) -> Response:
    day = on or actor.today(now)
    points = await reports.trend(session, actor, kind, day, count, months or Months.LEDGER)
    shower = Shower(actor.currency, language)
    return answer(TrendShown.model_construct(items=[shower.trend_item(point) for point in points]))

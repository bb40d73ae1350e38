"""Days on which nothing was spent, over HTTP: with them a report can say how complete it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from backend.kit.errors import Invalid
from backend.reports import service as reports
from backend.reports.rules import Completeness, span_between
from backend.web.answers import answer, nothing
from backend.web.api.fields import Day, Shown
from backend.web.api.spans import PeriodShown, ShownDay, show_period
from backend.web.deps import ActorDep, NowDep, ReaderDep, ReadSessionDep, SessionDep
from backend.web.openapi import refusals

router = APIRouter(prefix="/ledgers/{ledger_id}/quiet-days", tags=["Reports"])

QuietDay = Annotated[Day, Path(description="The day, not one to come.", examples=["2026-11-20"])]


class QuietDaysShown(Shown):
    """What is known of the days of a span until today, today too."""

    period: PeriodShown
    days_gone: int
    days_known: int
    items: list[ShownDay]
    unrecorded: list[ShownDay]


def _show(known: Completeness, period: PeriodShown) -> QuietDaysShown:
    return QuietDaysShown.model_construct(
        period=period,
        days_gone=known.days_gone,
        days_known=known.days_known,
        items=[day.isoformat() for day in sorted(known.quiet)],
        unrecorded=[day.isoformat() for day in known.unrecorded],
    )


@router.get(
    "",
    operation_id="listQuietDays",
    summary="List the days on which nothing was spent, and those of which nothing is known",
    description="`items` are the quiet days, oldest first; `unrecorded` the days gone that are neither quiet "
    "nor have an entry, newest first. Without days the month at hand is meant.",
    response_model=QuietDaysShown,
    responses=refusals(401, 404),
)
async def list_quiet_days(
    session: ReadSessionDep,
    actor: ReaderDep,
    now: NowDep,
    since: Annotated[Day | None, Query(alias="from", description="The first day; asks for `to`.")] = None,
    until: Annotated[
        Day | None, Query(alias="to", description="The last day, at most ten years after the first.")
    ] = None,
) -> Response:
    today = actor.today(now)
    if since is None and until is None:
        period = actor.month_of(today)
    elif since is None or until is None:
        raise Invalid("report.span_unclear", field="from" if since is None else "to")
    else:
        period = span_between(since, until)
    known = await reports.completeness(session, actor, period, today)
    return answer(_show(known, show_period(period)))


@router.put(
    "/{day}",
    operation_id="noteQuietDay",
    summary="Say that nothing was spent on a day",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404),
)
async def note_quiet_day(session: SessionDep, actor: ActorDep, now: NowDep, day: QuietDay) -> Response:
    await reports.note_quiet_day(session, actor, day, now=now)
    return nothing()


@router.delete(
    "/{day}",
    operation_id="forgetQuietDay",
    summary="Take back that nothing was spent on a day",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404),
)
async def forget_quiet_day(session: SessionDep, actor: ActorDep, day: QuietDay) -> Response:
    await reports.forget_quiet_day(session, actor, day)
    return nothing()

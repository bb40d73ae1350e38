"""Whether the app is alive, ready, and how it fares."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from backend.db.session import read_session
from backend.messaging.service import Measures, measures
from backend.schema import schema_state
from backend.web.answers import answer
from backend.web.deps import NowDep, SiteDep
from backend.web.openapi import refusals
from backend.web.problems import problem
from backend.web.site import Site

router = APIRouter(tags=["Service"])


class Fine(BaseModel):
    """It is."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", operation_id="isAlive", summary="Alive", response_model=Fine)
async def is_alive() -> Response:
    return answer(Fine())


@router.get(
    "/readyz",
    operation_id="isReady",
    summary="Ready: the database answers and its schema is the code's",
    response_model=Fine,
    responses={503: refusals()[503]},
)
async def is_ready(request: Request, site: SiteDep) -> Response:
    try:
        state = await schema_state(site.database.engine)
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        why = f"The database does not answer ({type(error).__name__})."
        return problem(request, 503, "service.unavailable", detail=why, headers={"Retry-After": "5"})
    if not state.at_head:
        return problem(request, 503, "service.unavailable", detail=state.why, headers={"Retry-After": "5"})
    return answer(Fine())


@router.get(
    "/metrics",
    operation_id="readMetrics",
    summary="Prometheus metrics",
    response_class=Response,
    responses={200: {"description": "Metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def read_metrics(site: SiteDep, now: NowDep) -> Response:
    road = await _road(site, now)
    return Response(site.meters.show(road), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _road(site: Site, now: NowDep) -> Measures | None:
    try:
        async with read_session(site.database) as session:
            return await measures(session, now)
    except (SQLAlchemyError, OSError, TimeoutError):
        return None

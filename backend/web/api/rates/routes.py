"""Rates that people give, over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from backend.entries.given_rates import service as rates
from backend.entries.given_rates.service import MAX_RATE_DIGITS, RateView
from backend.web.answers import answer, nothing
from backend.web.api.fields import Body, Currency, Day, Shown, ShownId
from backend.web.api.paging import CursorParam, LimitParam
from backend.web.api.spans import ShownDay
from backend.web.deps import ActorDep, NowDep, ReaderDep, ReadSessionDep, SessionDep, id_of, path_id
from backend.web.idempotency import LedgerOnceDep
from backend.web.openapi import created, links_within_ledger, refusals

router = APIRouter(prefix="/ledgers/{ledger_id}/rates", tags=["Rates"])

RateId = Annotated[str, path_id("rate")]
LINKS = links_within_ledger("rate", "rate_id", ["deleteRate"])
LONGEST = 2 * MAX_RATE_DIGITS + 1
RATE_PATTERN = rf"^[0-9]{{1,{MAX_RATE_DIGITS}}}(\.[0-9]{{1,{MAX_RATE_DIGITS}}})?$"


def _text(value: object) -> object:
    if not isinstance(value, str) or len(value) > LONGEST or not value.replace(".", "", 1).isdecimal():
        raise PydanticCustomError("rate.malformed", "rate")
    return value


Rate = Annotated[
    str,
    BeforeValidator(_text),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": RATE_PATTERN,
            "examples": ["0.053"],
            "description": "What one unit of the currency is worth in the ledger's; above zero.",
        }
    ),
]


class NewRateBody(Body):
    """A rate to be given, good from its day on until the next."""

    currency: Currency
    day: Day
    rate: Rate


class RateShown(Shown):
    """What one unit of a currency is worth in the ledger's, from a day on until the next such rate."""

    id: ShownId
    currency: str
    day: ShownDay
    rate: str


class RateList(Shown):
    """Some of a ledger's own rates, the newest day first."""

    items: list[RateShown]
    next_cursor: str | None


def show_rate(rate: RateView) -> RateShown:
    """Show a rate."""
    return RateShown.model_construct(
        id=str(rate.id), currency=rate.currency, day=rate.day.isoformat(), rate=rate.rate
    )


@router.get(
    "",
    operation_id="listRates",
    summary="List the rates given for currencies without a published one",
    response_model=RateList,
    responses=refusals(401, 404),
)
async def list_rates(
    session: ReadSessionDep, actor: ReaderDep, cursor: CursorParam = None, limit: LimitParam = 50
) -> Response:
    page = await rates.list_rates(session, actor, cursor=cursor, limit=limit)
    shown = [show_rate(rate) for rate in page.items]
    return answer(RateList(items=shown, next_cursor=page.next_cursor))


@router.post(
    "",
    operation_id="createRate",
    summary="Give the rate of a currency that has no published one",
    status_code=201,
    response_model=RateShown,
    responses={
        201: created("The rate.", LINKS, tagged=False),
        **refusals(400, 401, 403, 404, 409, 413),
    },
)
async def create_rate(
    body: NewRateBody, session: SessionDep, actor: ActorDep, now: NowDep, once: LedgerOnceDep
) -> Response:
    async def make() -> Response:
        rate = await rates.add_rate(session, actor, body.currency, body.day, body.rate, now=now)
        return answer(show_rate(rate), status=201)

    return await once(make)


@router.delete(
    "/{rate_id}",
    operation_id="deleteRate",
    summary="Take a rate away; entries keep the one they were recorded by",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404),
)
async def delete_rate(session: SessionDep, actor: ActorDep, rate_id: RateId) -> Response:
    await rates.delete_rate(session, actor, id_of(rate_id))
    return nothing()

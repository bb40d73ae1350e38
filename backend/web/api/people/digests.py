"""What comes by itself into the chat of the person who calls."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter
from pydantic import BeforeValidator, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from backend.accounts.service import get_person
from backend.messaging.digests.service import (
    HOURS,
    DigestSettings,
    get_own_settings,
    set_own_settings,
)
from backend.web.answers import answer
from backend.web.api.fields import Body, Shown, Yes, whole
from backend.web.deps import NowDep, PersonDep, ReadingPersonDep, ReadSessionDep, SessionDep, SiteDep
from backend.web.openapi import refusals
from backend.web.site import Site

router = APIRouter(prefix="/me/digests", tags=["People"])


class Weekday(StrEnum):
    """A day of the week, in the order of their numbers."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEKDAYS = tuple(Weekday)
Hour = Annotated[int, Field(ge=HOURS.start, lt=HOURS.stop, examples=[9]), BeforeValidator(whole)]


class DigestsBody(Body):
    """Which digests shall come, and when."""

    weekly: Yes
    monthly: Yes
    hour: Hour
    weekday: Weekday


class DigestsShown(Shown):
    """Which digests come, at which hour of the person's timezone, the week's on which day."""

    weekly: bool
    monthly: bool
    hour: int
    weekday: Weekday
    timezone: Annotated[str, Field(examples=["Asia/Seoul"])]


async def _shown(session: AsyncSession, site: Site, user_id: int) -> Response:
    chosen = await get_own_settings(session, site.settings.bot_id, user_id)
    person = await get_person(session, user_id)
    return answer(
        DigestsShown(
            weekly=chosen.weekly,
            monthly=chosen.monthly,
            hour=chosen.hour,
            weekday=WEEKDAYS[chosen.weekday],
            timezone=person.timezone,
        )
    )


@router.get(
    "",
    operation_id="readMyDigests",
    summary="Read which digests come into one's private chat",
    description="409 until Telegram is linked: there is no chat that they could come into.",
    response_model=DigestsShown,
    responses=refusals(401, 409),
)
async def read_digests(session: ReadSessionDep, caller: ReadingPersonDep, site: SiteDep) -> Response:
    return await _shown(session, site, caller.user_id)


@router.put(
    "",
    operation_id="setMyDigests",
    summary="Choose which digests come into one's private chat, and when",
    response_model=DigestsShown,
    responses=refusals(400, 401, 403, 409, 413),
)
async def set_digests(
    body: DigestsBody, session: SessionDep, caller: PersonDep, site: SiteDep, now: NowDep
) -> Response:
    chosen = DigestSettings(body.weekly, body.monthly, body.hour, WEEKDAYS.index(body.weekday))
    await set_own_settings(session, site.settings.bot_id, caller.user_id, chosen, now=now)
    return await _shown(session, site, caller.user_id)

"""The webhook: an update is written down, then Telegram is told that it arrived; handling it is the bot's."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Security
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from starlette.responses import Response

from backend.kit.errors import Unauthorized
from backend.messaging.service import store_updates
from backend.web.api.fields import whole
from backend.web.deps import NowDep, SessionDep, SiteDep
from backend.web.openapi import refusals
from backend.web.security import same_secret
from backend.web.site import Site

router = APIRouter(prefix="/telegram", tags=["Telegram"])

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_secret = APIKeyHeader(name=SECRET_HEADER, scheme_name="Webhook", auto_error=False)


class Update(BaseModel):
    """An update of any kind; only its number matters here."""

    model_config = ConfigDict(extra="allow")

    update_id: Annotated[int, Field(ge=0, le=2**53, examples=[10000]), BeforeValidator(whole)]


async def _bot_id(request: Request, site: SiteDep, _given: Annotated[str | None, Security(_secret)]) -> int:
    """Let only Telegram in. Raises Unauthorized `telegram.secret_wrong`, also where there is no webhook."""
    return check_secret(request, site)


def check_secret(request: Request, site: Site) -> int:
    """Compare the secret in constant time, as bytes: a header may hold any."""
    expected = site.settings.telegram_webhook_secret
    given = request.headers.get(SECRET_HEADER)
    if not same_secret(given, expected.get_secret_value() if expected else None):
        raise Unauthorized("telegram.secret_wrong")
    if site.settings.bot_id is None:
        raise Unauthorized("telegram.secret_wrong")
    return site.settings.bot_id


@router.post(
    "/webhook",
    operation_id="receiveUpdate",
    summary="Take an update from Telegram",
    response_class=Response,
    responses={200: {"description": "Written down."}, **refusals(400, 401, 413)},
)
async def receive_update(
    body: Update, bot_id: Annotated[int, Depends(_bot_id)], session: SessionDep, now: NowDep
) -> Response:
    update: dict[str, Any] = body.model_dump()
    await store_updates(session, bot_id, [update], now=now)
    return Response(status_code=200)

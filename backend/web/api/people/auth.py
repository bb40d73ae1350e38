"""Becoming known: register, exchange a password for a token, end the token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from backend.accounts.attempts import limit_registrations
from backend.accounts.rules import BEARER_GOOD_FOR
from backend.accounts.sign_in import SignInRefused, sign_in
from backend.accounts.tokens import TokenKind, sign_out
from backend.ledgers.service import get_default_actor
from backend.onboarding.service import register
from backend.web.answers import answer, nothing
from backend.web.api.people.schemas import PersonShown, Registration, TokenIssued, show_person
from backend.web.deps import NowDep, PersonDep, SessionDep, SiteDep
from backend.web.errors import domain_problem
from backend.web.idempotency import AnonymousOnceDep
from backend.web.openapi import created, refusals
from backend.web.site import API

router = APIRouter(prefix="/auth", tags=["People"])


def address_of(request: Request) -> str:
    """Tell where a request comes from, as far as the server knows."""
    return request.client.host if request.client else "unknown"


@router.post(
    "/register",
    operation_id="register",
    summary="Make an account with a first ledger and its default categories",
    status_code=201,
    response_model=PersonShown,
    responses={201: created("The person."), **refusals(400, 409, 413, 429)},
)
async def register_person(
    request: Request,
    body: Registration,
    session: SessionDep,
    site: SiteDep,
    now: NowDep,
    once: AnonymousOnceDep,
) -> Response:
    async def make() -> Response:
        if site.settings.production:
            await limit_registrations(session, address_of(request), site.secret_key, now)
        user = await register(session, **body.model_dump(), now=now)
        home = await get_default_actor(session, user.id)
        shown = show_person(user, home.ledger_id)
        return answer(shown, status=201, revision=user.revision, location=f"{API}/me")

    return await once(make)


@router.post(
    "/token",
    operation_id="createToken",
    summary="Exchange e-mail and password for a bearer token",
    response_model=TokenIssued,
    responses=refusals(400, 401, 413, 429),
)
async def create_token(
    request: Request,
    site: SiteDep,
    now: NowDep,
    username: Annotated[str, Form(description="The e-mail address.", min_length=1)],
    password: Annotated[str, Form(min_length=1, json_schema_extra={"format": "password"})],
) -> Response:
    issued = await sign_in(
        site.database,
        username,
        password,
        address=address_of(request),
        kind=TokenKind.BEARER,
        secret_key=site.secret_key,
        now=now,
    )
    if isinstance(issued, SignInRefused):
        return domain_problem(request, issued.error)
    lifetime = int(BEARER_GOOD_FOR.total_seconds())
    return answer(TokenIssued(access_token=issued.secret, expires_in=lifetime))


@router.delete(
    "/token",
    operation_id="endToken",
    summary="End the token that is calling",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403),
)
async def end_token(session: SessionDep, caller: PersonDep) -> Response:
    await sign_out(session, caller)
    return nothing()

"""In and out: register, sign in, sign out, and the language before anybody is known."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.accounts.attempts import limit_registrations
from backend.accounts.rules import MAX_DISPLAY_NAME, MAX_EMAIL, MAX_PASSWORD, MIN_PASSWORD, SESSION_GOOD_FOR
from backend.accounts.service import edit_person
from backend.accounts.sign_in import SignInRefused, sign_in
from backend.accounts.tokens import IssuedToken, TokenKind, find_caller, issue_token, sign_out, token_digest
from backend.db.session import unit_of_work
from backend.kit.errors import DomainError, Invalid
from backend.kit.i18n import LANGUAGES
from backend.ledgers.rules import known_timezones
from backend.onboarding.service import register
from backend.web.deps import NowDep, ReadSessionDep, SessionDep, SiteDep
from backend.web.language import LANGUAGE_COOKIE, language_of
from backend.web.pages.forms import Form, FormDep, check_token, inside
from backend.web.pages.render import go, put_cookie, show, status_of
from backend.web.pages.visit import ChangeAnywhereDep, find_visitor
from backend.web.security import SESSION_COOKIE
from backend.web.site import Site

router = APIRouter(include_in_schema=False)

YEAR = 365 * 24 * 3600
KEPT = "kept:"
"""What the fields of a form that waits for signing in begin with."""


@router.get("/")
async def front(request: Request, site: SiteDep, session: ReadSessionDep, now: NowDep) -> Response:
    """Show what this is, or bring somebody known to their ledger."""
    actor = await find_visitor(session, request, site, now)
    if actor is not None:
        return go(request, f"/ledgers/{actor.ledger_id}")
    return show(request, "front.html")


@router.get("/register")
async def ask_to_register(request: Request) -> Response:
    """Show the form of a new account."""
    return _registration(request, inside(request.query_params.get("next", "")))


def _registration(request: Request, to: str, **facts: Any) -> Response:
    return show(request, "register.html", shortest=MIN_PASSWORD, longest=MAX_PASSWORD, next=to, **facts)


@router.post("/register")
async def take_registration(request: Request, form: FormDep, site: SiteDep, now: NowDep) -> Response:
    """Make an account with a first ledger, and sign its owner in."""
    check_token(request, form)
    try:
        async with unit_of_work(site.database) as session:
            if site.settings.production:
                await limit_registrations(session, address_of(request), site.secret_key, now)
            user = await register(
                session,
                email=form.line("email", MAX_EMAIL),
                password=_new_password(form),
                display_name=form.line("display_name", MAX_DISPLAY_NAME, needed=False) or None,
                locale=language_of(request),
                timezone=_timezone(form),
                currency=None,
                now=now,
            )
            issued = await issue_token(
                session, user.id, TokenKind.SESSION, secret_key=site.secret_key, now=now
            )
    except DomainError as error:
        to = inside(form.get("next", ""))
        return _registration(request, to, status=status_of(error), error=error, form=form)
    return _signed_in(request, site, issued, form, "welcome")


def _new_password(form: Form) -> str:
    password = form.get("password", "")
    if len(password) < MIN_PASSWORD:
        raise Invalid("field.too_short", field="password", min_length=MIN_PASSWORD)
    if len(password) > MAX_PASSWORD:
        raise Invalid("field.too_long", field="password", max_length=MAX_PASSWORD)
    return password


def _timezone(form: Form) -> str | None:
    """The browser's own timezone, which the script fills in; without it the language decides."""
    given = form.get("timezone", "")
    return given if given in known_timezones() else None


@router.get("/sign-in")
async def ask_to_sign_in(request: Request) -> Response:
    """Show the form."""
    to = inside(request.query_params.get("next", ""))
    return show(request, "sign_in.html", next=to, kept=[], kept_path="", code="")


@router.post("/sign-in")
async def take_sign_in(request: Request, form: FormDep, site: SiteDep, now: NowDep) -> Response:
    """Exchange e-mail and password for a session, with the same limits as the API's tokens."""
    check_token(request, form)
    issued = await sign_in(
        site.database,
        form.get("email", ""),
        form.get("password", ""),
        address=address_of(request),
        kind=TokenKind.SESSION,
        secret_key=site.secret_key,
        now=now,
    )
    if isinstance(issued, SignInRefused):
        return show(
            request,
            "sign_in.html",
            status=status_of(issued.error),
            error=issued.error,
            form=form,
            next=inside(form.get("next", "")),
            kept=_kept(form),
            kept_path=inside(form.get("kept-path", "")),
            code="",
        )
    return _signed_in(request, site, issued, form, None)


def _kept(form: Form) -> list[tuple[str, str]]:
    return [(name.removeprefix(KEPT), value) for name, value in form.pairs if name.startswith(KEPT)]


def _signed_in(request: Request, site: Site, issued: IssuedToken, form: Form, what: str | None) -> Response:
    """Give the browser its session, and bring it where it wanted to go, or to the form it could not send."""
    kept, path = _kept(form), inside(form.get("kept-path", ""))
    request.cookies[SESSION_COOKIE] = issued.secret  # forms of the answer belong to the new session already
    response = (
        show(request, "kept.html", kept=kept, kept_path=path)
        if kept and path
        else go(request, inside(form.get("next", "")) or "/", what)
    )
    put_cookie(response, site, SESSION_COOKIE, issued.secret, max_age=int(SESSION_GOOD_FOR.total_seconds()))
    return response


@router.post("/sign-out")
async def take_sign_out(request: Request, visit: ChangeAnywhereDep, session: SessionDep) -> Response:
    """End the session."""
    await sign_out(session, visit.caller)
    response = go(request, "/sign-in", "signed_out")
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
    return response


@router.post("/language")
async def choose_language(request: Request, form: FormDep, site: SiteDep, now: NowDep) -> Response:
    """Speak another language from here on, and remember it with the person if one is signed in."""
    check_token(request, form)
    language = form.get("language", "")
    response = go(request, inside(form.get("back", "")) or "/")
    if language not in LANGUAGES:
        return response
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie:
        async with unit_of_work(site.database) as session:
            caller = await find_caller(session, token_digest(site.secret_key, cookie), now)
            if caller is not None:
                await edit_person(session, caller.user_id, {"locale": language}, now=now)
    put_cookie(response, site, LANGUAGE_COOKIE, language, max_age=YEAR)
    return response


def address_of(request: Request) -> str:
    """Tell where a request comes from, as far as the server knows."""
    return request.client.host if request.client else "unknown"

"""Who looks at a page, in which ledger: resolved once a request from the session cookie alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tokens import Caller, find_caller, token_digest, touch
from backend.kit.errors import Unauthorized
from backend.kit.i18n import choose_language
from backend.ledgers.access import Actor, Role
from backend.ledgers.service import LedgerView, get_default_actor, list_ledgers
from backend.web.deps import (
    LedgerId,
    NowDep,
    ReadSessionDep,
    SessionDep,
    SiteDep,
    find_caller_in,
    touch_apart,
)
from backend.web.language import LANGUAGE_COOKIE, accepted
from backend.web.pages.forms import FormDep, check_token
from backend.web.security import SESSION_COOKIE
from backend.web.site import Site


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody signed in, acting in one of their ledgers."""

    caller: Caller
    actor: Actor
    ledgers: tuple[LedgerView, ...]
    today: date

    @property
    def ledger(self) -> LedgerView:
        """The ledger that is shown."""
        return next(one for one in self.ledgers if one.id == self.actor.ledger_id)

    @property
    def home(self) -> str:
        """Where the ledger's pages lie."""
        return f"/ledgers/{self.actor.ledger_id}"

    @property
    def may_write(self) -> bool:
        """Whether forms make sense here."""
        return self.actor.role is not Role.VIEWER

    @property
    def owns(self) -> bool:
        """Whether the ledger's settings are theirs to change."""
        return self.actor.role is Role.OWNER


def _digest_of(request: Request, site: Site) -> str:
    """Digest the session cookie. Raises Unauthorized `auth.required`."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        raise Unauthorized("auth.required")
    return token_digest(site.secret_key, cookie)


async def _seen(
    request: Request, session: AsyncSession, caller: Caller, actor: Actor, now: datetime
) -> Visit:
    tags = [caller.locale, request.cookies.get(LANGUAGE_COOKIE)]
    request.state.language = choose_language([*tags, *accepted(request.headers.get("accept-language", ""))])
    ledgers: Sequence[LedgerView] = (await list_ledgers(session, caller.user_id)).items
    return Visit(caller, actor, tuple(ledgers), actor.today(now))


async def _known(session: AsyncSession, digest: str, now: datetime) -> Caller:
    caller = await find_caller(session, digest, now)
    if caller is None:
        raise Unauthorized("auth.token_invalid")
    return caller


async def _default(session: AsyncSession, digest: str, now: datetime) -> tuple[Caller, Actor]:
    caller = await _known(session, digest, now)
    return caller, await get_default_actor(session, caller.user_id)


async def _looking(
    request: Request, site: SiteDep, session: ReadSessionDep, now: NowDep, ledger_id: LedgerId
) -> Visit:
    digest = _digest_of(request, site)
    caller, actor = await find_caller_in(request, session, digest, ledger_id, now)
    await touch_apart(site, session, caller, now)
    return await _seen(request, session, caller, actor, now)


async def _changing(
    request: Request, form: FormDep, site: SiteDep, session: SessionDep, now: NowDep, ledger_id: LedgerId
) -> Visit:
    digest = _digest_of(request, site)
    caller, actor = await find_caller_in(request, session, digest, ledger_id, now)
    check_token(request, form)
    if caller.is_due(now):
        await touch(session, caller, now)
    return await _seen(request, session, caller, actor, now)


async def _looking_anywhere(request: Request, site: SiteDep, session: ReadSessionDep, now: NowDep) -> Visit:
    caller, actor = await _default(session, _digest_of(request, site), now)
    await touch_apart(site, session, caller, now)
    return await _seen(request, session, caller, actor, now)


async def _changing_anywhere(
    request: Request, form: FormDep, site: SiteDep, session: SessionDep, now: NowDep
) -> Visit:
    caller, actor = await _default(session, _digest_of(request, site), now)
    check_token(request, form)
    if caller.is_due(now):
        await touch(session, caller, now)
    return await _seen(request, session, caller, actor, now)


LookDep = Annotated[Visit, Depends(_looking)]
"""Who looks at a page of the path's ledger."""
ChangeDep = Annotated[Visit, Depends(_changing)]
"""Who sent a form of the path's ledger; it came from one of our pages."""
LookAnywhereDep = Annotated[Visit, Depends(_looking_anywhere)]
"""Who looks at a page about themselves; around it is their default ledger."""
ChangeAnywhereDep = Annotated[Visit, Depends(_changing_anywhere)]
"""Who sent a form about themselves."""


async def find_visitor(session: AsyncSession, request: Request, site: Site, now: datetime) -> Actor | None:
    """Say who looks at a page that anybody may see, and where their entries go; None for a stranger."""
    cookie = request.cookies.get(SESSION_COOKIE)
    caller = await find_caller(session, token_digest(site.secret_key, cookie), now) if cookie else None
    return None if caller is None else await get_default_actor(session, caller.user_id)

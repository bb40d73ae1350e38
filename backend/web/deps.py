"""What routes are handed: a session, the moment, and who acts; resolved once a request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tokens import Caller, caller_of, find_caller, token_digest, touch
from backend.announcements.service import hand_over
from backend.db.session import read_session, unit_of_work
from backend.kit.errors import Missing, Unauthorized
from backend.ledgers import queries as ledger_queries
from backend.ledgers.access import Actor
from backend.web.language import language_of
from backend.web.security import CredentialsDep
from backend.web.site import Site, site_of


# A plain function would be run in a thread, which costs a request more than any of these does.
async def _site(request: Request) -> Site:
    return site_of(request)


SiteDep = Annotated[Site, Depends(_site)]
ID_PATTERN = "^[1-9][0-9]{0,17}$"
MAX_ID = 2**63 - 1


async def _session(site: SiteDep) -> AsyncIterator[AsyncSession]:
    async with unit_of_work(site.database) as session:
        yield session
        if site.settings.bot_id is not None:
            await hand_over(session, now=site.clock())


async def _read_session(site: SiteDep) -> AsyncIterator[AsyncSession]:
    async with read_session(site.database) as session:
        yield session


# Without scope="function" the commit would follow the answer: a client told 201 for what was never kept.
SessionDep = Annotated[AsyncSession, Depends(_session, scope="function")]
ReadSessionDep = Annotated[AsyncSession, Depends(_read_session, scope="function")]


async def _now(site: SiteDep) -> datetime:
    return site.clock()


NowDep = Annotated[datetime, Depends(_now)]


def id_of(text: str) -> int:
    """Read an id as clients hold it; 0, which nothing has, for what cannot be one."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ID))):
        return 0
    number = int(text)
    return number if number <= MAX_ID else 0


def path_id(what: str) -> Any:
    """Describe an id in a path; one that cannot be is not found, like one that is not."""
    return Path(description=f"The {what}'s id.", json_schema_extra={"pattern": ID_PATTERN}, examples=["17"])


LedgerId = Annotated[str, path_id("ledger")]


def _known(request: Request, caller: Caller | None) -> Caller:
    if caller is None:
        raise Unauthorized("auth.token_invalid")
    request.state.locale = caller.locale
    return caller


async def touch_apart(site: Site, reading: AsyncSession, caller: Caller, now: datetime) -> None:
    """Note a token's use beside a request that only reads; that it could not be noted fails nothing.

    The reading session gives its connection back first: a request that held one and asked for another could
    wait for itself. It takes a new one with its next statement.
    """
    if not caller.is_due(now):
        return
    await reading.close()
    try:
        async with unit_of_work(site.database) as session:
            await touch(session, caller, now)
    except (SQLAlchemyError, OSError):
        return


async def _person(
    request: Request, credentials: CredentialsDep, site: SiteDep, session: SessionDep, now: NowDep
) -> Caller:
    """Say who calls. Raises Unauthorized `auth.token_invalid`."""
    digest = token_digest(site.secret_key, credentials.secret)
    caller = _known(request, await find_caller(session, digest, now))
    if caller.is_due(now):
        await touch(session, caller, now)
    return caller


async def _reading_person(
    request: Request, credentials: CredentialsDep, site: SiteDep, session: ReadSessionDep, now: NowDep
) -> Caller:
    digest = token_digest(site.secret_key, credentials.secret)
    caller = _known(request, await find_caller(session, digest, now))
    await touch_apart(site, session, caller, now)
    return caller


PersonDep = Annotated[Caller, Depends(_person)]
ReadingPersonDep = Annotated[Caller, Depends(_reading_person)]


async def find_caller_in(
    request: Request, session: AsyncSession, digest: str, ledger_id: str, now: datetime
) -> tuple[Caller, Actor]:
    """Say who calls and as what they act in a ledger, in one statement; a stranger's ledger is not there."""
    row = await ledger_queries.find_token_and_member(session, digest, id_of(ledger_id))
    caller = _known(request, caller_of(row, now))
    if row is None or row.ledger_id is None:
        raise Missing("ledger.not_found")
    return caller, ledger_queries.actor_of(row)


async def _actor(
    request: Request,
    credentials: CredentialsDep,
    site: SiteDep,
    session: SessionDep,
    now: NowDep,
    ledger_id: LedgerId,
) -> Actor:
    digest = token_digest(site.secret_key, credentials.secret)
    caller, actor = await find_caller_in(request, session, digest, ledger_id, now)
    if caller.is_due(now):
        await touch(session, caller, now)
    return actor


async def _reader(
    request: Request,
    credentials: CredentialsDep,
    site: SiteDep,
    session: ReadSessionDep,
    now: NowDep,
    ledger_id: LedgerId,
) -> Actor:
    digest = token_digest(site.secret_key, credentials.secret)
    caller, actor = await find_caller_in(request, session, digest, ledger_id, now)
    await touch_apart(site, session, caller, now)
    return actor


ActorDep = Annotated[Actor, Depends(_actor)]
"""Who acts in the path's ledger, for a route that writes."""
ReaderDep = Annotated[Actor, Depends(_reader)]
"""Who acts in the path's ledger, for a route that only reads."""


async def _language(request: Request) -> str:
    return language_of(request)


LanguageDep = Annotated[str, Depends(_language)]
"""The reader's language. To be named after the actor: whose setting counts where no header says."""

"""The verbs of coming and going: register, welcome, start a ledger, leave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import service as accounts
from backend.accounts.passwords import hash_password
from backend.accounts.rules import MAX_DISPLAY_NAME, name_from_email, normalise_email
from backend.categories.service import add_defaults
from backend.ledgers import service as ledgers
from backend.ledgers.service import LedgerView, NewLedger
from backend.models import User
from backend.onboarding.rules import ledger_name, settle_home, spoken


async def register(
    session: AsyncSession,
    *,
    email: str,
    password: str,
    display_name: str | None,
    locale: str | None,
    timezone: str | None,
    currency: str | None,
    now: datetime,
) -> User:
    """Make an account with a first ledger and its default categories.

    Raises Invalid `email.malformed`, Conflict `account.email_taken`. The password is digested before the
    first statement, so that nobody waits for it.
    """
    address = normalise_email(email)
    digest = await hash_password(password)
    home = settle_home(locale, timezone, currency)
    user = await accounts.create_person(
        session,
        email=address,
        password_hash=digest,
        display_name=display_name or name_from_email(address),
        locale=spoken(locale),
        timezone=home.timezone,
        now=now,
    )
    new = NewLedger(ledger_name(locale), home.currency, home.timezone)
    await start_ledger(session, user.id, new, now=now)
    return user


async def welcome(
    session: AsyncSession,
    *,
    telegram_user_id: int,
    display_name: str,
    username: str | None,
    language: str | None,
    now: datetime,
) -> User:
    """Find the person who writes in Telegram, or make an account, a ledger and its categories.

    Two first messages at once make one account: the later insert waits for the earlier one's commit.
    """
    user = await accounts.find_by_telegram(session, telegram_user_id)
    if user is not None:
        return user
    home = settle_home(language, None, None)
    user = await accounts.create_chatter(
        session,
        telegram_user_id=telegram_user_id,
        username=username,
        display_name=_tidy_name(display_name) or username or str(telegram_user_id),
        locale=spoken(language),
        timezone=home.timezone,
        now=now,
    )
    if user is None:
        user = await accounts.find_by_telegram(session, telegram_user_id)
        if user is None:  # gone again between the two statements: try the whole update once more
            raise RuntimeError("a Telegram account was made and removed at the same moment")
        return user
    new = NewLedger(ledger_name(language), home.currency, home.timezone)
    await start_ledger(session, user.id, new, now=now)
    return user


def _tidy_name(name: str) -> str:
    """Keep what Postgres can store and a list can show."""
    printable = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(printable.split())[:MAX_DISPLAY_NAME]


async def start_ledger(session: AsyncSession, user_id: int, new: NewLedger, *, now: datetime) -> LedgerView:
    """Make a ledger with the default categories. Raises Conflict `ledger.too_many`."""
    ledger = await ledgers.create_ledger(session, user_id, new, now=now)
    await add_defaults(session, ledger.id, now)
    return ledger


async def leave(session: AsyncSession, user_id: int, *, if_revision: int | None = None) -> None:
    """Remove a person for good: ledgers that were theirs alone go too, shared ones stay.

    Raises Missing `account.not_found`, Stale `resource.changed`.
    """
    await accounts.lock_person(session, user_id, if_revision=if_revision)
    await ledgers.leave_all(session, user_id)
    await session.flush()
    await accounts.delete_person(session, user_id)

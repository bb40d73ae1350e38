"""The verbs of linking: give out a code, propose, confirm, unlink."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.attempts import count_attempts, note_attempt
from backend.kit.errors import Conflict, DomainError, Expired, Invalid, Missing, TooMany
from backend.kit.ids import keyed_digest, new_link_code
from backend.linking import queries
from backend.linking.merging import absorb
from backend.linking.rules import (
    CODE_GOOD_FOR,
    CODE_LENGTH,
    GUESS_WINDOW,
    GUESSES_EACH,
    GUESSES_IN_ALL,
    mask_email,
    tidy_code,
)
from backend.models import User


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code to show once; only its digest is kept."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TelegramPerson:
    """Who asks for linking, and in which private chat."""

    bot_id: int
    chat_id: int
    telegram_user_id: int
    username: str | None
    display_name: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the person is asked to confirm: the account, masked, and what the chat recorded so far."""

    account: str
    ledger_name: str
    entries_so_far: int


@dataclass(frozen=True, slots=True)
class Linked:
    """The account that the chat now writes for, and how many entries were moved into its ledger."""

    user_id: int
    account: str
    ledger_name: str
    moved: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it was not done. A value, not an exception: the wrong try it counts has to be committed."""

    error: DomainError


async def issue_code(session: AsyncSession, user_id: int, *, secret_key: str, now: datetime) -> IssuedCode:
    """Give a person a code for linking Telegram: good once, for 15 minutes; the one before is void.

    Raises Conflict `telegram.already_linked` while the account has a Telegram account.
    """
    user = await queries.get_user(session, user_id)
    if user.telegram_user_id is not None:
        raise Conflict("telegram.already_linked")
    code = new_link_code(CODE_LENGTH)
    user.telegram_link_code = _digest(secret_key, code)
    user.telegram_link_code_expires_at = now + CODE_GOOD_FOR
    await session.flush()
    return IssuedCode(code, user.telegram_link_code_expires_at)


def _digest(secret_key: str, code: str) -> str:
    return keyed_digest(secret_key, "link-code", code)


async def propose(
    session: AsyncSession, person: TelegramPerson, typed: str, *, secret_key: str, now: datetime
) -> Proposal | Refused:
    """Look at a typed code and say what confirming it would link; nothing is linked yet.

    Refuses `link.too_many_tries`, `link.code_wrong`, `link.code_expired`, `telegram.already_linked`,
    `telegram.linked_elsewhere`. A refusal for a wrong code counts as a try.
    """
    subject = keyed_digest(secret_key, "telegram-user", str(person.telegram_user_id))
    since = now - GUESS_WINDOW
    mine = await count_attempts(session, "link", subject, since)
    if mine >= GUESSES_EACH or await count_attempts(session, "link", None, since) >= GUESSES_IN_ALL:
        return Refused(TooMany("link.too_many_tries", retry_after=int(GUESS_WINDOW.total_seconds())))
    code = tidy_code(typed)
    owner = await queries.find_code_owner(session, _digest(secret_key, code)) if code else None
    if owner is None:
        await note_attempt(session, "link", subject, now)
        return Refused(Invalid("link.code_wrong"))
    if owner.telegram_link_code_expires_at is None or owner.telegram_link_code_expires_at <= now:
        return Refused(Expired("link.code_expired"))
    chatter = await queries.find_telegram_user(session, person.telegram_user_id)
    refusal = _clash(owner, chatter)
    if refusal is not None:
        return Refused(refusal)
    await queries.set_pending_code(session, person.bot_id, person.chat_id, owner.telegram_link_code, now)
    return Proposal(
        account=shown_account(owner),
        ledger_name=await _default_ledger_name(session, owner.id),
        entries_so_far=await queries.count_entries(session, chatter.id) if chatter else 0,
    )


def _clash(owner: User, chatter: User | None) -> DomainError | None:
    if chatter is not None and chatter.id == owner.id:
        return Conflict("telegram.already_linked")
    if owner.telegram_user_id is not None:
        return Conflict("telegram.already_linked")
    if chatter is not None and chatter.email is not None:
        return Conflict("telegram.linked_elsewhere", account=mask_email(chatter.email))
    return None


def shown_account(user: User) -> str:
    """An account as its owner knows it and a stranger does not."""
    return mask_email(user.email) if user.email else user.display_name


async def _default_ledger_name(session: AsyncSession, user_id: int) -> str:
    memberships = await queries.memberships(session, user_id)
    return memberships[0][1].name if memberships else ""


async def confirm(
    session: AsyncSession, person: TelegramPerson, *, merge: bool, now: datetime
) -> Linked | Refused:
    """Link the account whose code waits in this chat; what the chat recorded moves along.

    Refuses `link.nothing_to_confirm`, `link.code_expired` (used by another, or too late),
    `telegram.linked_elsewhere`.
    """
    digest = await queries.take_pending_code(session, person.bot_id, person.chat_id)
    if digest is None:
        return Refused(Missing("link.nothing_to_confirm"))
    chatter = await queries.find_telegram_user(session, person.telegram_user_id)
    if chatter is not None and chatter.email is not None:
        return Refused(Conflict("telegram.linked_elsewhere", account=mask_email(chatter.email)))
    await queries.set_pending_code(session, person.bot_id, person.chat_id, None, now)
    owner_id = await queries.consume_code(session, digest, now)
    if owner_id is None:
        return Refused(Expired("link.code_expired"))
    owner = await queries.get_user(session, owner_id)
    moved = 0
    if chatter is not None:
        moved = await absorb(session, chatter, owner, merge=merge, now=now)
        owner = await queries.get_user(session, owner_id)
    owner.telegram_user_id = person.telegram_user_id
    owner.telegram_username = person.username
    owner.telegram_linked_at = now
    owner.revision += 1
    owner.updated_at = now
    await session.flush()
    await queries.forget_chosen_ledger(session, person.telegram_user_id, now)
    return Linked(owner_id, shown_account(owner), await _default_ledger_name(session, owner_id), moved)


async def cancel(session: AsyncSession, person: TelegramPerson, *, now: datetime) -> None:
    """Forget the code that waits in this chat; it stays good for another try."""
    await queries.set_pending_code(session, person.bot_id, person.chat_id, None, now)


async def unlink(session: AsyncSession, user_id: int, *, now: datetime) -> int:
    """Part an account from its Telegram account, and answer that account's id; entries stay.

    Raises Conflict `telegram.not_linked`, and `telegram.only_way_in` for an account without e-mail.
    """
    user = await queries.get_user(session, user_id)
    if user.telegram_user_id is None:
        raise Conflict("telegram.not_linked")
    if user.email is None:
        raise Conflict("telegram.only_way_in")
    telegram_user_id = user.telegram_user_id
    user.telegram_user_id = user.telegram_username = user.telegram_linked_at = None
    user.revision += 1
    user.updated_at = now
    await session.flush()
    await queries.forget_chosen_ledger(session, telegram_user_id, now)
    return telegram_user_id

"""Buttons of who is in a ledger: what they carry, and how they are laid out; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from backend.kit.i18n import N_, Translator
from backend.ledgers.access import Role
from backend.ledgers.members.service import MemberView
from bot.callbacks import Callback
from bot.keyboards import LABEL, Keyboard, button, in_rows, keyboard

MAKE = {
    Role.OWNER: N_("👑 Make an owner"),
    Role.MEMBER: N_("✏️ Make a member"),
    Role.VIEWER: N_("👀 Make a viewer"),
}


@dataclass(frozen=True, slots=True)
class ShowMembers(Callback):
    """Show who is in a ledger."""

    tag: ClassVar[str] = "M"
    ledger: int


@dataclass(frozen=True, slots=True)
class PickMember(Callback):
    """Open what can be done about a member."""

    tag: ClassVar[str] = "mp"
    ledger: int
    user: int


@dataclass(frozen=True, slots=True)
class AskRole(Callback):
    """Ask whether a member shall have a role."""

    tag: ClassVar[str] = "ma"
    ledger: int
    user: int
    role: str


@dataclass(frozen=True, slots=True)
class GiveRole(Callback):
    """Give a member a role."""

    tag: ClassVar[str] = "mr"
    ledger: int
    user: int
    role: str


@dataclass(frozen=True, slots=True)
class AskRemove(Callback):
    """Ask whether a member shall go, or oneself."""

    tag: ClassVar[str] = "mx"
    ledger: int
    user: int


@dataclass(frozen=True, slots=True)
class RemoveMember(Callback):
    """Take a member out of a ledger, or leave it."""

    tag: ClassVar[str] = "mX"
    ledger: int
    user: int


def members_keyboard(
    ledger_id: int, reader: MemberView, members: Sequence[MemberView], t: Translator
) -> Keyboard:
    """Everybody for an owner to pick; and the way out, where others stay."""
    if len(members) == 1:
        return keyboard()
    picks = [button(one.display_name[:LABEL], PickMember(ledger_id, one.user_id)) for one in members]
    return keyboard(
        *in_rows(picks if reader.role is Role.OWNER else [], 2),
        [button(t("🚪 Leave this ledger"), AskRemove(ledger_id, reader.user_id))],
    )


def member_keyboard(ledger_id: int, member: MemberView, t: Translator, *, is_reader: bool) -> Keyboard:
    """The roles that a member could have, and the way out for them."""
    roles = [
        [button(t(label), AskRole(ledger_id, member.user_id, role.value))]
        for role, label in MAKE.items()
        if role is not member.role
    ]
    out = t("🚪 Leave this ledger") if is_reader else t("🚪 Take out of the ledger")
    return keyboard(
        *roles,
        [button(out, AskRemove(ledger_id, member.user_id))],
        [button(t("‹ Back"), ShowMembers(ledger_id))],
    )


def sure_keyboard(label: str, what: Callback, ledger_id: int, t: Translator) -> Keyboard:
    """Do it, or go back."""
    return keyboard([button(label, what)], [button(t("‹ Back"), ShowMembers(ledger_id))])

"""Buttons of invitations: what they carry, and how they are laid out; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from backend.kit.i18n import Translator
from bot.callbacks import Callback, ChooseLedger, Close
from bot.keyboards import LABEL, Keyboard, button, keyboard, url_button

SHARE = "https://t.me/share/url"


@dataclass(frozen=True, slots=True)
class JoinLedger(Callback):
    """Come into a ledger by an invitation's token, which the person was given."""

    tag: ClassVar[str] = "ij"
    token: str


@dataclass(frozen=True, slots=True)
class RevokeInvitation(Callback):
    """Take an invitation back."""

    tag: ClassVar[str] = "ix"
    invitation: int


def invitation_keyboard(invitation_id: int, link: str, ledger: str, t: Translator) -> Keyboard:
    """Pass an invitation on to somebody in Telegram, or take it back."""
    words = t("Let us keep “{ledger}” together.", ledger=ledger)
    return keyboard(
        [url_button(t("📤 Pass it on"), f"{SHARE}?{urlencode({'url': link, 'text': words})}")],
        [button(t("✖️ Take it back"), RevokeInvitation(invitation_id))],
    )


def join_keyboard(token: str, t: Translator) -> Keyboard:
    """Come in, or not."""
    return keyboard([button(t("🤝 Join"), JoinLedger(token))], [button(t("Not now"), Close())])


def joined_keyboard(ledger_id: int, name: str, t: Translator) -> Keyboard:
    """Have the chat write in the ledger just joined."""
    label = t("📒 Write in “{ledger}”", ledger=name[:LABEL])
    return keyboard([button(label, ChooseLedger(ledger_id))])

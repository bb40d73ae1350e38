"""What the bot says of who is in a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from backend.kit.i18n import N_, Translator
from backend.ledgers.access import Role
from backend.ledgers.members.service import MemberView
from bot.texts.invitations import AS

ROLES = {Role.OWNER: N_("Owner"), Role.MEMBER: N_("Member"), Role.VIEWER: N_("Viewer")}
NAMED = 6
"""How many people one line names."""


def members(ledger: str, people: Sequence[MemberView], reader_id: int, t: Translator) -> str:
    """List who is in a ledger, as what."""
    lines = [f"👥 <b>{escape(ledger)}</b>"]
    for one in people:
        mine = f" · {t('you')}" if one.user_id == reader_id else ""
        lines.append(f"• {escape(one.display_name)} · {t(ROLES[one.role])}{mine}")
    if len(people) == 1:
        lines.append(t("/invite lets somebody in."))
    return "\n".join(lines)


def people_line(people: Sequence[MemberView], t: Translator) -> str:
    """Name who is in a ledger in one line."""
    names = ", ".join(escape(one.display_name) for one in people[:NAMED])
    more = "…" if len(people) > NAMED else ""
    return t("In it: {names} · /members", names=names + more)


def member(one: MemberView, ledger: str, t: Translator) -> str:
    """Say what somebody is in a ledger."""
    return t("<b>{name}</b> is in “{ledger}” {role}.", name=escape(one.display_name), ledger=escape(ledger),
             role=t(AS[one.role]))  # fmt: skip


def role_question(one: MemberView, ledger: str, role: Role, t: Translator) -> str:
    """Ask whether somebody shall have a role."""
    return t("Shall <b>{name}</b> be in “{ledger}” {role}?", name=escape(one.display_name),
             ledger=escape(ledger), role=t(AS[role]))  # fmt: skip


def remove_question(one: MemberView, ledger: str, t: Translator) -> str:
    """Ask whether somebody shall go."""
    return t("Take <b>{name}</b> out of “{ledger}”? They will not see it any more; what they recorded stays.",
             name=escape(one.display_name), ledger=escape(ledger))  # fmt: skip


def leave_question(ledger: str, t: Translator) -> str:
    """Ask whether the person shall go."""
    return t(
        "Leave “{ledger}”? You will not see it any more; what you recorded stays.", ledger=escape(ledger)
    )


def left(ledger: str, writing: str, t: Translator) -> str:
    """Say that the person is out, and where this chat writes."""
    return "\n".join(
        [
            t("You left “{ledger}”.", ledger=escape(ledger)),
            t("What you write here goes to “{ledger}”.", ledger=escape(writing)),
        ]
    )

"""What the bot says of invitations."""

from __future__ import annotations

from html import escape

from backend.kit.i18n import N_, Translator
from backend.ledgers.access import Role
from backend.ledgers.invitations.service import Invited

AS = {
    Role.OWNER: N_("as an owner, who also settles the ledger"),
    Role.MEMBER: N_("as a member, who writes in it"),
    Role.VIEWER: N_("as a viewer, who only looks"),
}


def invitation(ledger: str, role: Role, link: str, page: str | None, t: Translator) -> str:
    """Hand over an invitation's links."""
    lines = [
        t("🤝 An invitation to “{ledger}”, {role}. It lets one person in, within a week:",
          ledger=escape(ledger), role=t(AS[role])),
        escape(link),
    ]  # fmt: skip
    if page is not None:
        lines += [t("Or in the browser:"), escape(page)]
    return "\n".join(lines)


def which_role(t: Translator) -> str:
    """Say what may follow /invite."""
    return t("As what? <code>/invite</code> for a member, <code>/invite viewer</code> for somebody who only "
             "looks, <code>/invite owner</code> for another owner.")  # fmt: skip


def join_question(invited: Invited, t: Translator) -> str:
    """Ask whether to come in."""
    return "\n".join(
        [
            t("<b>{name}</b> invites you to keep “{ledger}” together, {role}.",
              name=escape(invited.inviter), ledger=escape(invited.ledger_name), role=t(AS[invited.role])),
            t("Everybody in a ledger sees all of it. Only join if you know who invites you."),
        ]
    )  # fmt: skip


def joined(ledger: str, role: Role, writing: str, t: Translator, *, writes_there: bool) -> str:
    """Say that one is in, and where this chat writes; most households never name their ledger."""
    place = t("What you write here goes to “{ledger}”.", ledger=escape(writing))
    if writing == ledger and not writes_there:
        place = t("What you write here goes to your other ledger, as before: it has the same name.")
    return "\n".join([t("🤝 You are in “{ledger}”, {role}.", ledger=escape(ledger), role=t(AS[role])), place])


def arrived(guest: str, ledger: str, role: Role, t: Translator) -> str:
    """Tell the others who came in."""
    return t("🤝 <b>{name}</b> is in “{ledger}” now, {role}. /members shows everybody.",
             name=escape(guest), ledger=escape(ledger), role=t(AS[role]))  # fmt: skip


def revoked(t: Translator) -> str:
    """Say that an invitation is worth nothing any more."""
    return t("The invitation is taken back.")

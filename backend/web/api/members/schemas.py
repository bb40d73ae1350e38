"""What people send and are shown of members and invitations."""

from __future__ import annotations

from backend.ledgers.access import Role
from backend.ledgers.invitations.service import Invited, IssuedInvitation, OpenInvitation
from backend.ledgers.members.service import MemberView
from backend.web.api.fields import Body, Moment, Shown, ShownId


class MemberShown(Shown):
    """Somebody in a ledger."""

    user_id: ShownId
    display_name: str
    role: Role
    joined_at: Moment


class MemberList(Shown):
    """Some of a ledger's members."""

    items: list[MemberShown]
    next_cursor: str | None


class MemberChanges(Body):
    """The role that somebody shall have."""

    role: Role


class NewInvitation(Body):
    """An invitation to be made: as what its one guest comes in."""

    role: Role = Role.MEMBER


class InvitationCreated(Shown):
    """An invitation with its links, shown this once: good for one person, for a week."""

    id: ShownId
    role: Role
    token: str
    url: str
    deep_link: str | None
    expires_at: Moment


class Inviter(Shown):
    """Who invited."""

    id: ShownId
    display_name: str


class InvitationShown(Shown):
    """An invitation that still lets somebody in, without its token."""

    id: ShownId
    role: Role
    invited_by: Inviter
    created_at: Moment
    expires_at: Moment


class InvitationList(Shown):
    """Some of a ledger's open invitations."""

    items: list[InvitationShown]
    next_cursor: str | None


class InvitationSeen(Shown):
    """What an invitation says to whoever holds its token."""

    ledger_name: str
    role: Role
    invited_by: Inviter
    expires_at: Moment


def show_member(member: MemberView) -> MemberShown:
    """Show a member."""
    return MemberShown(
        user_id=str(member.user_id),
        display_name=member.display_name,
        role=member.role,
        joined_at=member.joined_at,
    )


def show_new_invitation(issued: IssuedInvitation, url: str, deep_link: str | None) -> InvitationCreated:
    """Show an invitation once with its token."""
    return InvitationCreated(
        id=str(issued.id),
        role=issued.role,
        token=issued.token,
        url=url,
        deep_link=deep_link,
        expires_at=issued.expires_at,
    )


def show_invitation(invitation: OpenInvitation) -> InvitationShown:
    """Show an open invitation to an owner."""
    return InvitationShown(
        id=str(invitation.id),
        role=invitation.role,
        invited_by=Inviter(id=str(invitation.inviter_id), display_name=invitation.inviter),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )


def show_invited(invited: Invited) -> InvitationSeen:
    """Show an invitation to a guest."""
    return InvitationSeen(
        ledger_name=invited.ledger_name,
        role=invited.role,
        invited_by=Inviter(id=str(invited.inviter_id), display_name=invited.inviter),
        expires_at=invited.expires_at,
    )

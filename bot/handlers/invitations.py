"""Inviting into a ledger, and coming in by an invitation: in the private chat, with one press."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.kit.errors import Missing
from backend.ledgers.access import Role
from backend.ledgers.invitations.service import (
    find_ledger_of_invitation,
    invite,
    look_at,
    revoke,
)
from backend.ledgers.service import get_actor, get_ledger
from backend.onboarding.membership import join
from bot.context import Context
from bot.invitation_buttons import (
    JoinLedger,
    RevokeInvitation,
    invitation_keyboard,
    join_keyboard,
    joined_keyboard,
)
from bot.keyboards import NO_KEYBOARD
from bot.texts import invitations as texts
from bot.texts import messages

JOIN = "join_"
"""What /start is followed by in an invitation's link, before the token."""
ROLES = {
    "member": Role.MEMBER,
    "구성원": Role.MEMBER,
    "viewer": Role.VIEWER,
    "보기": Role.VIEWER,
    "보기만": Role.VIEWER,
    "owner": Role.OWNER,
    "주인": Role.OWNER,
}
"""What people type after /invite."""


async def on_invite(_update: Update, context: Context) -> None:
    """Make a link for one guest of the ledger that this chat writes in."""
    if not context.is_private:
        await context.say(messages.only_in_private(context.t))
        return
    role = ROLES.get(" ".join(context.args or ["member"]).strip().casefold())
    if role is None:
        await context.say(texts.which_role(context.t))
        return
    actor = await context.actor()
    issued = await invite(context.session, actor, role, secret_key=context.secret_key, now=context.now)
    ledger = await get_ledger(context.session, actor)
    link = f"https://t.me/{context.bot.username}?start={JOIN}{issued.token}"
    page = f"{context.public_url}/join/{issued.token}" if context.public_url else None
    await context.say(
        texts.invitation(ledger.name, role, link, page, context.t),
        keyboard=invitation_keyboard(issued.id, link, ledger.name, context.t),
    )


async def propose_join(token: str, context: Context) -> None:
    """Say what an invitation is to and ask for one press; nothing is used up by looking."""
    invited = await look_at(context.session, token, secret_key=context.secret_key, now=context.now)
    await context.say(texts.join_question(invited, context.t), keyboard=join_keyboard(token, context.t))


async def on_join(pressed: JoinLedger, message_id: int, context: Context) -> None:
    """Come in. What the button carries is worth as much as the link: whoever has it was invited."""
    if not context.is_private:
        await context.answer(messages.only_in_private(context.t), alert=True)
        return
    user = await context.user()
    joined, _ = await join(
        context.session, user.id, pressed.token, secret_key=context.secret_key, now=context.now
    )
    await context.reload_user()
    ledger = await get_ledger(context.session, joined)
    writing = await get_ledger(context.session, await context.actor())
    writes_there = writing.id == ledger.id
    may_move = not writes_there and ledger.role is not Role.VIEWER
    buttons = joined_keyboard(ledger.id, ledger.name, context.t) if may_move else NO_KEYBOARD
    await context.answer()
    said = texts.joined(ledger.name, ledger.role, writing.name, context.t, writes_there=writes_there)
    await context.edit(message_id, said, buttons)


async def on_revoke(pressed: RevokeInvitation, message_id: int, context: Context) -> None:
    """Take an invitation back."""
    user = await context.user()
    ledger_id = await find_ledger_of_invitation(context.session, user.id, pressed.invitation)
    if ledger_id is None:
        raise Missing("invitation.not_found")
    actor = await get_actor(context.session, user.id, ledger_id)
    await revoke(context.session, actor, pressed.invitation)
    await context.answer()
    await context.edit(message_id, texts.revoked(context.t), keyboard=NO_KEYBOARD)


HANDLERS = [CommandHandler("invite", on_invite, filters.UpdateType.MESSAGE)]

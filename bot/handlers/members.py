"""Who is in the ledger: listed, given other roles and taken out by owners, left by everybody."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.ledgers.access import Actor, Role
from backend.ledgers.members.service import change_role, get_member, list_members
from backend.ledgers.service import get_ledger
from backend.onboarding.membership import part
from bot.context import Context
from bot.handlers.acting import actor_in
from bot.keyboards import NO_KEYBOARD, Keyboard
from bot.member_buttons import (
    MAKE,
    AskRemove,
    AskRole,
    GiveRole,
    PickMember,
    RemoveMember,
    ShowMembers,
    member_keyboard,
    members_keyboard,
    sure_keyboard,
)
from bot.texts import members as texts
from bot.texts import messages

ROLES = {role.value: role for role in Role}


async def on_members(_update: Update, context: Context) -> None:
    """List who is in the ledger that this chat writes in."""
    if not context.is_private:
        await context.say(messages.only_in_private(context.t))
        return
    text, buttons = await _listed(context, await context.actor())
    await context.say(text, keyboard=buttons)


async def on_show_members(pressed: ShowMembers, message_id: int, context: Context) -> None:
    """Go back to the list."""
    actor = await _actor(context, pressed.ledger)
    if actor is not None:
        await context.answer()
        await _relist(context, actor, message_id)


async def on_pick_member(pressed: PickMember, message_id: int, context: Context) -> None:
    """Open what an owner can do about a member."""
    actor = await _actor(context, pressed.ledger)
    if actor is None:
        return
    actor.must_own()
    member = await get_member(context.session, actor, pressed.user)
    ledger = await get_ledger(context.session, actor)
    await context.answer()
    buttons = member_keyboard(ledger.id, member, context.t, is_reader=member.user_id == actor.user_id)
    await context.edit(message_id, texts.member(member, ledger.name, context.t), keyboard=buttons)


async def on_ask_role(pressed: AskRole, message_id: int, context: Context) -> None:
    """Ask whether a member shall have the role."""
    actor, role = await _actor(context, pressed.ledger), ROLES.get(pressed.role)
    if actor is None or role is None:
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    actor.must_own()
    member = await get_member(context.session, actor, pressed.user)
    ledger = await get_ledger(context.session, actor)
    await context.answer()
    text = texts.role_question(member, ledger.name, role, context.t)
    give = GiveRole(ledger.id, member.user_id, role.value)
    await context.edit(
        message_id, text, keyboard=sure_keyboard(context.t(MAKE[role]), give, ledger.id, context.t)
    )


async def on_give_role(pressed: GiveRole, message_id: int, context: Context) -> None:
    """Give it."""
    actor, role = await _actor(context, pressed.ledger), ROLES.get(pressed.role)
    if actor is None or role is None:
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    await change_role(context.session, actor, pressed.user, role)
    await context.answer(context.t("Changed."))
    await _relist(context, actor, message_id)


async def on_ask_remove(pressed: AskRemove, message_id: int, context: Context) -> None:
    """Ask whether a member shall go, or the person."""
    actor = await _actor(context, pressed.ledger)
    if actor is None:
        return
    ledger = await get_ledger(context.session, actor)
    text, label = texts.leave_question(ledger.name, context.t), context.t("🚪 Leave")
    if pressed.user != actor.user_id:
        actor.must_own()
        member = await get_member(context.session, actor, pressed.user)
        text, label = texts.remove_question(member, ledger.name, context.t), context.t("🚪 Take out")
    await context.answer()
    remove = RemoveMember(ledger.id, pressed.user)
    await context.edit(message_id, text, keyboard=sure_keyboard(label, remove, ledger.id, context.t))


async def on_remove_member(pressed: RemoveMember, message_id: int, context: Context) -> None:
    """Take them out; who leaves hears where this chat writes now."""
    actor = await _actor(context, pressed.ledger)
    if actor is None:
        return
    ledger = await get_ledger(context.session, actor)
    await part(context.session, actor, pressed.user, now=context.now)
    await context.answer(context.t("Done."))
    if pressed.user != actor.user_id:
        await _relist(context, actor, message_id)
        return
    await context.reload_user()
    writing = await get_ledger(context.session, await context.actor())
    await context.edit(message_id, texts.left(ledger.name, writing.name, context.t), keyboard=NO_KEYBOARD)


async def _actor(context: Context, ledger_id: int) -> Actor | None:
    """Say who acts; None, with the reason told, outside the private chat: who is in is not for a group."""
    if context.is_private:
        return await actor_in(context, ledger_id)
    await context.answer(messages.only_in_private(context.t), alert=True)
    return None


async def _relist(context: Context, actor: Actor, message_id: int) -> None:
    text, buttons = await _listed(context, await actor_in(context, actor.ledger_id))
    await context.edit(message_id, text, keyboard=buttons)


async def _listed(context: Context, actor: Actor) -> tuple[str, Keyboard]:
    people = (await list_members(context.session, actor)).items
    reader = next(one for one in people if one.user_id == actor.user_id)
    ledger = await get_ledger(context.session, actor)
    text = texts.members(ledger.name, people, actor.user_id, context.t)
    return text, members_keyboard(ledger.id, reader, people, context.t)


HANDLERS = [CommandHandler("members", on_members, filters.UpdateType.MESSAGE)]

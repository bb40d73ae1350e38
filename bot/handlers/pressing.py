"""A pressed button: unpacked, and handed to what it is for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot import (
    budget_buttons,
    callbacks,
    invitation_buttons,
    member_buttons,
    report_buttons,
    settings_buttons,
)
from bot.context import Context
from bot.handlers import (
    budgets,
    buttons,
    invitations,
    linking,
    members,
    reports,
    settings,
    timezones,
    today,
    why,
)
from bot.texts import messages

PRESSED: dict[type[callbacks.Callback], Callable[[Any, int, Context], Awaitable[None]]] = {
    callbacks.PickEntry: buttons.on_pick_entry,
    callbacks.ShowReceipt: buttons.on_show_receipt,
    callbacks.PickCategory: buttons.on_pick_category,
    callbacks.SetCategory: buttons.on_set_category,
    callbacks.PickDay: buttons.on_pick_day,
    callbacks.SetDay: buttons.on_set_day,
    callbacks.Delete: buttons.on_delete,
    callbacks.Undo: buttons.on_undo,
    callbacks.SameOne: buttons.on_same_one,
    callbacks.AnotherOne: buttons.on_another_one,
    callbacks.AskWhy: why.on_ask_why,
    callbacks.ForgetLesson: why.on_forget,
    callbacks.ConfirmLink: linking.on_confirm,
    callbacks.CancelLink: linking.on_cancel,
    callbacks.ConfirmUnlink: linking.on_confirm_unlink,
    callbacks.SetLanguage: settings.on_set_language,
    callbacks.ChooseLedger: settings.on_choose_ledger,
    callbacks.Close: settings.on_close,
    settings_buttons.ShowSettings: settings.on_show_settings,
    settings_buttons.SwitchDigest: settings.on_switch_digest,
    settings_buttons.PickHour: settings.on_pick_hour,
    settings_buttons.SetHour: settings.on_set_hour,
    settings_buttons.PickWeekday: settings.on_pick_weekday,
    settings_buttons.SetWeekday: settings.on_set_weekday,
    settings_buttons.SetPictures: settings.on_set_pictures,
    settings_buttons.PickZone: timezones.on_pick_zone,
    settings_buttons.SetZone: timezones.on_set_zone,
    settings_buttons.SetLedgerZone: timezones.on_set_ledger_zone,
    member_buttons.ShowMembers: members.on_show_members,
    member_buttons.PickMember: members.on_pick_member,
    member_buttons.AskRole: members.on_ask_role,
    member_buttons.GiveRole: members.on_give_role,
    member_buttons.AskRemove: members.on_ask_remove,
    member_buttons.RemoveMember: members.on_remove_member,
    budget_buttons.ShowBudgets: budgets.on_show,
    budget_buttons.PickBudget: budgets.on_pick,
    budget_buttons.SetBudget: budgets.on_set,
    budget_buttons.PauseBudget: budgets.on_pause,
    budget_buttons.ResumeBudget: budgets.on_resume,
    budget_buttons.RemoveBudget: budgets.on_remove,
    budget_buttons.UndoBudget: budgets.on_undo,
    budget_buttons.RefreshToday: today.on_refresh,
    budget_buttons.PinToday: today.on_pin,
    invitation_buttons.JoinLedger: invitations.on_join,
    invitation_buttons.RevokeInvitation: invitations.on_revoke,
    report_buttons.ShowReport: reports.on_show,
    report_buttons.PickReported: reports.on_pick,
    report_buttons.DrawReport: reports.on_draw,
    report_buttons.SetTheme: reports.on_theme,
    report_buttons.NoteQuiet: reports.on_quiet,
    report_buttons.ForgetQuiet: reports.on_not_quiet,
}
KINDS = {kind.tag: kind for kind in PRESSED}
"""What a button may carry: all that something is done for."""


async def on_press(update: Update, context: Context) -> None:
    """Do what the button says, if it is one of ours under a message that is still there."""
    query = update.callback_query
    pressed = callbacks.unpack(query.data, KINDS) if query is not None and query.data else None
    if query is None or query.message is None or pressed is None:
        await context.answer(messages.already_closed(context.t), alert=True)
        return
    await PRESSED[type(pressed)](pressed, query.message.message_id, context)


HANDLERS = [CallbackQueryHandler(on_press)]

"""What can be spent today: a short card, kept up to date by itself, that a person may pin."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from backend.ledgers.access import Actor
from backend.messaging.cards import service as cards
from backend.messaging.cards.service import NewCard
from bot.budget_buttons import PinToday, RefreshToday, today_keyboard
from bot.cards import card_text
from bot.context import Context
from bot.handlers.acting import actor_in
from bot.texts import today as texts


async def on_today(_update: Update, context: Context) -> None:
    """Say the number of the day. The newest such message is the chat's card, unless another is pinned."""
    actor = await context.actor()
    text = await card_text(context.session, actor, context.now, context.t)
    card = await cards.find_card(context.session, context.bot_id, context.chat_id)
    key = f"today{context.incoming.update_id}"
    await context.say(text, keyboard=today_keyboard(actor.ledger_id, context.t), dedupe=key)
    if card is None or not card.pinned or card.ledger_id != actor.ledger_id:
        await _keep(context, actor, text, key=f"{context.bot_id}:{key}")


async def on_refresh(pressed: RefreshToday, message_id: int, context: Context) -> None:
    """Write the card anew, in place."""
    actor = await actor_in(context, pressed.ledger)
    text = await card_text(context.session, actor, context.now, context.t)
    card = await cards.find_card(context.session, context.bot_id, context.chat_id)
    pinned = card is not None and card.pinned
    is_card = card is not None and card.message_id == message_id
    if is_card or not pinned:
        await _keep(context, actor, text, message_id=message_id, pinned=pinned)
    await context.answer()
    buttons = today_keyboard(actor.ledger_id, context.t, pin=not (pinned and is_card))
    await context.edit(message_id, text, keyboard=buttons)


async def on_pin(pressed: PinToday, message_id: int, context: Context) -> None:
    """Pin the card, where a bot may: in a private chat. It is the chat's card from now on."""
    actor = await actor_in(context, pressed.ledger)
    before = await cards.find_card(context.session, context.bot_id, context.chat_id)
    text = await card_text(context.session, actor, context.now, context.t)
    await _keep(context, actor, text, message_id=message_id, pinned=True)
    if context.is_private:
        await context.answer(texts.pinned(context.t))
        if before is not None and before.pinned and before.message_id not in {None, message_id}:
            await context.unpin(before.message_id)
        await context.pin(message_id)
    else:
        await context.answer(texts.how_to_pin(context.t), alert=True)
    await context.edit(message_id, text, keyboard=today_keyboard(actor.ledger_id, context.t, pin=False))


async def _keep(
    context: Context,
    actor: Actor,
    text: str,
    *,
    key: str | None = None,
    message_id: int | None = None,
    pinned: bool = False,
) -> None:
    new = NewCard(actor.ledger_id, actor.user_id, context.t.language, text, key, message_id, pinned)
    await cards.set_card(context.session, context.bot_id, context.chat_id, new, context.now)


HANDLERS = [CommandHandler("today", on_today, filters.UpdateType.MESSAGE)]

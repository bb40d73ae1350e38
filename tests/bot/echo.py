"""Handlers that show what the road does, whatever the product's own handlers do with a message."""

from __future__ import annotations

from html import escape

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from backend.kit.errors import Missing, TooMany

KEYBOARD = {"inline_keyboard": [[{"text": "✅ Done", "callback_data": "1:done"}]]}


async def echo(update, context) -> None:
    words = update.effective_message.text
    match words.split()[0]:
        case "boom":
            await context.say("never sent")
            raise ValueError("a bug")
        case "missing":
            await context.say("never sent")
            raise Missing("entry.not_found")
        case "wait":
            raise TooMany("auth.too_many_tries", retry_after=120)
        case "twice":
            await context.say("one")
            await context.say("two")
        case "who":
            actor = await context.actor()
            await context.say(f"{actor.user_id} {actor.ledger_id}")
        case "react":
            await context.react("👌")
        case "long":
            await context.say("<b>" + "가나다라마바사\n" * 1000 + "</b>", keyboard=KEYBOARD, entry_ids=[5])
        case _:
            await context.say(
                escape(words), keyboard=KEYBOARD, reply_to=update.effective_message.message_id, entry_ids=[7]
            )


async def echo_edit(update, context) -> None:
    await context.say("edited: " + escape(update.edited_message.text))


async def start(_update, context) -> None:
    await context.user()
    await context.say(f"hello {context.t.language} {context.args}")


async def pressed(update, context) -> None:
    await context.edit(update.callback_query.message.message_id, "pressed", entry_ids=[8])


HANDLERS = [
    CommandHandler("start", start, filters.UpdateType.MESSAGE),
    MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo),
    MessageHandler(filters.TEXT & filters.UpdateType.EDITED_MESSAGE, echo_edit),
    CallbackQueryHandler(pressed, "^1:done$"),
]

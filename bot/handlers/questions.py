"""Answers to what people ask in their own words: what was spent, on what, and what is left."""

from __future__ import annotations

from telegram import Message

from backend.budgets.status import standing
from backend.categories.catalogue import Catalogue, get_catalogue
from backend.entries.service import list_entries, total_of
from backend.entries.views import Filters
from backend.ledgers.access import Actor
from backend.parsing.drafts import Kind
from backend.reports.questions import About, Question, read_question
from bot.budget_buttons import budgets_keyboard
from bot.cards import card_text
from bot.context import Context
from bot.reporting import buttons_of, compose
from bot.texts import budgets as budget_texts
from bot.texts import reports as texts
from bot.texts.names import category_label

MOST_ENTRIES = 10


async def answer_question(message: Message, context: Context, actor: Actor) -> bool:
    """Answer a text that asks something the ledger knows; False for any other."""
    catalogue = await get_catalogue(context.session, actor)
    today = actor.today(context.now)
    asked = read_question(message.text or "", actor.calendar, today, catalogue.vocabulary_of(Kind.EXPENSE))
    if asked is None:
        return False
    if asked.about is About.TODAY:
        text = await card_text(context.session, actor, context.now, context.t)
        await context.say(text, reply_to=message.message_id)
    elif asked.about is About.LEFT:
        await _say_what_is_left(message, context, actor, catalogue.find_id(asked.category))
    elif asked.category is None and not asked.words:
        await _say_report(message, context, actor, asked)
    else:
        await _say_what_was_spent_on(message, context, actor, asked, catalogue)
    return True


async def _say_what_is_left(
    message: Message, context: Context, actor: Actor, category_id: int | None
) -> None:
    found = await standing(context.session, actor, actor.today(context.now))
    of_it = [one for one in found.statuses if one.budget.category_id == category_id]
    shown = of_it if category_id is not None and of_it else found.statuses
    buttons = budgets_keyboard(shown, (), context.t)
    await context.say(budget_texts.overview(shown, context.t), keyboard=buttons, reply_to=message.message_id)


async def _say_report(message: Message, context: Context, actor: Actor, asked: Question) -> None:
    today = actor.today(context.now)
    report = await compose(context.session, actor, asked.period, asked.day, today, context.t)
    buttons = buttons_of(report, actor, today, context.t, picture=True)
    await context.say(texts.report(report, context.t), keyboard=buttons, reply_to=message.message_id)


async def _say_what_was_spent_on(
    message: Message, context: Context, actor: Actor, asked: Question, catalogue: Catalogue
) -> None:
    """Add up a category with its children, or the entries with some words."""
    period = actor.calendar.period_of(asked.period, asked.day)
    category = catalogue.find(asked.category)
    wanted = Filters(
        period.start,
        period.last,
        Kind.EXPENSE,
        category.id if category is not None else None,
        words=asked.words or None,
    )
    page = await list_entries(context.session, actor, wanted, limit=MOST_ENTRIES)
    total = await total_of(context.session, actor, wanted)
    what = category_label(category, context.t.language) if category is not None else asked.words
    text = texts.answer(
        f"{texts.period_name(asked.period, period, context.t)} · {what}",
        total,
        page.items,
        actor.today(context.now),
        context.t,
        more=page.next_cursor is not None,
    )
    ids = [entry.id for entry in page.items]
    await context.say(text, reply_to=message.message_id, entry_ids=ids or None)

"""What entries do to budgets: said in the receipt, and thresholds to the ledger's other members too."""

from __future__ import annotations

from collections.abc import Iterable

from backend.budgets.status import Aftermath, after_change
from backend.budgets.views import Alert
from backend.entries.views import EntryView
from backend.kit.i18n import Translator, choose_language
from backend.ledgers.access import Actor
from backend.ledgers.service import get_ledger, others_on_telegram
from bot.context import HOME, Context
from bot.texts import budgets as texts


async def budget_note(context: Context, actor: Actor, touched: Iterable[EntryView]) -> str:
    """Note what entries, as they were and as they are, do to budgets; answers what the receipt adds."""
    found = await after_change(context.session, actor, list(touched), now=context.now)
    news = _highest(found.alerts)
    if news:
        await _tell_others(context, actor, news)
    lines = [texts.alert(one, context.t) for one in news] + _rest(found, news, context.t)
    return "".join(f"\n{line}" for line in lines)


async def alert_group(context: Context, actor: Actor, touched: Iterable[EntryView]) -> None:
    """Say crossed thresholds in a group, where entries are acknowledged by a reaction alone."""
    found = await after_change(context.session, actor, list(touched), now=context.now)
    news = _highest(found.alerts)
    if news:
        await _tell_others(context, actor, news)
        await context.say("\n".join(texts.alert(one, context.t) for one in news))


def _highest(alerts: Iterable[Alert]) -> list[Alert]:
    """Of one budget's thresholds crossed at once the highest says it all."""
    found: dict[int, Alert] = {}
    for one in alerts:
        known = found.get(one.status.budget.id)
        if known is None or one.threshold > known.threshold:
            found[one.status.budget.id] = one
    return list(found.values())


def _rest(found: Aftermath, news: list[Alert], t: Translator) -> list[str]:
    told = {one.status.budget.id for one in news}
    return [texts.rest_line(status, t) for status in found.standing if status.budget.id not in told]


async def _tell_others(context: Context, actor: Actor, news: list[Alert]) -> None:
    """Write to the private chats of the other members, each in the language they chose."""
    others = await others_on_telegram(context.session, actor)
    if not others:
        return
    ledger = await get_ledger(context.session, actor)
    who = (await context.user()).display_name
    for chat_id, language in others:
        t = Translator(choose_language([language, HOME]))
        lines = "\n".join(texts.alert(one, t) for one in news)
        await context.say(texts.alert_elsewhere(lines, who, ledger.name, t), chat_id=chat_id)

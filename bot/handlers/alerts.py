"""What entries do to budgets: said in the receipt, and thresholds to the ledger's other members too."""

from __future__ import annotations

from collections.abc import Iterable

from backend.budgets.status import Aftermath, after_change
from backend.budgets.views import Alert
from backend.entries.views import EntryView
from backend.kit.i18n import Translator
from backend.ledgers.access import Actor
from bot.alerting import highest, tell_others
from bot.context import Context
from bot.texts import budgets as texts


async def budget_note(context: Context, actor: Actor, touched: Iterable[EntryView]) -> str:
    """Note what entries, as they were and as they are, do to budgets; answers what the receipt adds."""
    found = await after_change(context.session, actor, [entry.touched for entry in touched], now=context.now)
    news = highest(found.alerts)
    if news:
        await tell_others(context.work, actor, news)
    lines = [texts.alert(one, context.t) for one in news] + _rest(found, news, context.t)
    return "".join(f"\n{line}" for line in lines)


async def alert_group(context: Context, actor: Actor, touched: Iterable[EntryView]) -> None:
    """Say crossed thresholds in a group, where entries are acknowledged by a reaction alone."""
    found = await after_change(context.session, actor, [entry.touched for entry in touched], now=context.now)
    news = highest(found.alerts)
    if news:
        await tell_others(context.work, actor, news)
        await context.say("\n".join(texts.alert(one, context.t) for one in news))


def _rest(found: Aftermath, news: list[Alert], t: Translator) -> list[str]:
    told = {one.status.budget.id for one in news}
    return [texts.rest_line(status, t) for status in found.standing if status.budget.id not in told]

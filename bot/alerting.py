"""News of a ledger for its members, each in their private chat and in the language they chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backend.accounts.service import get_person
from backend.budgets.views import Alert
from backend.kit.i18n import Translator, choose_language
from backend.ledgers.access import Actor
from backend.ledgers.service import get_ledger, others_on_telegram
from bot.context import HOME
from bot.texts import budgets as texts
from bot.texts import invitations
from bot.work import Work


def highest(alerts: Iterable[Alert]) -> list[Alert]:
    """Of one budget's thresholds crossed at once the highest says it all."""
    found: dict[int, Alert] = {}
    for one in alerts:
        known = found.get(one.status.budget.id)
        if known is None or one.threshold > known.threshold:
            found[one.status.budget.id] = one
    return list(found.values())


async def tell_others(work: Work, actor: Actor, news: Sequence[Alert]) -> None:
    """Tell the members besides the one who acts, who reads it in the receipt."""
    others = await others_on_telegram(work.session, actor)
    if not others:
        return
    author, ledger = await get_person(work.session, actor.user_id), await get_ledger(work.session, actor)
    await _tell(work, news, others, author.display_name, ledger.name)


async def tell_everybody(work: Work, actor: Actor, news: Sequence[Alert]) -> None:
    """Tell every member, and the one who acted too: outside the chat they saw no receipt."""
    author, ledger = await get_person(work.session, actor.user_id), await get_ledger(work.session, actor)
    others = await others_on_telegram(work.session, actor)
    await _tell(work, news, others, author.display_name, ledger.name)
    if author.telegram_user_id is not None:
        await _tell(work, news, [(author.telegram_user_id, author.locale)], None, ledger.name)


async def _tell(
    work: Work,
    news: Sequence[Alert],
    readers: Sequence[tuple[int, str | None]],
    who: str | None,
    ledger: str,
) -> None:
    for chat_id, language in readers:
        t = Translator(choose_language([language, HOME]))
        lines = "\n".join(texts.alert(one, t) for one in news)
        await work.say(texts.alert_elsewhere(lines, who, ledger, t), chat_id=chat_id)


async def tell_arrival(work: Work, actor: Actor) -> None:
    """Tell the other members that the actor came into the ledger."""
    guest = await get_person(work.session, actor.user_id)
    ledger = await get_ledger(work.session, actor)
    for chat_id, language in await others_on_telegram(work.session, actor):
        t = Translator(choose_language([language, HOME]))
        await work.say(invitations.arrived(guest.display_name, ledger.name, actor.role, t), chat_id=chat_id)

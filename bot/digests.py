"""A digest as the chat gets it: the report of a week or a month, the budgets, and the picture."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.budgets.status import statuses
from backend.kit.i18n import Translator, choose_language
from backend.messaging.digests.service import DueDigest
from bot.context import HOME
from bot.pictures import LIGHT, PICTURE, THEMES
from bot.report_buttons import picture_keyboard
from bot.reporting import buttons_of, compose
from bot.texts import digests as texts
from bot.texts.pictures import picture_of
from bot.work import Work


async def write(session: AsyncSession, due: DueDigest, now: datetime) -> None:
    """Owe a digest to its chat; the calls are named after it, so that it is never told twice."""
    digest, actor = due.digest, due.actor
    t = Translator(choose_language((*due.languages, HOME)))
    today = actor.today(now)
    report = await compose(session, actor, due.kind, due.period.start, today, t)
    work = Work(session, now, digest.bot_id, 0, digest.chat_id, "")
    buttons = buttons_of(report, actor, today, t, picture=False)
    standing = await statuses(session, actor, today)
    await work.say(texts.digest(report, standing, t), keyboard=buttons, dedupe=due.name)
    theme = due.theme if due.theme in THEMES else LIGHT
    picture = picture_of(report, today, theme, t)
    if picture is not None:
        keyboard = picture_keyboard(actor.ledger_id, due.kind, due.period.start, theme, t)
        payload = {PICTURE: picture.as_json(), "reply_markup": keyboard}
        await work.owe("sendPhoto", payload, dedupe=f"{due.name}.picture")

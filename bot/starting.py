"""What the bot tells Telegram when it starts: where updates go, and which commands there are."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from backend.db.session import Database, read_session, unit_of_work
from backend.kit.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from backend.messaging import bots
from bot.api import ApiBot
from bot.application import ALLOWED_UPDATES, BotApplication
from bot.texts.commands import GROUP, PRIVATE

log = structlog.get_logger(__name__)

WEBHOOK_PATH = "/api/v1/telegram/webhook"
WEBHOOK_CONNECTIONS = 10
LONGEST_PAUSE = 8.0
MENU_PAUSES = (1.0, 5.0, 30.0, 300.0)
"""Between tries of what the bot can do without, in seconds; after the last it waits for the next start."""


class TokenRefusedError(RuntimeError):
    """Telegram does not know the token."""


async def persist(what: str, act: Callable[[], Awaitable[Any]]) -> None:
    """Do something that the bot cannot go on without, again and again until Telegram takes it."""
    pause = 0.5
    while True:
        try:
            await act()
        except InvalidToken:
            raise TokenRefusedError from None  # the library's own message shows the token
        except (TelegramError, TimeoutError) as error:
            log.warning("telegram_trouble", what=what, error=type(error).__name__, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return


async def introduce(application: BotApplication, database: Database, bot_id: int) -> None:
    """Learn the bot's own name, without which no command in a group can be told to be ours."""
    await persist("getMe", application.initialize)
    async with unit_of_work(database) as session:
        await bots.introduce_bot(session, bot_id, username=application.bot.username)


async def receive_by_webhook(bot: ApiBot, public_url: str, secret: str) -> None:
    """Have Telegram deliver to the backend. Updates that wait are kept: they are people's expenses."""
    payload = {
        "url": public_url + WEBHOOK_PATH,
        "secret_token": secret,
        "allowed_updates": list(ALLOWED_UPDATES),
        "max_connections": WEBHOOK_CONNECTIONS,
    }
    await persist("setWebhook", lambda: bot.call("setWebhook", payload))
    log.info("webhook_set", url=payload["url"])


async def receive_by_polling(bot: ApiBot) -> None:
    """End webhook deliveries, which would refuse polling. Updates that wait are kept."""
    await persist("deleteWebhook", lambda: bot.call("deleteWebhook", {"drop_pending_updates": False}))


async def offer_mini_app(
    bot: ApiBot, public_url: str, *, sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
) -> None:
    """Have the button beside the input open the pages, where they have TLS: Telegram opens no others.

    Without TLS the button is left as it is. The bot works without: trouble is waited out for some minutes,
    a refusal is final, and neither stops anything.
    """
    if not public_url.startswith("https://"):
        return
    button = {"type": "web_app", "text": "Podo", "web_app": {"url": f"{public_url}/app"}}
    for pause in (*MENU_PAUSES, None):
        try:
            await bot.call("setChatMenuButton", {"menu_button": button})
        except (BadRequest, InvalidToken) as error:
            log.warning("menu_button_refused", error=type(error).__name__)
            return
        except (TelegramError, TimeoutError) as error:
            log.warning("menu_button_not_set", error=type(error).__name__, again_in=pause)
            if pause is not None:
                await sleep(pause)
        else:
            return


async def offer_commands(bot: ApiBot, database: Database, bot_id: int) -> None:
    """Tell Telegram the commands, in each language and for each kind of chat, when they changed.

    The bot works without: whatever goes wrong is logged, and tried again at the next start.
    """
    calls = command_lists()
    digest = hashlib.sha256(json.dumps(calls, sort_keys=True).encode()).hexdigest()
    try:
        async with read_session(database) as session:
            if (await bots.get_bot(session, bot_id)).commands_digest == digest:
                return
        for payload in calls:
            await bot.call("setMyCommands", payload)
        async with unit_of_work(database) as session:
            await bots.introduce_bot(session, bot_id, commands_digest=digest)
    except TelegramError as error:
        log.warning("commands_not_set", error=type(error).__name__)


def command_lists() -> list[dict[str, Any]]:
    """Every list of commands as Telegram takes it; the one without a language is for all others."""
    scopes = (("all_private_chats", PRIVATE), ("all_group_chats", GROUP))
    return [
        {
            "commands": [{"command": name, "description": say(meaning)} for name, meaning in listed],
            "scope": {"type": scope},
            **({"language_code": language} if language else {}),
        }
        for language in (*LANGUAGES, "")
        for say in [Translator(language or DEFAULT_LANGUAGE)]
        for scope, listed in scopes
    ]

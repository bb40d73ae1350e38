"""The Bot API as the road uses it: raw JSON in and out, over python-telegram-bot's kept HTTP client."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

# What Telegram calls retry_after is a timedelta only for who asks for it, and warns everybody else.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0


class ApiBot(Bot):
    """A bot whose calls are named by method, with the payload as it lies in the outbox.

    python-telegram-bot's own methods would have every field of every answer parsed, and no method newer than
    itself. Its transport, its error classes and its file encoding are used as they are.
    """

    __slots__ = ()

    async def call(
        self, method: str, payload: Mapping[str, Any], *, read_timeout: float = READ_SECONDS
    ) -> Any:
        """Call a method; gives what Telegram calls the result. Raises telegram.error.TelegramError."""
        return await self._post(method, dict(payload), read_timeout=read_timeout)


def make_bot(token: str, api_url: str, request: BaseRequest | None = None) -> ApiBot:
    """Make the bot with one kept client for calls and one for polling, or all over the given transport."""
    return ApiBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request or _client(32),
        get_updates_request=request or _client(1),
    )


def _client(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        write_timeout=READ_SECONDS,
        pool_timeout=CONNECT_SECONDS,
    )

"""The bot as pages and clients link to it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from backend.messaging.bots import get_bot
from backend.web.site import Site

JOIN = "join_"
"""What the bot is started with by an invitation, before the token; a link code is started with as it is."""


async def bot_name(session: AsyncSession, site: Site) -> str | None:
    """Name the bot: as the settings say, else as it told us when it first ran; None before that."""
    if site.settings.bot_username is not None or site.settings.bot_id is None:
        return site.settings.bot_username
    return (await get_bot(session, site.settings.bot_id)).username


async def start_link(session: AsyncSession, site: Site, payload: str) -> str | None:
    """Make the address that opens the bot with something to begin with; None where no bot is known."""
    name = await bot_name(session, site)
    return f"https://t.me/{name}?start={payload}" if name else None


def join_url(site: Site, token: str) -> str:
    """Make the address of an invitation's page."""
    return f"{site.settings.public_url}/join/{token}"

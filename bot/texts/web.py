"""What the bot says of the pages."""

from __future__ import annotations

from html import escape

from backend.kit.i18n import Translator


def link(account: str, t: Translator) -> str:
    """Say what the button does, and for whom."""
    return t(
        "This opens Podo on the web as <b>{account}</b>. The link works once, for 5 minutes. It is yours "
        "alone: do not pass it on.",
        account=escape(account),
    )


def link_to_copy(account: str, address: str, t: Translator) -> str:
    """Say the same where Telegram would not take the address for a button."""
    return f"{link(account, t)}\n<code>{escape(address)}</code>"


def no_pages(t: Translator) -> str:
    """Say what helps where nobody said at which address the pages are."""
    return t(
        "I do not know at which address the web pages are (PUBLIC_URL is not set). If you have them open "
        "already: sign in there, ask for a code under Settings › Telegram, and send me /link and the code."
    )

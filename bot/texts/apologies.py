"""What the bot says when a handler could not answer itself."""

from __future__ import annotations

import re
from html import escape, unescape

from backend.kit.errors import DomainError
from backend.kit.i18n import Translator
from backend.kit.messages import sentence


def explained(error: DomainError, t: Translator) -> str:
    """Say what a person should know."""
    return escape(sentence(error, t), quote=False)


def set_aside(t: Translator) -> str:
    """Say that a message was not handled, and that it is our fault."""
    return t("Something went wrong on my side, and I recorded nothing of this message. "
             "Please send it again in a while.")  # fmt: skip


def plain(html: str) -> str:
    """Take the markup away, for where Telegram shows none."""
    return unescape(re.sub(r"<[^<>]*>", "", html))

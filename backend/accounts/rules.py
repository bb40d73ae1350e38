"""What an account may be, and how long what proves it is good; pure."""

from __future__ import annotations

import re
from datetime import timedelta

from backend.kit.errors import Invalid

MAX_EMAIL = 254
_LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
EMAIL_PATTERN = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(\.{_LABEL})+$"
"""What browsers take in an e-mail field (WHATWG HTML), with a dot in the domain."""
_EMAIL = re.compile(EMAIL_PATTERN[1:-1])
MAX_DISPLAY_NAME = 80
MIN_PASSWORD = 8
MAX_PASSWORD = 128
MAX_TOKEN_NAME = 80
MAX_TOKENS = 50
"""Personal access tokens one person may keep: enough for every device and script of a household."""

SIGN_IN_WINDOW = timedelta(minutes=10)
TRIES_EACH = 5
"""Wrong passwords in the window for one e-mail from one address."""
TRIES_FROM_ADDRESS = 50
"""… from one address whatever the e-mail: one household may sit behind it, a guesser too."""
TRIES_FOR_EMAIL = 50
"""… for one e-mail from anywhere. High, or a stranger could lock its owner out with a few wrong tries."""

LINK_GOOD_FOR = timedelta(minutes=5)
"""How long the bot's link signs in: as long as it takes to reach for it."""
LINK_WINDOW = timedelta(minutes=10)
LINKS_EACH = 5
"""Links that one person may ask for in the window."""

BEARER_GOOD_FOR = timedelta(days=30)
SESSION_GOOD_FOR = timedelta(days=30)
TOUCH_AFTER = timedelta(hours=1)
"""How old a token's last use must be before it is written again: reading stays reading."""


def normalise_email(typed: str) -> str:
    """Write an address in the one form that is stored and compared. Raises Invalid `email.malformed`.

    Only its form is looked at, not whether mail arrives: nothing is ever sent there, and "me@nas.local" is
    somebody's real address.
    """
    address = typed.strip().lower()
    if len(address) > MAX_EMAIL or not _EMAIL.fullmatch(address):
        raise Invalid("email.malformed", field="email")
    return address


def name_from_email(email: str) -> str:
    """Call somebody who gave no name by the first part of the address."""
    return email.partition("@")[0][:MAX_DISPLAY_NAME]

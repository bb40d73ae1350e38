"""How long codes are good, how often they may be guessed, and how an account is shown masked; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from backend.kit.ids import LINK_ALPHABET

CODE_LENGTH = 8
CODE_GOOD_FOR = timedelta(minutes=15)
GUESS_WINDOW = timedelta(minutes=10)
GUESSES_EACH = 5
GUESSES_IN_ALL = 100
"""Wrong codes in the window from everybody together: a flood of guessers waits as one guesser does."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The account that a code belongs to, as far as a stranger holding the code may know it."""

    user_id: int
    masked: str


def tidy_code(typed: str) -> str | None:
    """Read a code as people type it: any case, with spaces or dashes; None when it cannot be one."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    if len(code) != CODE_LENGTH or any(char not in LINK_ALPHABET for char in code):
        return None
    return code


def mask_email(email: str) -> str:
    """Show just enough of an address for its owner to know it: "a•••@mail.com"."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"

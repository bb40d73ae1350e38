"""What the road of a message goes by: whose chat an update is, what can be stored, when to try again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

INT64 = 2**63
NO_CHAT = 0
"""The lane of updates that belong to no chat and no person that we can make out."""

UPDATE_TRIES = 5
"""How often an update is tried before it is set aside."""

LEASE = timedelta(seconds=12)
"""For how long a claimed call belongs to its sender. A sender that was killed is forgotten after it: together
with the next one's start this stays under the 25 seconds in which a message is answered."""

KEEP_TRYING = timedelta(hours=24)
"""How long a call is worth sending; Telegram keeps its own updates as long."""

KEEP_ANSWERING = timedelta(minutes=2)
"""How long the answer to a pressed button is worth sending: Telegram forgets the press soon."""

LONGEST_WAIT = timedelta(seconds=5)
"""Between tries of one call. Short, for a chat's later calls wait behind it."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNSTORABLE_ESCAPED = re.compile(r"\\u(0000|d[89a-f])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it is written down."""

    update_id: int
    chat_id: int
    payload: dict[str, Any]


def received(update: object) -> Received | None:
    """Read from an update of any shape what the inbox needs; None when it cannot be written down at all."""
    if not isinstance(update, Mapping):
        return None
    update_id = _int64(update.get("update_id"))
    if update_id is None:
        return None
    payload = storable(update)
    return None if payload is None else Received(update_id, chat_of(update), payload)


def storable(update: Mapping[str, Any]) -> dict[str, Any] | None:
    """Make an update fit for a JSON column: Postgres takes neither NUL, lone surrogates nor NaN."""
    try:
        text = json.dumps(update, allow_nan=False)
        # An emoji is escaped as a pair of surrogates too, so a hit only says that a closer look is due.
        return _cleaned(update) if _UNSTORABLE_ESCAPED.search(text) else dict(update)
    except (ValueError, TypeError, RecursionError):
        return None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value


def chat_of(update: Mapping[str, Any]) -> int:
    """Tell the chat of an update of any kind; for one without a chat, the person; else NO_CHAT.

    Updates of one chat are handled in order, so this is also the lane that an update waits in.
    """
    for event in update.values():
        if not isinstance(event, Mapping):
            continue
        message = event.get("message")
        for holder, key in (
            (event, "chat"),
            (message, "chat"),
            (event, "from"),
            (event, "user"),
        ):
            owner = holder.get(key) if isinstance(holder, Mapping) else None
            chat_id = _int64(owner.get("id")) if isinstance(owner, Mapping) else None
            if chat_id is not None:
                return chat_id
    return NO_CHAT


def _int64(value: object) -> int | None:
    return value if type(value) is int and -INT64 <= value < INT64 else None


def update_backoff(attempts: int) -> timedelta | None:
    """Say how long a failed update waits after its `attempts`-th try: 0.5, 1, 2, 4 s; None to give it up."""
    return None if attempts >= UPDATE_TRIES else timedelta(seconds=2.0 ** (attempts - 2))


def call_backoff(attempts: int) -> timedelta:
    """Say how long a call to Telegram waits after its `attempts`-th failure: 1, 2, 4, then 5 s."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 10)), LONGEST_WAIT)


def call_lifetime(method: str) -> timedelta:
    """Say how long a call is worth trying."""
    return KEEP_ANSWERING if method.startswith("answer") else KEEP_TRYING

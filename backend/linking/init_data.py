"""What Telegram says of the person who opened the Mini App: signed by it, fresh, or refused; pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from backend.kit.errors import Expired, Unauthorized

GOOD_FOR = timedelta(hours=1)
"""Desktop clients hand out the same data for a while, so minutes would lock their people out."""
AHEAD = timedelta(minutes=1)
LONGEST = 8192


@dataclass(frozen=True, slots=True)
class Opened:
    """Who opened the Mini App. `digest` names this one opening: it is good once."""

    telegram_user_id: int
    display_name: str
    username: str | None
    language: str | None
    digest: str


def read_init_data(raw: str, bot_token: str, now: datetime) -> Opened:
    """Check `initData` by the bot's token.

    Raises Unauthorized `miniapp.not_telegram`, Expired `miniapp.stale`.
    """
    try:
        fields = dict(parse_qsl(raw[:LONGEST], keep_blank_values=True, strict_parsing=True))
        given = fields.pop("hash")
        key = hmac.new(b"WebAppData", bot_token.encode(), hashlib.sha256).digest()
        checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
        expected = hmac.new(key, checked.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
            raise Unauthorized("miniapp.not_telegram")
        opened_at = int(fields["auth_date"])
        user = json.loads(fields["user"])
        user_id = int(user["id"])
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Unauthorized("miniapp.not_telegram") from None
    age = now.timestamp() - opened_at
    if not -AHEAD.total_seconds() <= age <= GOOD_FOR.total_seconds():
        raise Expired("miniapp.stale")
    names = [str(user.get(name) or "") for name in ("first_name", "last_name")]
    return Opened(
        telegram_user_id=user_id,
        display_name=" ".join(filter(None, names)),
        username=user.get("username"),
        language=user.get("language_code"),
        digest=expected,
    )

"""How fast the Bot API may be called: 30 a second in all, bursts and then a steady drip to one chat."""

from __future__ import annotations

from dataclasses import dataclass

GROUP_BURST, GROUP_SECONDS = 20, 3.0
CHAT_BURST, CHAT_SECONDS = 60, 1.0
ALL_BURST, ALL_SECONDS = 30, 1 / 30
MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class Bucket:
    """Lets `burst` calls through at once, then one every `seconds`; `full_at` is when it holds all again."""

    burst: int
    seconds: float
    full_at: float = 0.0

    def take(self, now: float) -> float:
        """Take one turn; gives how long to wait for it."""
        self.full_at = max(self.full_at, now) + self.seconds
        return max(0.0, self.full_at - now - self.burst * self.seconds)


class Pace:
    """What Telegram documents as its limits, kept before it has to say 429. Times are the loop's own."""

    def __init__(self) -> None:
        self._all = Bucket(ALL_BURST, ALL_SECONDS)
        self._chats: dict[int, Bucket] = {}

    def wait_for(self, chat_id: int, method: str, now: float) -> float:
        """Take a turn for a call; gives how many seconds to wait before making it."""
        wait = self._all.take(now)
        if not method.startswith(("send", "edit")):
            return wait  # reactions and answers to buttons are no messages
        return max(wait, self._bucket_of(chat_id, now).take(now))

    def _bucket_of(self, chat_id: int, now: float) -> Bucket:
        if len(self._chats) >= MOST_REMEMBERED:
            self._chats = {known: bucket for known, bucket in self._chats.items() if bucket.full_at > now}
        if chat_id not in self._chats:
            self._chats[chat_id] = (
                Bucket(GROUP_BURST, GROUP_SECONDS) if chat_id < 0 else Bucket(CHAT_BURST, CHAT_SECONDS)
            )
        return self._chats[chat_id]

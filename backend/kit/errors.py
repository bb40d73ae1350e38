"""The one family of errors that people meet: a kind, a stable code, facts; no prose and no status.

    DomainError
    ├── Missing       nothing there that this person may see
    ├── Forbidden     seen, but not theirs to change
    ├── Conflict      it clashes with what is there
    ├── Stale         it changed since it was read
    ├── Invalid       the input cannot be meant
    ├── Expired       it was good once
    ├── Unauthorized  who acts is not known
    └── TooMany       too often; `retry_after` says when again

Each edge renders them in one file; the sentences are in `kit/locale`, a test insists that none is missing.
"""

from __future__ import annotations

Fact = str | int


class DomainError(Exception):
    """Something a person should know. `code` never changes once published; `facts` fill its sentence."""

    def __init__(self, code: str, *, field: str | None = None, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class Missing(DomainError):
    """Nothing there that this person may see."""


class Forbidden(DomainError):
    """Seen, but not theirs to change."""


class Conflict(DomainError):
    """It clashes with what is there."""


class Stale(DomainError):
    """It changed since it was read."""


class Invalid(DomainError):
    """The input cannot be meant."""


class Expired(DomainError):
    """It was good once."""


class Unauthorized(DomainError):
    """Who acts is not known."""


class TooMany(DomainError):
    """Too often. `retry_after` is in seconds."""

    def __init__(self, code: str, *, retry_after: int, field: str | None = None, **facts: Fact) -> None:
        super().__init__(code, field=field, **facts)
        self.retry_after = retry_after

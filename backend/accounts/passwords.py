"""Passwords as argon2id digests, worked out in a thread: the loop goes on meanwhile."""

from __future__ import annotations

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's lower argon2id setting: about 20 ms of one core, and few enough MiB for a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


async def hash_password(password: str) -> str:
    """Digest a password with a fresh salt."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(password: str, digest: str | None) -> bool:
    """Tell whether the password is the one digested. Without a digest: the same work, and no."""
    return await asyncio.to_thread(_verify, password, digest)


def _verify(password: str, digest: str | None) -> bool:
    try:
        _HASHER.verify(digest or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return digest is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody's password")

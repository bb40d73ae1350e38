"""Random secrets and the digests that are kept of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets

LINK_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0/O, 1/I/L: what is read aloud or copied by hand."""


def new_token() -> str:
    """Make a 256-bit token, safe in URLs and headers."""
    return secrets.token_urlsafe(32)


def new_link_code(length: int = 8) -> str:
    """Make a code a person can type: `length` characters of an unambiguous alphabet."""
    return "".join(secrets.choice(LINK_ALPHABET) for _ in range(length))


def keyed_digest(secret: str, purpose: str, value: str) -> str:
    """Digest a secret value under the server's key, so that a stolen table cannot be searched for it.

    `purpose` keeps digests of different things apart. HMAC-SHA256, hexadecimal, 64 characters.
    """
    return hmac.new(secret.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()

"""What pages load beside their HTML: files of our own, named by what is in them, so a browser keeps them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
AT = "/assets"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
FOREVER = "public, max-age=31536000, immutable"
ROOTED = {"sw.js"}
"""Files that must have one address for good: a browser asks for a service worker by name."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file ready to be sent."""

    name: str
    media_type: str
    plain: bytes
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """Every file by its own name; read once, for all of it fits in a few kilobytes."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in TYPES:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:12]
            name = path.name if path.name in ROOTED else f"{path.stem}.{digest}{path.suffix}"
            found[path.name] = Asset(name, TYPES[path.suffix], content, gzip.compress(content, mtime=0))
    return found


@cache
def by_address() -> dict[str, Asset]:
    """Every file by the name it is asked for."""
    return {asset.name: asset for asset in assets().values()}


def address(name: str) -> str:
    """Tell where a file lies; it moves whenever it changes. Raises KeyError for one that is not there."""
    return f"{AT}/{assets()[name].name}"

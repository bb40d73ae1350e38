"""Links as pictures that a phone reads."""

from __future__ import annotations

import segno

QUIET = 4


def qr_code(link: str) -> tuple[str, int]:
    """Draw a QR code as the path of an SVG and its width: one unit a module, four of quiet around it."""
    rows = segno.make(link, error="m", micro=False).matrix
    dark = [(x + QUIET, y + QUIET) for y, row in enumerate(rows) for x, one in enumerate(row) if one]
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(rows) + 2 * QUIET

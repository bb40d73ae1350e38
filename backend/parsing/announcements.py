"""What services announce to their customers about money that did not move. The rules are data."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = (files("backend.parsing") / "tables" / "announcements.toml").read_text(encoding="utf-8")
    return {name: re.compile("|".join(looks)) for name, looks in tomllib.loads(text).items()}


def announces(text: str) -> bool:
    """Tell a service's announcement (points earned, a price watched, a charge to come) from a payment."""
    patterns = _patterns()
    if patterns["always"].search(text):
        return True
    # The short list first: most of what people write says that something was paid.
    return patterns["paid"].search(text) is None and patterns["unless_paid"].search(text) is not None

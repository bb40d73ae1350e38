"""What a ledger's settings may be, and what follows from what; pure."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

MAX_NAME = 80
MAX_LEDGERS = 100
"""How many ledgers one person may have: no household has more, and it bounds what one account can fill."""
MAX_MEMBERS = 50
"""How many people one ledger may have: a household, a flat, a club."""
MAX_INVITATIONS = 20
"""How many open invitations a ledger may have at a time."""
INVITATION_GOOD_FOR = timedelta(days=7)
INVITATION_LENGTH = 26
"""Characters of an invitation's token: 128 bits, and short enough for a button and a deep link."""
_NOT_PLACES = {"Factory", "localtime", "posixrules"}


@cache
def known_timezones() -> frozenset[str]:
    """Every zone name of the tz database that this machine can compute with."""
    return frozenset(available_timezones() - _NOT_PLACES)


@cache
def known_countries() -> frozenset[str]:
    """Every ISO 3166 alpha-2 code that Babel's CLDR data lists."""
    return frozenset(
        code
        for code in map(str, Locale("en").territories)
        if code.isalpha() and code != "ZZ" and len(code) == len("KR")
    )


def country_of(timezone: str) -> str | None:
    """Tell the country a timezone lies in; None for one that lies in none, such as UTC."""
    name = get_global("zone_aliases").get(timezone, timezone)
    country = get_global("zone_territories").get(name)
    return country if country in known_countries() else None

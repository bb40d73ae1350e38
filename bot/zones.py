"""Timezones as people name them: a short list to press, and whatever the tz database knows; pure."""

from __future__ import annotations

from babel.dates import get_timezone_location

from backend.kit.i18n import LANGUAGES
from backend.ledgers.rules import known_timezones

LIKELY = {
    "Seoul": "Asia/Seoul",
    "Tokyo": "Asia/Tokyo",
    "Shanghai": "Asia/Shanghai",
    "Singapore": "Asia/Singapore",
    "Bangkok": "Asia/Bangkok",
    "Sydney": "Australia/Sydney",
    "Berlin": "Europe/Berlin",
    "Paris": "Europe/Paris",
    "London": "Europe/London",
    "NewYork": "America/New_York",
    "Chicago": "America/Chicago",
    "LosAngeles": "America/Los_Angeles",
}
"""Zones that get a button, each under the name that the button carries: a zone's own has signs in it."""


def city_of(zone: str, language: str) -> str:
    """Name the city that stands for a zone."""
    return get_timezone_location(zone, locale=language, return_city=True)


def find_zone(words: str) -> str | None:
    """Find the zone of a name (`Asia/Tokyo`) or a city (`tokyo`, `도쿄`); None where it is not one alone."""
    wanted = "_".join(words.casefold().split())
    cities = {_tidy(city_of(zone, language)): zone for zone in LIKELY.values() for language in LANGUAGES}
    if wanted in cities:
        return cities[wanted]
    known = {zone.casefold(): zone for zone in known_timezones()}
    if wanted in known:
        return known[wanted]
    found = [zone for name, zone in known.items() if name.rpartition("/")[2] == wanted]
    return found[0] if len(found) == 1 else None


def _tidy(city: str) -> str:
    return "_".join(city.casefold().split())

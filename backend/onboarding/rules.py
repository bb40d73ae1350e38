"""What a newcomer's first ledger is like, guessed from the language; pure."""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies

from backend.kit.i18n import LANGUAGES
from backend.ledgers.rules import country_of, known_timezones

MAIN_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "MX": "America/Mexico_City",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
"""Where most people of a country with several timezones live."""

LEDGER_NAMES = {"ko": "우리집 가계부", "en": "Our household"}


@dataclass(frozen=True, slots=True)
class Home:
    """Where a newcomer is at home, as far as can be told; each can be changed later."""

    currency: str
    timezone: str


SEOUL = Home("KRW", "Asia/Seoul")


def home_of(language: str | None) -> Home:
    """Guess from a language tag ("ko", "en-GB"): unknown is Seoul, a country decides where one is named."""
    if not language:
        return SEOUL
    try:
        territory = Locale.parse(language.replace("_", "-"), sep="-", resolve_likely_subtags=True).territory
        if territory is None:
            # "en" is most often written in the US: CLDR's likely subtags, asked of the bare language.
            likely = get_global("likely_subtags").get(language.split("-")[0].lower(), "")
            territory = likely.rpartition("_")[2]
    except (UnknownLocaleError, ValueError, TypeError):
        return SEOUL
    return _home_in(territory)


def _home_in(territory: str) -> Home:
    zones = [zone for zone in get_global("territory_zones").get(territory, []) if zone in known_timezones()]
    zone = MAIN_ZONES.get(territory) or (zones[0] if len(zones) == 1 else None)
    currency = currency_of(territory)
    return Home(currency, zone) if zone and currency else SEOUL


def currency_of(territory: str | None) -> str | None:
    """Name the currency people pay with in a country."""
    found = get_territory_currencies(territory) if territory else []
    return str(found[0]) if found else None


def settle_home(language: str | None, timezone: str | None, currency: str | None) -> Home:
    """Fill in what a newcomer did not say: the currency follows the timezone, both the language."""
    guess = home_of(language)
    if timezone is not None and currency is None:
        currency = currency_of(country_of(timezone))
    return Home(currency or guess.currency, timezone or guess.timezone)


def spoken(language: str | None) -> str | None:
    """Reduce a language tag to one of ours; None for what we do not speak."""
    short = (language or "").replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else None


def ledger_name(language: str | None) -> str:
    """Name a first ledger: Korean for Koreans and where nothing is known."""
    return LEDGER_NAMES["ko" if language is None or spoken(language) == "ko" else "en"]

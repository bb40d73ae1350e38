from __future__ import annotations

import pytest

from backend.ledgers.rules import country_of, known_countries, known_timezones


@pytest.mark.parametrize(
    ("timezone", "country"),
    [
        ("Asia/Seoul", "KR"),
        ("ROK", "KR"),
        ("US/Eastern", "US"),
        ("Europe/Kyiv", "UA"),
        ("UTC", None),
        ("Etc/GMT+9", None),
    ],
)
def test_a_timezone_lies_in_a_country(timezone: str, country: str | None) -> None:
    assert country_of(timezone) == country


def test_what_is_known_holds_places_only() -> None:
    assert {"Asia/Seoul", "UTC"} <= known_timezones()
    assert not {"localtime", "Factory"} & known_timezones()
    assert {"KR", "US"} <= known_countries()
    assert not {"ZZ", "001"} & known_countries()

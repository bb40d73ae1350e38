"""The drawn picture: a PNG that a phone shows well and that weighs little."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.charts import WIDTH, draw
from bot.pictures import Bar, Line, Picture, day_ticks, money_ticks

MOST_BYTES = 150_000


def a_picture(theme="light", days=31, spent=20, pace=600_000, bars=7):
    each = [n * 7_919 % 41_000 for n in range(spent)]
    so_far = tuple(sum(each[: n + 1]) for n in range(spent))
    line = Line(
        days, so_far, pace, "쓴 돈", "예산대로라면",
        day_ticks([f"11/{n}" for n in range(days)]), money_ticks(max(*so_far, pace or 0), str),
    )  # fmt: skip
    shares = tuple(Bar(f"🍚 분류 {n}", f"{10_000 * n:,}원", 100 / (n + 1)) for n in range(bars))
    return Picture(theme, "2026년 11월", "410,000원 썼어요", "예산 600,000원 · 183,000원 남음", shares, line)


def opened(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_as_wide_as_a_phone_and_weighs_little(theme):
    png = draw(a_picture(theme))
    assert png.startswith(b"\x89PNG")
    assert len(png) <= MOST_BYTES
    assert opened(png).width == WIDTH


def test_light_and_dark_are_paper_and_night():
    light, dark = (opened(draw(a_picture(theme))).getpixel((2, 2)) for theme in ("light", "dark"))
    assert min(light) > 240
    assert max(dark) < 40


@pytest.mark.parametrize(
    "picture",
    [
        a_picture(spent=1, pace=None),
        a_picture(days=366, spent=366, bars=1),
        a_picture(spent=31, pace=1),
        replace(a_picture(), line=None),
        replace(
            a_picture(), title="₩" * 200, headline="🙂", note="", bars=(Bar("$_{x^2}$ \n\\", "", 140.0),)
        ),
        replace(a_picture(), bars=(Bar("가" * 300, "999,999,999,999,999원", 0.0),)),
    ],
    ids=["first-day", "a-year", "far-over", "one-day", "odd-words", "long-words"],
)
def test_whatever_it_shows_is_drawn_and_stays_small(picture):
    assert len(draw(picture)) <= MOST_BYTES


def test_hangul_is_written_by_a_font_that_came_along():
    """A missing glyph would be the same box for every syllable."""
    bars = (Bar("", "", 10.0),)
    first, other = (
        draw(Picture("light", title, "", "", bars, None)) for title in ("가나다라마바사", "쀍쫄뷁꿳뛟쮔쒧")
    )
    assert first != other

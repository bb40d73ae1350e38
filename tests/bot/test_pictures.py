"""What a picture shows, before it is drawn."""

import pytest

from bot.pictures import Bar, Line, Picture, Tick, day_ticks, money_ticks

LINE = Line(30, (0, 5, 5), 60, "spent", "pace", (Tick(0, "11/1"),), (Tick(0, "0"), Tick(50, "50")))


@pytest.mark.parametrize("line", [None, LINE])
def test_a_picture_comes_back_from_the_outbox_as_it_went_in(line):
    picture = Picture("dark", "November", "Spent", "left", (Bar("🍚 식비", "8,000원", 33.3),), line)
    assert Picture.of_json(picture.as_json()) == picture


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (99_000, [0, 50_000, 100_000]),
        (410_000, [0, 200_000, 400_000, 600_000]),
        (999_999_999_999_999, [0, 5 * 10**14, 10**15]),
    ],
)
def test_money_is_marked_at_round_figures_up_to_the_highest(highest, marks):
    assert [tick.at for tick in money_ticks(highest, str)] == marks


@pytest.mark.parametrize(
    ("days", "marks"),
    [(1, [0]), (2, [0, 1]), (7, [0, 2, 4, 6]), (28, [0, 7, 14, 21, 27]), (30, [0, 8, 16, 24, 29])],
)
def test_days_are_marked_well_apart_and_the_last_one_always(days, marks):
    assert [tick.at for tick in day_ticks([str(day) for day in range(days)])] == marks


def test_a_year_of_days_has_few_marks():
    assert len(day_ticks(["x"] * 366)) <= 5

"""Charts as numbers: where lines and bars lie on a canvas; templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from backend.kit.periods import Period
from backend.reports.rules import DayRow, TrendPoint

WIDTH = 640
HEIGHT = 200
GROUND = 176
"""Where a chart stands; below are its labels."""
TOP = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its two columns, and where its label goes."""

    x: float
    width: float
    expense: float
    income: float
    point: TrendPoint


def bars(points: Sequence[TrendPoint]) -> list[Bar]:
    """Lay periods out side by side, the highest column as high as the chart."""
    most = max([1, *(max(point.expense, point.income) for point in points)])
    step = WIDTH / max(1, len(points))
    return [
        Bar(
            x=round(number * step + step * 0.16, 1),
            width=round(step * 0.32, 1),
            expense=_height(point.expense, most),
            income=_height(point.income, most),
            point=point,
        )
        for number, point in enumerate(points)
    ]


def _height(amount: int, most: int) -> float:
    return round((GROUND - TOP) * max(0, amount) / most, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """What was spent so far, day by day, and the even pace of a budget beside it."""

    curve: str
    pace: str
    last_x: float
    last_y: float


def line(period: Period, rows: Sequence[DayRow], today: date, budget: int | None) -> Line | None:
    """Draw the sum of expenses day by day up to today; None where nothing was spent."""
    spent = {row.day: row.expense for row in rows}
    days = [day for day in period.days() if day <= today or day in spent]
    sums = list(accumulate(spent.get(day, 0) for day in days))
    if not sums or not sums[-1]:
        return None
    most = max(sums[-1], budget or 0)
    step = WIDTH / max(1, len(period) - 1)
    spots = [(round(n * step, 1), round(GROUND - _height(total, most), 1)) for n, total in enumerate(sums)]
    pace = f"M0 {GROUND}L{WIDTH} {GROUND - _height(budget, most)}" if budget else ""
    return Line("M" + "L".join(f"{x} {y}" for x, y in spots), pace, *spots[-1])


Weeks = list[list[tuple[date, int] | None]]


def weeks(period: Period, rows: Sequence[DayRow], *, sunday_first: bool) -> Weeks:
    """Lay a month out as a calendar: weeks of seven, what was spent on each day, None outside."""
    spent = {row.day: row.expense for row in rows}
    first = (period.start.weekday() + (1 if sunday_first else 0)) % 7
    cells: list[tuple[date, int] | None] = [None] * first
    cells += [(day, spent.get(day, 0)) for day in period.days()]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]

"""Rounding as people do it on paper: half up, exactly, without floats on the way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def percent(part: int, whole: int) -> float:
    """Tell what percentage a part is, half up to one decimal; `whole` is not zero."""
    return float(Decimal(half_up(Fraction(1000 * part, whole))) / 10)

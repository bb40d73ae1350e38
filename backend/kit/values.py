"""A value for "leave as it is", where None means "empty it"."""

from __future__ import annotations

from enum import StrEnum


class Unset(StrEnum):
    """The type of UNSET."""

    UNSET = "unset"


UNSET = Unset.UNSET
"""Says of a field that it is not named by a change."""

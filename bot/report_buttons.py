"""Buttons of reports: what they carry, and how they are laid out; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.kit.i18n import Translator
from backend.kit.periods import PeriodKind
from bot.callbacks import Callback
from bot.keyboards import LABEL, Button, Keyboard, button, in_rows, keyboard
from bot.pictures import DARK, LIGHT

NO_CATEGORY = 0
"""Stands for entries without a category."""
MOST_PICKED = 12
MOST_QUIET = 3


@dataclass(frozen=True, slots=True)
class ShowReport(Callback):
    """Show the report of the period that holds a day."""

    tag: ClassVar[str] = "R"
    ledger: int
    period: str
    day: date


@dataclass(frozen=True, slots=True)
class PickReported(Callback):
    """Show the entries of a category in the period that holds a day."""

    tag: ClassVar[str] = "k"
    ledger: int
    period: str
    day: date
    category: int


@dataclass(frozen=True, slots=True)
class DrawReport(Callback):
    """Send the picture of the period that holds a day."""

    tag: ClassVar[str] = "i"
    ledger: int
    period: str
    day: date


@dataclass(frozen=True, slots=True)
class SetTheme(Callback):
    """Draw a picture in other colours."""

    tag: ClassVar[str] = "I"
    ledger: int
    period: str
    day: date
    theme: str


@dataclass(frozen=True, slots=True)
class NoteQuiet(Callback):
    """Say that nothing was spent on a day, under the report of the period that holds `day`."""

    tag: ClassVar[str] = "n"
    ledger: int
    period: str
    day: date
    quiet: date


@dataclass(frozen=True, slots=True)
class ForgetQuiet(Callback):
    """Take that back."""

    tag: ClassVar[str] = "N"
    ledger: int
    period: str
    day: date
    quiet: date


@dataclass(frozen=True, slots=True)
class QuietDays:
    """Days to say of that nothing was spent, and the one of which that was just said; each with its name."""

    open: Sequence[tuple[date, str]] = ()
    noted: tuple[date, str] | None = None


def report_keyboard(
    ledger_id: int,
    kind: PeriodKind,
    day: date,
    before: date,
    after: date | None,
    rows: Iterable[tuple[int, str]],
    t: Translator,
    *,
    quiet: QuietDays | None = None,
    picture: bool = False,
) -> Keyboard:
    """A button for each category, quiet days, the periods around, and the picture where it is asked for."""
    picks = [
        button(label[:LABEL], PickReported(ledger_id, kind.value, day, category_id))
        for category_id, label in list(rows)[:MOST_PICKED]
    ]
    around = [button(t("‹ Before"), ShowReport(ledger_id, kind.value, before))]
    if after is not None:
        around.append(button(t("After ›"), ShowReport(ledger_id, kind.value, after)))
    drawn = [button(t("🖼 Picture"), DrawReport(ledger_id, kind.value, day))] if picture else []
    return keyboard(*in_rows(picks, 3), *_quiet(ledger_id, kind, day, quiet or QuietDays()), around, drawn)


def _quiet(ledger_id: int, kind: PeriodKind, day: date, quiet: QuietDays) -> list[list[Button]]:
    days = [
        button(f"☑️ {name}", NoteQuiet(ledger_id, kind.value, day, one))
        for one, name in quiet.open[:MOST_QUIET]
    ]
    if quiet.noted is None:
        return [days]
    noted, name = quiet.noted
    return [days, [button(f"↩️ {name}", ForgetQuiet(ledger_id, kind.value, day, noted))]]


def picture_keyboard(ledger_id: int, kind: PeriodKind, day: date, theme: str, t: Translator) -> Keyboard:
    """Have it drawn in the other colours: Telegram tells nobody which ones its reader has."""
    label, other = (t("🌙 Dark"), DARK) if theme == LIGHT else (t("☀️ Light"), LIGHT)
    return keyboard([button(label, SetTheme(ledger_id, kind.value, day, other))])


def back_keyboard(ledger_id: int, kind: PeriodKind, day: date, t: Translator) -> Keyboard:
    """The way back to the report."""
    return keyboard([button(t("‹ Back"), ShowReport(ledger_id, kind.value, day))])

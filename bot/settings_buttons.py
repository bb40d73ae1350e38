"""Buttons of the settings: what they carry, and how they are laid out; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.kit.i18n import Translator
from backend.kit.periods import PeriodKind
from backend.messaging.digests.service import HOURS, WEEKDAYS, DigestSettings
from bot.callbacks import Callback
from bot.keyboards import LABEL, Keyboard, button, in_rows, keyboard
from bot.pictures import DARK, LIGHT
from bot.texts.digests import hour_name, weekday_name
from bot.zones import LIKELY, city_of


@dataclass(frozen=True, slots=True)
class ShowSettings(Callback):
    """Show the settings."""

    tag: ClassVar[str] = "o"


@dataclass(frozen=True, slots=True)
class SwitchDigest(Callback):
    """Turn a digest on or off."""

    tag: ClassVar[str] = "O"
    period: str


@dataclass(frozen=True, slots=True)
class PickHour(Callback):
    """Choose the hour of digests."""

    tag: ClassVar[str] = "h"


@dataclass(frozen=True, slots=True)
class SetHour(Callback):
    """Have digests come at an hour."""

    tag: ClassVar[str] = "H"
    hour: int


@dataclass(frozen=True, slots=True)
class PickWeekday(Callback):
    """Choose the day of the weekly digest."""

    tag: ClassVar[str] = "y"


@dataclass(frozen=True, slots=True)
class SetWeekday(Callback):
    """Have the weekly digest come on a weekday, 0 is Monday."""

    tag: ClassVar[str] = "Y"
    weekday: int


@dataclass(frozen=True, slots=True)
class SetPictures(Callback):
    """Draw pictures in these colours."""

    tag: ClassVar[str] = "z"
    theme: str


@dataclass(frozen=True, slots=True)
class PickZone(Callback):
    """Choose the person's timezone."""

    tag: ClassVar[str] = "tz"


@dataclass(frozen=True, slots=True)
class SetZone(Callback):
    """Take one of the likely timezones for the person's."""

    tag: ClassVar[str] = "tZ"
    place: str


@dataclass(frozen=True, slots=True)
class SetLedgerZone(Callback):
    """Have a ledger's days go by the person's timezone."""

    tag: ClassVar[str] = "tl"
    ledger: int


def settings_keyboard(chosen: DigestSettings, theme: str, t: Translator, *, is_private: bool) -> Keyboard:
    """What can be set; the times only where a digest is on, the timezone only in the person's own chat."""
    weekly = t("📬 Weekly digest: turn off") if chosen.weekly else t("📬 Weekly digest: turn on")
    monthly = t("📬 Monthly digest: turn off") if chosen.monthly else t("📬 Monthly digest: turn on")
    times = []
    if chosen.weekly or chosen.monthly:
        times.append(button(f"⏰ {hour_name(chosen.hour, t)}", PickHour()))
    if chosen.weekly:
        times.append(button(f"📅 {weekday_name(chosen.weekday, t)}", PickWeekday()))
    label, other = (t("🌙 Dark pictures"), DARK) if theme == LIGHT else (t("☀️ Light pictures"), LIGHT)
    return keyboard(
        [button(weekly, SwitchDigest(PeriodKind.WEEKLY.value))],
        [button(monthly, SwitchDigest(PeriodKind.MONTHLY.value))],
        times,
        [button(label, SetPictures(other))],
        [button(t("🕘 Timezone"), PickZone())] if is_private else [],
    )


def zones_keyboard(current: str, t: Translator) -> Keyboard:
    """The likely timezones by their cities; the one that is set is marked."""
    buttons = (
        button(("✓ " if zone == current else "") + city_of(zone, t.language), SetZone(place))
        for place, zone in LIKELY.items()
    )
    return keyboard(*in_rows(buttons, 3), [button(t("‹ Back"), ShowSettings())])


def ledger_zone_keyboard(ledger_id: int, name: str, t: Translator) -> Keyboard:
    """Have the ledger go by it too."""
    label = t("📒 “{ledger}” too", ledger=name[:LABEL])
    return keyboard([button(label, SetLedgerZone(ledger_id))])


def hours_keyboard(t: Translator) -> Keyboard:
    """Every hour of the day."""
    buttons = (button(hour_name(hour, t), SetHour(hour)) for hour in HOURS)
    return keyboard(*in_rows(buttons, 4), [button(t("‹ Back"), ShowSettings())])


def weekdays_keyboard(t: Translator) -> Keyboard:
    """Every day of the week."""
    buttons = (button(weekday_name(day, t), SetWeekday(day)) for day in WEEKDAYS)
    return keyboard(*in_rows(buttons, 4), [button(t("‹ Back"), ShowSettings())])

"""What buttons carry: typed, versioned, at most 64 bytes. Nothing else splits such strings.

Telegram hands a button's data back as the client sends it, so it may be forged: it names things, it never
grants them. Whoever presses is checked as for any other message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import ClassVar

VERSION = "1"
NO_ACT = "0"
"""Stands for an act where there is nothing to take back."""
LONGEST = 64
"""Bytes that the Bot API allows in `callback_data`."""


@dataclass(frozen=True, slots=True)
class Callback:
    """The data of one kind of button; `tag` tells the kinds apart."""

    tag: ClassVar[str] = ""

    def pack(self) -> str:
        """Write the data as the button carries it."""
        packed = ":".join((VERSION, self.tag, *map(_packed, astuple(self))))
        if len(packed.encode()) > LONGEST:
            raise ValueError(f"{self.tag}: a button holds {LONGEST} bytes")
        return packed


def _packed(value: object) -> str:
    return value.strftime("%Y%m%d") if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class PickEntry(Callback):
    """Open the buttons of one entry of a receipt; `act` is what the receipt's undo takes back."""

    tag: ClassVar[str] = "e"
    entry: int
    act: str


@dataclass(frozen=True, slots=True)
class ShowReceipt(Callback):
    """Go back to the receipt itself."""

    tag: ClassVar[str] = "r"
    act: str


@dataclass(frozen=True, slots=True)
class PickCategory(Callback):
    """Open the categories for an entry, from a page on."""

    tag: ClassVar[str] = "c"
    entry: int
    revision: int
    act: str


@dataclass(frozen=True, slots=True)
class SetCategory(Callback):
    """File an entry under a category."""

    tag: ClassVar[str] = "C"
    entry: int
    revision: int
    category: int


@dataclass(frozen=True, slots=True)
class PickDay(Callback):
    """Open the days for an entry."""

    tag: ClassVar[str] = "d"
    entry: int
    revision: int
    act: str


@dataclass(frozen=True, slots=True)
class SetDay(Callback):
    """Move an entry to a day."""

    tag: ClassVar[str] = "D"
    entry: int
    revision: int
    day: date


@dataclass(frozen=True, slots=True)
class Delete(Callback):
    """Delete an entry."""

    tag: ClassVar[str] = "x"
    entry: int
    revision: int


@dataclass(frozen=True, slots=True)
class Undo(Callback):
    """Take back an act."""

    tag: ClassVar[str] = "u"
    act: str


@dataclass(frozen=True, slots=True)
class SameOne(Callback):
    """A held payment notice is the entry typed by hand."""

    tag: ClassVar[str] = "s"
    notice: int


@dataclass(frozen=True, slots=True)
class AnotherOne(Callback):
    """A held payment notice is a purchase of its own."""

    tag: ClassVar[str] = "a"
    notice: int


@dataclass(frozen=True, slots=True)
class AskWhy(Callback):
    """Say why an entry is filed where it is."""

    tag: ClassVar[str] = "w"
    entry: int


@dataclass(frozen=True, slots=True)
class ForgetLesson(Callback):
    """Forget what some words teach."""

    tag: ClassVar[str] = "f"
    lesson: int


@dataclass(frozen=True, slots=True)
class ConfirmLink(Callback):
    """Link the account whose code waits in this chat; `merge` is 1 to merge what was recorded."""

    tag: ClassVar[str] = "L"
    merge: int


@dataclass(frozen=True, slots=True)
class CancelLink(Callback):
    """Do not link."""

    tag: ClassVar[str] = "l"


@dataclass(frozen=True, slots=True)
class ConfirmUnlink(Callback):
    """Unlink this Telegram account."""

    tag: ClassVar[str] = "U"


@dataclass(frozen=True, slots=True)
class SetLanguage(Callback):
    """Speak a language from now on."""

    tag: ClassVar[str] = "g"
    language: str


@dataclass(frozen=True, slots=True)
class ChooseLedger(Callback):
    """Let this chat write in a ledger; in a group this binds it."""

    tag: ClassVar[str] = "b"
    ledger: int


@dataclass(frozen=True, slots=True)
class Close(Callback):
    """Take the buttons away and change nothing."""

    tag: ClassVar[str] = "q"


MAX_ID = 2**63 - 1


def unpack(data: str, kinds: Mapping[str, type[Callback]]) -> Callback | None:
    """Read a button's data; None for what no button of this version and of these kinds carries."""
    version, _, rest = data.partition(":")
    tag, *parts = rest.split(":")
    kind = kinds.get(tag)
    if version != VERSION or kind is None:
        return None
    wanted = fields(kind)
    if len(parts) != len(wanted):
        return None
    try:
        return kind(*(_unpacked(part, str(field.type)) for part, field in zip(parts, wanted, strict=True)))
    except ValueError:
        return None


def _unpacked(part: str, wanted: str) -> int | str | date:
    if wanted == "date":
        if not (part.isascii() and part.isdigit() and len(part) == len("YYYYMMDD")):
            raise ValueError(part)
        return date(int(part[:4]), int(part[4:6]), int(part[6:]))
    if not part.isascii() or not part.isalnum():
        raise ValueError(part)
    if wanted == "int":
        number = int(part)
        if not 0 <= number <= MAX_ID:
            raise ValueError(part)
        return number
    return part

"""Keyboards under messages, as the Bot API's own JSON; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from backend.entries.views import EntryView
from backend.kit.i18n import Translator
from bot.callbacks import (
    NO_ACT,
    AnotherOne,
    AskWhy,
    Callback,
    CancelLink,
    ChooseLedger,
    Close,
    ConfirmLink,
    ConfirmUnlink,
    Delete,
    ForgetLesson,
    PickCategory,
    PickDay,
    PickEntry,
    SameOne,
    SetCategory,
    SetDay,
    SetLanguage,
    ShowReceipt,
    Undo,
)
from bot.texts.days import short_day
from bot.texts.names import Named, category_label

Keyboard = dict[str, Any]
Button = dict[str, str]

MOST_PICKED = 8
"""Entries of one receipt that get a button of their own; the others are amended by replying."""
LABEL = 24


def button(text: str, callback: Callback) -> Button:
    """One button."""
    return {"text": text, "callback_data": callback.pack()}


def url_button(text: str, url: str) -> Button:
    """A button that opens an address."""
    return {"text": text, "url": url}


def can_be_pressed(url: str) -> bool:
    """Tell whether Telegram takes an address for a button: it refuses names without a dot, as localhost."""
    host = urlsplit(url).hostname or ""
    return "." in host.strip(".")


def keyboard(*rows: Sequence[Button]) -> Keyboard:
    """Rows of buttons; empty rows fall away."""
    return {"inline_keyboard": [list(row) for row in rows if row]}


NO_KEYBOARD: Keyboard = {"inline_keyboard": []}


def in_rows(buttons: Iterable[Button], width: int) -> list[list[Button]]:
    """Lay buttons out in rows of a width."""
    listed = list(buttons)
    return [listed[start : start + width] for start in range(0, len(listed), width)]


def receipt_keyboard(
    entries: Sequence[EntryView], act: str, t: Translator, likely: Iterable[Named] = (), *, why: bool = False
) -> Keyboard:
    """The buttons of a receipt: an entry's own, or a picker where there are several.

    `likely` are the categories to choose from and `why` the offer to explain, where the evidence is weak.
    """
    if not entries:
        return keyboard(_undo(act, t("↩️ Undo")))
    if len(entries) == 1:
        return keyboard(
            _guesses(entries[0], likely, t),
            _corrections(entries[0], act, t),
            _why(entries[0], t) if why else [],
            [
                button(t("🗑 Delete"), Delete(entries[0].id, entries[0].revision)),
                *_undo(act, t("↩️ Undo")),
            ],
        )
    picks = [
        button(
            f"{number}. {entry.description or entry.amount.format(t.language)}"[:LABEL],
            PickEntry(entry.id, act),
        )
        for number, entry in enumerate(entries[:MOST_PICKED], 1)
    ]
    return keyboard(*in_rows(picks, 2), _undo(act, t("↩️ Undo all")))


def _guesses(entry: EntryView, likely: Iterable[Named], t: Translator) -> list[Button]:
    return [
        button(category_label(named, t.language), SetCategory(entry.id, entry.revision, named.id))
        for named in likely
    ]


def _why(entry: EntryView, t: Translator) -> list[Button]:
    return [button(t("❔ Why?"), AskWhy(entry.id))]


def _undo(act: str, label: str) -> list[Button]:
    return [] if act == NO_ACT else [button(label, Undo(act))]


def _corrections(entry: EntryView, act: str, t: Translator) -> list[Button]:
    return [
        button(t("🏷 Category"), PickCategory(entry.id, entry.revision, act)),
        button(t("📅 Day"), PickDay(entry.id, entry.revision, act)),
    ]


def entry_keyboard(
    entry: EntryView, act: str, t: Translator, likely: Iterable[Named] = (), *, why: bool = False
) -> Keyboard:
    """The buttons of one entry picked from a receipt of several."""
    return keyboard(
        _guesses(entry, likely, t),
        _corrections(entry, act, t),
        _why(entry, t) if why else [],
        [button(t("🗑 Delete"), Delete(entry.id, entry.revision)), button(t("‹ Back"), ShowReceipt(act))],
    )


def categories_keyboard(entry: EntryView, categories: Iterable[Named], act: str, t: Translator) -> Keyboard:
    """Every category the entry may have."""
    buttons = (
        button(category_label(named, t.language), SetCategory(entry.id, entry.revision, named.id))
        for named in categories
    )
    return keyboard(*in_rows(buttons, 3), [button(t("‹ Back"), ShowReceipt(act))])


def days_keyboard(entry: EntryView, today: date, act: str, t: Translator) -> Keyboard:
    """The last days; others are set by replying with a date."""
    buttons = (
        button(short_day(day, today, t), SetDay(entry.id, entry.revision, day))
        for day in (today - timedelta(days=gone) for gone in range(9))
        if day != entry.occurred_on
    )
    return keyboard(*in_rows(buttons, 2), [button(t("‹ Back"), ShowReceipt(act))])


def same_keyboard(notice_id: int, t: Translator) -> Keyboard:
    """Whether a payment notice is the entry typed by hand, or another one."""
    return keyboard(
        [button(t("👌 Same one"), SameOne(notice_id)), button(t("➕ Another one"), AnotherOne(notice_id))]
    )


def lessons_keyboard(lessons: Iterable[tuple[int, str]], t: Translator) -> Keyboard:
    """Forget lessons, each by its id and words."""
    rows = [
        [button(t("🧽 Forget “{words}”", words=words[:LABEL]), ForgetLesson(lesson_id))]
        for lesson_id, words in lessons
    ]
    return keyboard(*rows)


def undo_keyboard(act: str, t: Translator) -> Keyboard:
    """Just the way back."""
    return keyboard([button(t("↩️ Undo"), Undo(act))])


def link_keyboard(t: Translator, *, has_entries: bool) -> Keyboard:
    """Confirm linking; what was recorded before goes where the person says."""
    if not has_entries:
        return keyboard([button(t("🔗 Link"), ConfirmLink(1))], [button(t("Not now"), CancelLink())])
    return keyboard(
        [button(t("🔗 Link and merge"), ConfirmLink(1))],
        [button(t("🔗 Link, keep the ledgers apart"), ConfirmLink(0))],
        [button(t("Not now"), CancelLink())],
    )


def unlink_keyboard(t: Translator) -> Keyboard:
    """Confirm unlinking."""
    return keyboard([button(t("Unlink"), ConfirmUnlink()), button(t("Not now"), Close())])


def languages_keyboard() -> Keyboard:
    """Each language under its own name."""
    return keyboard([button("한국어", SetLanguage("ko")), button("English", SetLanguage("en"))])


def ledgers_keyboard(ledgers: Iterable[tuple[int, str]], t: Translator) -> Keyboard:
    """The person's ledgers."""
    rows = [[button(f"📒 {name}"[:LABEL], ChooseLedger(ledger_id))] for ledger_id, name in ledgers]
    return keyboard(*rows, [button(t("Not now"), Close())])

"""Receipts: what was recorded, changed, deleted or brought back, and what was spent so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from backend.entries.views import EntryView
from backend.kit.i18n import Translator
from backend.kit.money import Money
from backend.parsing.drafts import Draft, Kind
from bot.texts.days import short_day
from bot.texts.names import category_label

MOST_LINES = 40
"""Entries listed in one receipt; the sums count them all."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What was spent today and in the ledger's month so far."""

    today: Money
    month: Money


def amount_of(entry: EntryView, language: str) -> str:
    """An entry's amount, incomes with a plus, foreign ones with what they are in the ledger."""
    sign = "+" if entry.kind is Kind.INCOME else ""
    shown = f"{sign}{entry.amount.format(language)}"
    if entry.amount.currency != entry.ledger_amount.currency:
        shown += f" ({entry.ledger_amount.format(language)})"
    return shown


def entry_line(entry: EntryView, today: date, t: Translator) -> str:
    """One entry: emoji, category, description, amount, and the day when it is not today."""
    parts = [escape(category_label(entry.category, t.language)) if entry.category else "▫️"]
    if entry.description:
        parts.append(escape(entry.description))
    parts.append(f"<b>{escape(amount_of(entry, t.language))}</b>")
    if entry.installments:
        parts.append(t("{months} instalments", months=entry.installments))
    if entry.occurred_on != today:
        parts.append(escape(short_day(entry.occurred_on, today, t)))
    if entry.payment_method:
        parts.append(escape(entry.payment_method))
    return " · ".join(parts)


def entry_lines(entries: Sequence[EntryView], today: date, t: Translator) -> list[str]:
    """Each entry on a line, numbered where there are several."""
    if len(entries) == 1:
        return [entry_line(entries[0], today, t)]
    lines = [f"{number}. {entry_line(entry, today, t)}" for number, entry in enumerate(entries, 1)]
    if len(lines) > MOST_LINES:
        hidden = len(lines) - MOST_LINES
        lines = [*lines[:MOST_LINES], t.plural("… and {count} more", "… and {count} more", hidden)]
    return lines


def totals_line(totals: Totals, t: Translator) -> str:
    """What was spent so far."""
    return t(
        "Spent today {today} · this month {month}",
        today=escape(totals.today.format(t.language)),
        month=escape(totals.month.format(t.language)),
    )


def receipt(
    entries: Sequence[EntryView], totals: Totals, today: date, t: Translator, notes: Iterable[str] = ()
) -> str:
    """What a message recorded."""
    blocks = ["\n".join(entry_lines(entries, today, t))] if entries else []
    blocks += [note for note in notes if note]
    blocks.append(totals_line(totals, t))
    return "\n\n".join(blocks)


def unread_note(unread: Sequence[str], t: Translator) -> str:
    """Say which parts of a message were not recorded."""
    if not unread:
        return ""
    parts = ", ".join(f"“{escape(part[:60])}”" for part in unread[:5])
    return t("Not recorded, because I could not read an amount: {parts}", parts=parts)


def voided_note(voided: Sequence[EntryView], today: date, t: Translator) -> str:
    """Say which purchases a cancellation took away."""
    if not voided:
        return ""
    lines = "\n".join(f"<s>{entry_line(entry, today, t)}</s>" for entry in voided)
    return t("Cancelled:") + "\n" + lines


def unmatched_note(unmatched: Sequence[Draft], t: Translator) -> str:
    """Say which cancellations found no purchase."""
    return "\n".join(
        t(
            "I found no purchase of {amount} for this cancellation ({words}), so I changed nothing.",
            amount=escape(draft.amount.format(t.language)),
            words=escape(draft.description),
        )
        for draft in unmatched
    )


def again_note(again: Sequence[tuple[Draft, EntryView | None]], today: date, t: Translator) -> str:
    """Say which notices are known already, and as what."""
    lines = []
    for draft, entry in again:
        if entry is not None:
            lines.append(t("👌 This notice is recorded already, so I added nothing:"))
            lines.append(entry_line(entry, today, t))
        else:
            lines.append(
                t(
                    "👌 The purchase of {amount} ({words}) was cancelled already, so I changed nothing.",
                    amount=escape(draft.amount.format(t.language)),
                    words=escape(draft.description),
                )
            )
    return "\n".join(lines)


def alike_note(alike: Sequence[tuple[EntryView, EntryView]], today: date, t: Translator) -> str:
    """Say which earlier entries from notices the new ones look like."""
    return "\n".join(
        t(
            "🤔 “{words}” looks like one from a payment notice: {entry}. If it is the same, undo it.",
            words=escape(new.description),
            entry=entry_line(old, today, t),
        )
        for new, old in alike
    )


def same_question(draft: Draft, entry: EntryView, today: date, t: Translator) -> str:
    """Ask whether a notice is the entry typed by hand."""
    said = [draft.description, draft.amount.format(t.language), draft.payment_method or ""]
    return "\n".join(
        [
            t("🤔 Same one? The notice: {notice}", notice=escape(" · ".join(filter(None, said)))),
            t("Recorded before: {entry}", entry=entry_line(entry, today, t)),
            t("I record nothing until you say."),
        ]
    )


def same_again(t: Translator) -> str:
    """Ask anew after an answer was taken back."""
    return t("🤔 So is it the same one, or another one?")


def same_kept(entry: EntryView, today: date, t: Translator) -> str:
    """Say that a notice added nothing to the entry it is."""
    return t("👌 The same one, then. I added nothing.") + "\n" + entry_line(entry, today, t)


def _difference(before: EntryView, after: EntryView, today: date, t: Translator) -> str:
    """Say what is different, old and new."""
    pairs = [
        (amount_of(before, t.language), amount_of(after, t.language)),
        (_label(before, t), _label(after, t)),
        (before.description, after.description),
        (short_day(before.occurred_on, today, t), short_day(after.occurred_on, today, t)),
        (before.payment_method, after.payment_method),
        (before.memo, after.memo),
    ]
    return ", ".join(
        f"{escape(old or '–')} → <b>{escape(new or '–')}</b>" for old, new in pairs if old != new
    )


def _label(entry: EntryView, t: Translator) -> str:
    return category_label(entry.category, t.language) if entry.category else ""


def changed(pairs: Sequence[tuple[EntryView, EntryView]], totals: Totals, today: date, t: Translator) -> str:
    """What was corrected: each entry as it is now, and what is different."""
    lines = []
    for before, after in pairs:
        lines.append(f"✏️ {entry_line(after, today, t)}")
        difference = _difference(before, after, today, t)
        if difference:
            lines.append(f"   {difference}")
    return "\n".join([*lines, "", totals_line(totals, t)])


def corrected(
    pairs: Sequence[tuple[EntryView, EntryView]],
    added: Sequence[EntryView],
    removed: Sequence[EntryView],
    totals: Totals,
    today: date,
    t: Translator,
) -> str:
    """What editing a message changed."""
    lines = [t("Corrected as in your edited message:")]
    for before, after in pairs:
        lines.append(f"✏️ {entry_line(after, today, t)}")
        difference = _difference(before, after, today, t)
        if difference:
            lines.append(f"   {difference}")
    lines += [f"➕ {entry_line(entry, today, t)}" for entry in added]
    lines += [f"➖ <s>{entry_line(entry, today, t)}</s>" for entry in removed]
    return "\n".join([*lines, "", totals_line(totals, t)])


def deleted(entry: EntryView, totals: Totals, today: date, t: Translator) -> str:
    """What was deleted, and that it can come back."""
    return "\n".join(
        [
            t("🗑 Deleted. You can undo this for 30 days."),
            f"<s>{entry_line(entry, today, t)}</s>",
            "",
            totals_line(totals, t),
        ]
    )


def undone(
    removed: Sequence[EntryView],
    returned: Sequence[EntryView],
    reverted: Sequence[EntryView],
    totals: Totals,
    today: date,
    t: Translator,
) -> str:
    """What taking back an act did."""
    lines = [t("↩️ Undone.")]
    lines += [f"➖ <s>{entry_line(entry, today, t)}</s>" for entry in removed]
    lines += [f"➕ {entry_line(entry, today, t)}" for entry in returned]
    lines += [f"✏️ {entry_line(entry, today, t)}" for entry in reverted]
    return "\n".join([*lines, "", totals_line(totals, t)])


def recent(entries: Sequence[EntryView], totals: Totals, today: date, t: Translator) -> str:
    """The entries recorded last."""
    if not entries:
        return nothing_recorded(t)
    lines = [t("Recorded last:"), *(f"• {entry_line(entry, today, t)}" for entry in entries)]
    return "\n".join([*lines, "", totals_line(totals, t)])


def nothing_recorded(t: Translator) -> str:
    """Say that there is no entry yet."""
    return t("Nothing is recorded yet. Write me something like <code>coffee 4500</code>.")

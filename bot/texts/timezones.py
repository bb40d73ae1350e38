"""What the bot says of timezones."""

from __future__ import annotations

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from backend.kit.i18n import Translator
from backend.ledgers.access import Role
from backend.ledgers.service import LedgerView


def question(zone: str, ledger: LedgerView, now: datetime, t: Translator) -> str:
    """Say which timezone the person is in and what hangs on it, and ask for another."""
    return "\n".join(
        [
            t("🕘 Your timezone is {zone}; it is {time} there.", zone=escape(zone), time=_time(zone, now)),
            *_what_for(zone, ledger, t),
            "",
            t("Choose another one, or write its name: <code>/timezone Asia/Tokyo</code>"),
        ]
    )


def chosen(zone: str, ledger: LedgerView, now: datetime, t: Translator) -> str:
    """Say that the timezone is set, and what hangs on it."""
    said = t("🕘 Your timezone is {zone} now; it is {time} there.", zone=escape(zone), time=_time(zone, now))
    lines = [said, *_what_for(zone, ledger, t)]
    if zone != ledger.timezone and ledger.role is not Role.OWNER:
        lines.append(t("An owner of the ledger can change that."))
    return "\n".join(lines)


def _what_for(zone: str, ledger: LedgerView, t: Translator) -> list[str]:
    """Say what goes by a person's timezone and what by the ledger's."""
    mine = t("It says when digests come here.")
    name = escape(ledger.name)
    if zone == ledger.timezone:
        return [mine, t("The days of “{ledger}” go by the same.", ledger=name)]
    days = t("The days of “{ledger}” go by the ledger's own: {zone}.", ledger=name,
             zone=escape(ledger.timezone))  # fmt: skip
    return [mine, days]


def ledger_chosen(ledger: LedgerView, t: Translator) -> str:
    """Say by which timezone a ledger's days go now."""
    return t("📒 The days of “{ledger}” go by {zone} now. Entries stay on the days they are on.",
             ledger=escape(ledger.name), zone=escape(ledger.timezone))  # fmt: skip


def unclear(t: Translator) -> str:
    """Say how timezones are named."""
    return t("I know no timezone of that name. Write it so: <code>/timezone Asia/Tokyo</code>, or the city "
             "alone: <code>/timezone berlin</code>")  # fmt: skip


def _time(zone: str, now: datetime) -> str:
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"

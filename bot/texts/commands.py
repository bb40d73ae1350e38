"""The commands, as Telegram lists them in each language."""

from __future__ import annotations

from backend.kit.i18n import N_

PRIVATE = (
    ("budget", N_("What is left of each budget")),
    ("today", N_("What can be spent today")),
    ("report", N_("What was spent this month, and on what")),
    ("search", N_("Find entries by a word")),
    ("recent", N_("What was recorded last")),
    ("undo", N_("Take back the last change")),
    ("why", N_("Why an entry is filed where it is")),
    ("ledger", N_("Choose the ledger this chat writes in")),
    ("members", N_("Who is in the ledger")),
    ("invite", N_("Invite somebody into the ledger")),
    ("web", N_("Open the web pages, signed in")),
    ("link", N_("Link this chat to your web account")),
    ("unlink", N_("Part this chat from your web account")),
    ("settings", N_("Digests, pictures, timezone")),
    ("timezone", N_("Your timezone")),
    ("language", N_("한국어 / English")),
    ("help", N_("How to write to me")),
)
GROUP = (
    ("bind", N_("Let this group write in your ledger")),
    ("budget", N_("What is left of each budget")),
    ("today", N_("What can be spent today")),
    ("report", N_("What was spent this month, and on what")),
    ("recent", N_("What was recorded last")),
    ("undo", N_("Take back your last change")),
    ("settings", N_("Digests and pictures")),
    ("why", N_("Why an entry is filed where it is")),
    ("help", N_("How to write to me")),
)

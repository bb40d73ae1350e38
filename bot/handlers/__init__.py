"""What the bot does with each kind of update: read it, one service call, say what came of it."""

from __future__ import annotations

from bot.handlers import (
    budgets,
    edits,
    entries,
    groups,
    invitations,
    linking,
    members,
    pressing,
    reports,
    settings,
    start,
    timezones,
    today,
    web,
    why,
)

HANDLERS = [
    # Commands first: they are text too.
    *start.HANDLERS,
    *linking.HANDLERS,
    *web.HANDLERS,
    *invitations.HANDLERS,
    *members.HANDLERS,
    *settings.HANDLERS,
    *timezones.HANDLERS,
    *groups.HANDLERS,
    *why.HANDLERS,
    *budgets.HANDLERS,
    *today.HANDLERS,
    *reports.HANDLERS,
    # An edited message has a handler of its own, or it would be recorded twice.
    *edits.HANDLERS,
    *entries.HANDLERS,
    *pressing.HANDLERS,
    # Whatever nobody took is answered, never met with silence.
    *start.FALLBACKS,
]
"""In the order in which they are asked; the first that fits handles the update."""

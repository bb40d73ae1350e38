"""Every router of the JSON face, in the order of the document."""

from __future__ import annotations

from fastapi import APIRouter

from backend.web.api.budgets.routes import router as budgets
from backend.web.api.categories.routes import router as categories
from backend.web.api.entries.changes import router as changes
from backend.web.api.entries.routes import router as entries
from backend.web.api.ledgers.routes import router as ledgers
from backend.web.api.lessons.routes import router as lessons
from backend.web.api.members.routes import by_token as invitations
from backend.web.api.members.routes import router as members
from backend.web.api.people.access import router as access
from backend.web.api.people.auth import router as auth
from backend.web.api.people.digests import router as digests
from backend.web.api.people.me import router as me
from backend.web.api.periods.routes import router as periods
from backend.web.api.rates.routes import router as rates
from backend.web.api.reports.quiet_days import router as quiet_days
from backend.web.api.reports.routes import router as reports
from backend.web.api.service import router as service
from backend.web.api.telegram.routes import router as telegram
from backend.web.site import API

api = APIRouter(prefix=API)
FEATURES = (
    auth,
    me,
    access,
    digests,
    ledgers,
    members,
    invitations,
    categories,
    lessons,
    changes,
    entries,
    budgets,
    reports,
    quiet_days,
    periods,
    rates,
    telegram,
)
for feature in FEATURES:
    api.include_router(feature)

root = APIRouter()
root.include_router(service)

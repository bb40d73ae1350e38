"""What can be spent today: the day's share of what was left this morning, less what was spent since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.budgets.rules import Spent, Stretch
from backend.budgets.status import statuses
from backend.budgets.views import Status
from backend.entries.sums import Span
from backend.entries.sums import queries as sum_queries
from backend.kit.money import Money
from backend.kit.periods import PeriodKind
from backend.ledgers.access import Actor

ORDER = (PeriodKind.MONTHLY, PeriodKind.WEEKLY, PeriodKind.DAILY, PeriodKind.YEARLY)
"""Which budget over all is asked first for the number of the day."""


@dataclass(frozen=True, slots=True)
class TodaysNumber:
    """A budget's number of the day. `share` is what today had this morning: it does not move during the day.

    `left` is what of it is left, below zero where more was spent; `from_tomorrow` is what each later day of
    the period has then, nothing on its last day.
    """

    status: Status
    share: Money
    spent_today: Money

    @property
    def left(self) -> Money:
        """What can still be spent today; below zero when more was spent."""
        return self.share - self.spent_today

    @property
    def from_tomorrow(self) -> Money:
        """What a day has from tomorrow to the end of the period."""
        days = self.status.days_left - 1
        remaining = self.status.remaining
        return Money(max(0, remaining.minor) // days if days else 0, remaining.currency)


def number_of(status: Status, spent_today: int) -> TodaysNumber:
    """Tell a budget's number of the day from how it stands and what of that was spent today."""
    currency = status.remaining.currency
    this_morning = status.remaining.minor + spent_today
    share = max(0, this_morning) // status.days_left
    return TodaysNumber(status, Money(share, currency), Money(spent_today, currency))


async def todays_numbers(session: AsyncSession, actor: Actor, today: date) -> list[TodaysNumber]:
    """Tell the number of the day of each budget in effect, in their order. Three statements."""
    standing = await statuses(session, actor, today)
    if not standing:
        return []
    span = Span(today, today + timedelta(days=1))
    spending = await sum_queries.spent_by_span(session, actor.ledger_id, [span])
    day: Stretch = (PeriodKind.DAILY, today.toordinal(), today.toordinal() + 1, False)
    spent = Spent({day: 0}, spending)
    return [number_of(status, spent.total(day, status.budget.category_id)) for status in standing]


def overall(numbers: Iterable[TodaysNumber]) -> TodaysNumber | None:
    """Pick the number that stands for all spending; None where no budget over all is in effect."""
    found = {one.status.budget.period: one for one in numbers if one.status.budget.category is None}
    return next((found[period] for period in ORDER if period in found), None)

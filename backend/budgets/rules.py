"""What a budget may be, what is carried from period to period, and how a budget stands; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from backend.budgets.views import BudgetView, Rollover, State, Status
from backend.entries.sums import Span, Spending
from backend.entries.views import Touched
from backend.kit.errors import Invalid
from backend.kit.money import Money
from backend.kit.numbers import half_up, percent
from backend.kit.periods import Calendar, PeriodKind, within_reach
from backend.parsing.drafts import Kind

MAX_ALERTS = 10
HIGHEST_ALERT = 1000
NO_BASE = 999.9
"""The use of a budget that has nothing to spend, once something was spent."""
ONE_DAY = timedelta(days=1)


def check_span(starts_on: date, ends_on: date | None) -> None:
    """Raise Invalid `day.out_of_range`, `budget.ends_before_start`."""
    within_reach(starts_on, "starts_on")
    if ends_on is None:
        return
    within_reach(ends_on, "ends_on")
    if ends_on < starts_on:
        raise Invalid("budget.ends_before_start", field="ends_on")


def check_alerts(alert_at: Iterable[int]) -> tuple[int, ...]:
    """Put thresholds in order, each once. Raises Invalid `budget.alert_out_of_range`."""
    thresholds = tuple(sorted(set(alert_at)))
    if len(thresholds) > MAX_ALERTS or any(not 1 <= one <= HIGHEST_ALERT for one in thresholds):
        raise Invalid("budget.alert_out_of_range", field="alert_at", most=MAX_ALERTS)
    return thresholds


def resting(begun: Sequence[BudgetView], on: date) -> Iterator[BudgetView]:
    """Give the budgets that ended before a day and whose place nobody took since, the newest first."""
    taken = {(one.category_id, one.period) for one in begun if one.covers(on)}
    for budget in sorted(begun, key=lambda one: one.id, reverse=True):
        place = (budget.category_id, budget.period)
        if place not in taken:
            taken.add(place)
            yield budget


@dataclass(frozen=True, slots=True)
class Leg:
    """Whole periods in a row under one amount: numbers `first` until before `beyond`."""

    budget: BudgetView
    first: int
    beyond: int


def legs_of(chain: Sequence[BudgetView], calendar: Calendar, current: int) -> list[Leg]:
    """Say which earlier periods each budget of a chain answers for, oldest first.

    A period counts when every day of it lies within the chain; it is the budget's that holds its last
    day. So a change in the middle of a period (the ledger's months may have moved since) loses none.
    """
    legs: list[Leg] = []
    unbroken_since = end_before = None
    for budget in sorted(chain, key=lambda one: one.starts_on):
        kind = budget.period
        if unbroken_since is None or end_before is None or end_before + ONE_DAY != budget.starts_on:
            unbroken_since = budget.starts_on
        first = calendar.index_of(kind, budget.starts_on)
        if calendar.start_at(kind, first) < unbroken_since:
            first += 1
        beyond = current
        if budget.ends_on is not None:
            beyond = min(current, calendar.index_of(kind, budget.ends_on + ONE_DAY))
        legs.append(Leg(budget, first, beyond))
        end_before = budget.ends_on
    return [leg for leg in legs if leg.first < leg.beyond]


Stretch = tuple[PeriodKind, int, int, bool]
"""Periods of a kind, by number from the first until before the last, to be added up; by day, or whole."""


def span_of(calendar: Calendar, stretch: Stretch, *, by_category: bool) -> Span:
    """Say which days a stretch is."""
    kind, first, beyond, by_day = stretch
    return Span(calendar.start_at(kind, first), calendar.start_at(kind, beyond), by_day, by_category)


def stretches_of(leg: Leg) -> list[Stretch]:
    """Say what a leg's fold needs: a balance one sum however long it is, a surplus each period's own."""
    kind, rollover = leg.budget.period, leg.budget.rollover
    if rollover is Rollover.NONE:
        return []
    if rollover is Rollover.SURPLUS and kind is not PeriodKind.DAILY:
        return [(kind, index, index + 1, False) for index in range(leg.first, leg.beyond)]
    return [(kind, leg.first, leg.beyond, rollover is Rollover.SURPLUS)]


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be added up to tell how a budget stands in the period with this number."""

    budget: BudgetView
    index: int
    legs: tuple[tuple[Leg, list[Stretch]], ...]

    @property
    def current(self) -> Stretch:
        """The period itself."""
        return (self.budget.period, self.index, self.index + 1, False)

    def stretches(self) -> Iterator[Stretch]:
        """All that it needs."""
        yield self.current
        for _, stretches in self.legs:
            yield from stretches


def plan_for(budget: BudgetView, chain: Sequence[BudgetView], calendar: Calendar, on: date) -> Plan:
    """Plan how to tell how a budget in effect on a day stands; `chain` holds it and those before it."""
    index = calendar.index_of(budget.period, on)
    if budget.rollover is Rollover.NONE:
        return Plan(budget, index, ())
    alike = [one for one in chain if one.period is budget.period and one.category_id == budget.category_id]
    return Plan(budget, index, tuple((leg, stretches_of(leg)) for leg in legs_of(alike, calendar, index)))


class Spent:
    """What was spent in stretches of days, for any category with its children, or for all."""

    def __init__(self, stretches: Mapping[Stretch, int], spending: Iterable[Spending]) -> None:
        self._number = stretches
        self._totals: dict[tuple[int, int | None], int] = defaultdict(int)
        self._days: dict[tuple[int, int | None], dict[date, int]] = defaultdict(lambda: defaultdict(int))
        for number, day, category_id, parent_id, total in spending:
            for holder in {None, category_id, parent_id}:
                self._totals[number, holder] += total
                if day is not None:
                    self._days[number, holder][day] += total

    def total(self, stretch: Stretch, category_id: int | None) -> int:
        """What was spent in a stretch."""
        return self._totals.get((self._number[stretch], category_id), 0)

    def days(self, stretch: Stretch, category_id: int | None) -> Mapping[date, int]:
        """What was spent on each day of a stretch; days without are left out."""
        return self._days.get((self._number[stretch], category_id), {})


def carried(plan: Plan, spent: Spent) -> int:
    """What earlier whole periods left, in minor units: each hands on by the rollover of its own budget."""
    left = 0
    category_id = plan.budget.category_id
    for leg, stretches in plan.legs:
        rollover, amount = leg.budget.rollover, leg.budget.amount.minor
        if rollover is Rollover.NONE:
            left = 0
        elif rollover is Rollover.BALANCE:
            left += (leg.beyond - leg.first) * amount - spent.total(stretches[0], category_id)
        elif leg.budget.period is PeriodKind.DAILY:
            left = _surplus_of_days(left, leg, spent.days(stretches[0], category_id))
        else:
            for stretch in stretches:
                left = max(0, left + amount - spent.total(stretch, category_id))
    return left


def _surplus_of_days(left: int, leg: Leg, days: Mapping[date, int]) -> int:
    """Fold days: those on which nothing was spent only add up, so they are counted, not visited."""
    amount, next_day = leg.budget.amount.minor, leg.first
    for day in sorted(days):
        left = _after_quiet_days(left, amount, day.toordinal() - next_day)
        left = max(0, left + amount - days[day])
        next_day = day.toordinal() + 1
    return _after_quiet_days(left, amount, leg.beyond - next_day)


def _after_quiet_days(left: int, amount: int, count: int) -> int:
    return left if count == 0 else max(0, left + amount) + (count - 1) * amount


def status_of(plan: Plan, spent: Spent, calendar: Calendar, on: date) -> Status:
    """Tell how a budget stands on a day."""
    budget = plan.budget
    period = calendar.at(budget.period, plan.index)
    currency = budget.amount.currency
    used = spent.total(plan.current, budget.category_id)
    handed_on = carried(plan, spent)
    base = budget.amount.minor + handed_on
    left = base - used
    days_left = (period.end - on).days
    gone = (on - period.start).days + 1
    reached = tuple(one for one in budget.alert_at if is_reached(one, used, base))
    return Status(
        budget=budget,
        period=period,
        carried=Money(handed_on, currency),
        spent=Money(used, currency),
        used_percent=used_percent(used, base),
        days_left=days_left,
        daily_allowance=Money(max(0, left) // days_left, currency),
        projected=Money(half_up(Fraction(used * len(period), gone)), currency),
        state=_state(left, reached),
        reached=reached,
    )


def _state(left: int, reached: tuple[int, ...]) -> State:
    if left < 0:
        return State.EXCEEDED
    return State.WARNING if reached else State.OK


def is_reached(threshold: int, used: int, base: int) -> bool:
    """Tell whether the exact use reaches a threshold in percent; with no base, anything spent does."""
    return 100 * used >= threshold * base if base > 0 else used > 0


def used_percent(used: int, base: int) -> float:
    """Tell the use in percent, half up to one decimal."""
    if base <= 0:
        return NO_BASE if used else 0.0
    return percent(used, base)


def in_order(found: Iterable[Status]) -> list[Status]:
    """Put what is exceeded first, then by use, the highest first; then as they were made."""

    def key(status: Status) -> tuple[bool, Fraction, int]:
        used, base = status.spent.minor, status.budgeted.minor + status.carried.minor
        use = Fraction(100 * used, base) if base > 0 else Fraction(NO_BASE if used else 0)
        return (status.state is not State.EXCEEDED, -use, status.budget.id)

    return sorted(found, key=key)


def is_touched(status: Status, entry: Touched, parents: Mapping[int, int | None]) -> bool:
    """Tell whether an entry counts in the budget's period; `parents` tells what categories stand under."""
    if entry.excluded or entry.kind is not Kind.EXPENSE or entry.occurred_on not in status.period:
        return False
    wanted = status.budget.category_id
    if wanted is None:
        return True
    return entry.category_id is not None and wanted in {entry.category_id, parents.get(entry.category_id)}

"""What budgets and reports must say, worked out anew over plain lists: nothing here knows the application."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

import holidays

DAY = timedelta(days=1)
DECIMALS = {"KRW": 0, "USD": 2}


@dataclass
class Purchase:
    """An entry: what it is worth in the ledger's currency, in minor units."""

    id: str
    kind: str
    worth: int
    category: str | None
    day: date
    excluded: bool


@dataclass
class Plan:
    """A budget; those of one family carry from one to the next."""

    id: str
    family: str
    category: str | None
    amount: int
    kind: str
    first: date
    last: date | None
    rollover: str
    alerts: list[int]

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass
class World:
    """A household: its settings, its categories (child to parent), and lists."""

    currency: str = "KRW"
    start_day: int = 1
    shift: str = "none"
    week_start: str = "monday"
    country: str | None = "KR"
    parents: dict[str, str | None] = field(default_factory=dict)
    purchases: list[Purchase] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)


@cache
def free_days(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=range(2010, 2040))


def month_begins(world: World, year: int, month: int) -> date:
    """The day a month begins that is named by this calendar month."""
    length = months.monthrange(year, month)[1]
    day = date(year, month, min(world.start_day, length))
    free = free_days(world.country) if world.country else {}
    while world.shift != "none" and (day.weekday() in {5, 6} or day in free):
        day += DAY if world.shift == "next_business_day" else -DAY
    return day


def begins_of(world: World, kind: str, around: date) -> list[date]:
    """Days on which periods of a kind begin, from well before a day until well after it."""
    if kind == "daily":
        return [around + n * DAY for n in range(-2, 3)]
    if kind == "weekly":
        first = 0 if world.week_start == "monday" else 6
        near = (around + n * DAY for n in range(-10, 11))
        return [day for day in near if day.weekday() == first]
    if kind == "monthly":
        near_months = [(around.year + (around.month - 1 + n) // 12, (around.month - 1 + n) % 12 + 1)
                       for n in range(-3, 4)]  # fmt: skip
        return [month_begins(world, *named) for named in near_months]
    return [month_begins(world, around.year + n, 1) for n in range(-2, 3)]


def span(world: World, kind: str, day: date) -> tuple[date, date]:
    """The first and the last day of the period that holds a day."""
    begins = begins_of(world, kind, day)
    start = max(one for one in begins if one <= day)
    return start, min(one for one in begins if one > day) - DAY


def days_of(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def text(world: World, minor: int) -> str:
    """An amount as it is written."""
    decimals = DECIMALS[world.currency]
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(decimals + 1, "0")
    return sign + (digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}")


def rounded(part: int, whole: int, places: str) -> Decimal:
    with localcontext(prec=80):
        return (Decimal(part) / Decimal(whole)).quantize(Decimal(places), ROUND_HALF_UP)


def spent(world: World, category: str | None, first: date, last: date) -> int:
    total = 0
    for one in world.purchases:
        if one.kind != "expense" or one.excluded or not first <= one.day <= last:
            continue
        if category is None or one.category == category or world.parents.get(one.category or "") == category:
            total += one.worth
    return total


def carried(world: World, plan: Plan, start: date) -> int:
    """What the whole periods before the one that begins at `start` left."""
    if plan.rollover == "none":
        return 0
    family = [one for one in world.plans if one.family == plan.family]
    day, left = min(one.first for one in family), 0
    while day < start:
        first, last = span(world, plan.kind, day)
        day = last + DAY
        if last >= start or not all(any(one.holds(each) for one in family) for each in days_of(first, last)):
            continue
        (holder,) = [one for one in family if one.holds(last)]
        left += holder.amount - spent(world, plan.category, first, last)
        if holder.rollover == "none":
            left = 0
        if holder.rollover == "surplus":
            left = max(left, 0)
    return left


def standing(world: World, plan: Plan, on: date) -> dict[str, object]:
    """How a budget stands, as the contract words it."""
    first, last = span(world, plan.kind, on)
    used, brought = spent(world, plan.category, first, last), carried(world, plan, first)
    base, left = plan.amount + brought, plan.amount + brought - used
    days_left, gone, length = (last - on).days + 1, (on - first).days + 1, (last - first).days + 1
    if base > 0:
        percent = rounded(100 * used, base, "0.1")
        warned = bool(plan.alerts) and 100 * used >= min(plan.alerts) * base
    else:
        percent = Decimal("999.9") if used else Decimal(0)
        warned = bool(plan.alerts) and percent >= min(plan.alerts)
    return {
        "budget_id": plan.id,
        "category": plan.category,
        "period": {"start": str(first), "end": str(last)},
        "budgeted": text(world, plan.amount),
        "carried": text(world, brought),
        "spent": text(world, used),
        "remaining": text(world, left),
        "used_percent": float(percent),
        "days_left": days_left,
        "daily_allowance": text(world, max(0, left) // days_left),
        "projected": text(world, int(rounded(used * length, gone, "1"))),
        "state": "exceeded" if left < 0 else "warning" if warned else "ok",
    }


def statuses(world: World, on: date) -> list[dict[str, object]]:
    return [standing(world, plan, on) for plan in world.plans if plan.holds(on)]


def change(now: int, before: int) -> float | None:
    return float(rounded(100 * (now - before), before, "0.1")) if before else None


def counted(world: World, first: date, last: date) -> list[Purchase]:
    return [one for one in world.purchases if not one.excluded and first <= one.day <= last]


def total(found: list[Purchase], kind: str) -> int:
    return sum(one.worth for one in found if one.kind == kind)


def by_category(world: World, found: list[Purchase]) -> dict[tuple[str, str | None], tuple[int, int]]:
    sums: dict[tuple[str, str | None], tuple[int, int]] = {}
    for one in found:
        worth, count = sums.get((one.kind, one.category), (0, 0))
        sums[one.kind, one.category] = (worth + one.worth, count + 1)
    return sums


def summary(world: World, first: date, last: date, before: tuple[date, date]) -> dict[str, object]:
    """A span summed up, with what was before it."""
    found = counted(world, first, last)
    earlier = by_category(world, counted(world, *before))
    income, expense = total(found, "income"), total(found, "expense")
    days: dict[str, list[int]] = {}
    for one in found:
        sums = days.setdefault(str(one.day), [0, 0])
        sums[one.kind == "expense"] += one.worth
    rows = {}
    for key, (worth, count) in by_category(world, found).items():
        was = earlier.get(key, (0, 0))[0]
        whole = income if key[0] == "income" else expense
        share = float(rounded(100 * worth, whole, "0.1")) if whole else 0.0
        rows[key] = (text(world, worth), count, share, text(world, was), change(worth, was))
    return {
        "period": {"start": str(first), "end": str(last)},
        "income": text(world, income),
        "expense": text(world, expense),
        "net": text(world, income - expense),
        "count": len(found),
        "by_category": rows,
        "by_day": [(day, text(world, got), text(world, gave)) for day, (got, gave) in sorted(days.items())],
        "by_member": [(text(world, income), text(world, expense), len(found))] if found else [],
        "top": sorted((one.worth for one in found if one.kind == "expense"), reverse=True)[:5],
    }


def trend(world: World, kind: str, on: date, count: int) -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    day = on
    for _ in range(count):
        first, last = span(world, kind, day)
        found = counted(world, first, last)
        income, expense = total(found, "income"), total(found, "expense")
        rows = {key: (text(world, w), n) for key, (w, n) in by_category(world, found).items()}
        items.insert(0, {"period": {"start": str(first), "end": str(last)}, "income": text(world, income),
                         "expense": text(world, expense), "net": text(world, income - expense),
                         "by_category": rows})  # fmt: skip
        day = first - DAY
    return items

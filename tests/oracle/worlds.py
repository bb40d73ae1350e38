"""Random households: settings, entries, budgets and the days they are asked about, around awkward dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

AWKWARD = [date(2024, 2, 29), date(2023, 12, 31), date(2025, 1, 1), date(2026, 2, 28), date(2026, 10, 4),
           date(2027, 2, 6), date(2028, 2, 29), date(2028, 3, 1), date(2026, 11, 21)]  # fmt: skip
KINDS = ["monthly", "weekly", "yearly", "daily"]
EXPENSES = ["food", "side", "snack", "cafe", None]
"""`side` and `snack` stand under food."""
ANCHORS = st.sampled_from(AWKWARD) | st.dates(date(2018, 1, 1), date(2030, 12, 31))
START_DAYS = st.sampled_from([1, 1, 15, 25, 28, 29, 30, 31]) | st.integers(1, 31)
AMOUNTS = st.integers(1, 40) | st.integers(1, 2_000_000) | st.sampled_from([10**14, 5, 10, 100])


@dataclass
class Settings:
    start_day: int
    shift: str
    week_start: str
    country: str | None


@dataclass
class Recording:
    """An entry, and what becomes of it: kept, deleted, or corrected to another amount."""

    kind: str
    amount: int
    category: str | None
    day: date
    excluded: bool
    fate: str | int


@dataclass
class Budgeting:
    """A budget, and a change of it from a day on, if there is one."""

    category: str | None
    amount: int
    kind: str
    first: date
    last: date | None
    rollover: str
    alerts: list[int]
    change_from: date | None
    change_to: int
    change_rollover: str | None


@dataclass
class Story:
    """All that is done in one ledger, and what is asked then."""

    currency: str
    before: Settings
    recordings: list[Recording]
    budgets: list[Budgeting]
    after: Settings
    days: list[date]
    kinds: list[str]
    spans: list[tuple[date, date]]
    count: int


SETTINGS = st.builds(
    Settings,
    START_DAYS,
    st.sampled_from(["none", "previous_business_day", "next_business_day"]),
    st.sampled_from(["monday", "sunday"]),
    st.sampled_from(["KR", "KR", "US", None]),
)
ROLLOVERS = st.sampled_from(["none", "surplus", "balance", "balance"])


def moved(days: st.SearchStrategy[int], anchor: date) -> st.SearchStrategy[date]:
    return days.map(lambda count: anchor + timedelta(days=count))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw a story around one day."""
    anchor = draw(ANCHORS)
    near = st.integers(-40, 35) | st.integers(-420, 60)
    recording = st.builds(
        Recording,
        st.just("expense"),
        AMOUNTS,
        st.sampled_from(EXPENSES),
        moved(near, anchor),
        st.sampled_from([False, False, False, True]),
        st.sampled_from(["kept", "kept", "kept", "deleted"]) | AMOUNTS,
    )
    income = st.builds(
        Recording,
        st.just("income"),
        AMOUNTS,
        st.sampled_from(["salary", "bonus"]),
        moved(near, anchor),
        st.sampled_from([False, True]),
        st.just("kept"),
    )
    budget = st.builds(
        Budgeting,
        st.sampled_from([None, None, "food", "side", "cafe"]),
        AMOUNTS,
        st.sampled_from(["monthly", *KINDS]),
        moved(st.integers(-400, 20), anchor),
        st.none() | moved(st.integers(-20, 200), anchor),
        ROLLOVERS,
        st.sampled_from([[80, 100], [], [50], [1], [1000], [100, 80, 100]]),
        st.none() | moved(st.integers(-200, 40), anchor),
        AMOUNTS,
        st.none() | ROLLOVERS,
    )
    before = draw(SETTINGS)
    return Story(
        currency=draw(st.sampled_from(["KRW", "KRW", "USD"])),
        before=before,
        recordings=draw(st.lists(recording, min_size=1, max_size=14)) + draw(st.lists(income, max_size=3)),
        budgets=draw(st.lists(budget, min_size=1, max_size=6)),
        after=draw(st.just(before) | SETTINGS),
        days=[anchor, *draw(st.lists(moved(near, anchor), min_size=2, max_size=4))],
        kinds=draw(st.permutations(KINDS))[:3],
        spans=[_ordered(draw(moved(near, anchor)), draw(moved(near, anchor))) for _ in range(2)],
        count=draw(st.integers(1, 15)),
    )


def _ordered(one: date, other: date) -> tuple[date, date]:
    return min(one, other), max(one, other)

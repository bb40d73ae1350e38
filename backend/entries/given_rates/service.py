"""Rates that people give for currencies the packaged table lacks, and amounts converted by either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy.ext.asyncio import AsyncSession

from backend.entries.given_rates import queries as rate_queries
from backend.entries.rates import find_rate, into_ledger
from backend.kit.errors import Conflict, Invalid, Missing
from backend.kit.money import Money, digits_of
from backend.kit.pages import Page, decode_cursor, page_of
from backend.kit.periods import within_reach
from backend.ledgers.access import Actor
from backend.models import ManualRate

MAX_RATES = 10_000
MAX_RATE_DIGITS = 12
"""Digits a rate may have before its point, and after it."""


@dataclass(frozen=True, slots=True)
class RateView:
    """What one unit of a currency is worth in the ledger's, from a day on until the next such rate."""

    id: int
    currency: str
    day: date
    rate: str


async def in_ledger_currency(
    session: AsyncSession, actor: Actor, amount: Money, day: date
) -> tuple[Money, str | None]:
    """Convert an amount by the rate of the day, the ledger's own where the table has none; answer it too.

    Raises Invalid `entry.rate_unknown`, `money.out_of_range`.
    """
    given: str | None = None
    if amount.currency != actor.currency and find_rate(amount.currency, actor.currency, day) is None:
        given = await rate_queries.find_manual_rate(session, actor.ledger_id, amount.currency, day)
    return into_ledger(amount, actor.currency, day, Decimal(given) if given else None)


def check_rate(rate: str) -> str:
    """Write a rate plainly. Raises Invalid `rate.malformed`."""
    try:
        value = Decimal(rate)
    except InvalidOperation:
        raise Invalid("rate.malformed", field="rate") from None
    if not value.is_finite() or value <= 0 or value.adjusted() >= MAX_RATE_DIGITS:
        raise Invalid("rate.malformed", field="rate")
    if value != round(value, MAX_RATE_DIGITS):
        raise Invalid("rate.malformed", field="rate")
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


async def list_rates(
    session: AsyncSession, actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> Page[RateView]:
    """Read the ledger's own rates, the newest day first. Raises Invalid `cursor.invalid`."""
    after = None
    if cursor is not None:
        day, rate_id = decode_cursor(cursor, (int, int))
        after = (date.fromordinal(min(max(int(day), 1), date.max.toordinal())), int(rate_id))
    rows = await rate_queries.list_manual_rates(session, actor.ledger_id, after, limit + 1)
    views = [_view(row) for row in rows]
    return page_of(views, limit, lambda view: (view.day.toordinal(), view.id))


def _view(row: ManualRate) -> RateView:
    return RateView(row.id, row.currency, row.day, row.rate)


async def add_rate(
    session: AsyncSession, actor: Actor, currency: str, day: date, rate: str, *, now: datetime
) -> RateView:
    """Give the rate of a currency from a day on; entries that stand keep the one they were recorded by.

    Raises Forbidden `ledger.read_only`, Invalid `rate.malformed`, `rate.own_currency`, `rate.known` where
    the table has one, `day.out_of_range`, Conflict `rate.exists`, `rate.too_many`.
    """
    actor.must_write()
    digits_of(currency)
    within_reach(day, "day")
    if currency == actor.currency:
        raise Invalid("rate.own_currency", field="currency")
    if find_rate(currency, actor.currency, day) is not None:
        raise Invalid("rate.known", field="currency", currency=currency, into=actor.currency)
    plain = check_rate(rate)
    if await rate_queries.count_manual_rates(session, actor.ledger_id) >= MAX_RATES:
        raise Conflict("rate.too_many", most=MAX_RATES)
    values = {
        "ledger_id": actor.ledger_id,
        "currency": currency,
        "day": day,
        "rate": plain,
        "created_at": now,
    }
    rate_id = await rate_queries.insert_manual_rate(session, values)
    if rate_id is None:
        raise Conflict("rate.exists")
    return RateView(rate_id, currency, day, plain)


async def delete_rate(session: AsyncSession, actor: Actor, rate_id: int) -> None:
    """Take a rate away. Raises Missing `rate.not_found`, Forbidden `ledger.read_only`."""
    actor.must_write()
    if not await rate_queries.delete_manual_rate(session, actor.ledger_id, rate_id):
        raise Missing("rate.not_found")

"""Reports on a page go by the ledger's months, or by the calendar's when asked."""

from __future__ import annotations

from tests.web.pages.reader import Reader


async def test_months_of_the_calendar_are_offered_where_the_ledgers_are_others(ann: Reader) -> None:
    assert "By calendar months" not in await ann.go(f"{ann.home}/reports")
    await ann.go(f"{ann.home}/settings")
    await ann.send(f"{ann.home}/settings", month_start_day="25")
    html = await ann.go(f"{ann.home}/reports?on=2026-11-10")
    assert "Oct 25" in html
    assert "By calendar months" in html
    html = await ann.go(f"{ann.home}/reports?on=2026-11-10&months=calendar")
    assert "Nov 1" in html
    assert "Oct 25" not in html
    assert "months=calendar" in html
    assert "By the ledger" in html
    assert 'role="alert"' in await ann.go(f"{ann.home}/reports?months=lunar", status=422)

"""The number of the day on the first page, and the days on which nothing was spent, on the reports."""

from __future__ import annotations

import re

from fastapi import FastAPI

from tests.web.client import API
from tests.web.pages.reader import Reader, newcomer
from tests.web.pages.test_people import let_in


def buttons(html: str, action: str) -> list[str]:
    """The days that the buttons of a form name."""
    found = []
    for form in re.findall(rf'action="[^"]*/reports/{action}".*?</form>', html, re.DOTALL):
        found += re.findall(r'name="day" value="([^"]+)"', form)
    return found


async def test_the_first_page_shows_the_number_of_the_bots_card(minji_at_pages: Reader) -> None:
    reader = minji_at_pages
    await reader.send("/record", text="11월 3일 마트 10000")
    assert "전체 지출 예산을 정하면" in reader.html
    await reader.go(f"{reader.home}/budgets")
    await reader.send(
        "/budgets", category=re.findall(r'<option value="(\d+)"', reader.html)[0], amount="50000"
    )
    assert "오늘 " in await reader.go(reader.home)
    assert "전체 지출 예산을 정하면" in reader.html
    await reader.go(f"{reader.home}/budgets")
    await reader.send("/budgets", amount="110000")
    for text, said, amount in (
        ("점심 4000", "오늘 쓸 수 있는 돈", "6,000"),
        ("저녁 9000", "오늘 몫보다 더 쓴 돈", "3,000"),
        ("가방 100000", "예산을 넘은 돈", "13,000"),
    ):
        await reader.go(reader.home)
        html = await reader.send("/record", text=text)
        figure = html[html.index("figure main") :][:300]
        assert said in figure
        assert f"<strong>{amount}원<" in figure, figure
    number = (await reader.client.get(f"{API}{reader.home}/budgets/today")).json()["overall"]
    assert (number["share"], number["left"], number["remaining"]) == ("10000", "-103000", "-13000")


async def test_a_quiet_day_counts_as_recorded_until_it_is_taken_back(app: FastAPI, ann: Reader) -> None:
    await ann.send("/record", text="yesterday taxi 18")
    await ann.send("/record", text="cake 5")
    html = await ann.go(f"{ann.home}/reports")
    assert "2 of 20 days recorded" in html
    offered = buttons(html, "quiet")
    assert (offered[0], len(offered)) == ("2026-11-18", 18)
    assert html.count("nothing known") == 18
    html = await ann.send("/reports/quiet", day="2026-11-18")
    assert "Noted: nothing was spent on that day." in html
    assert "3 of 20 days recorded" in html
    assert buttons(html, "quiet/forget") == ["2026-11-18"]
    assert "2026-11-18" not in buttons(html, "quiet")
    assert html.count("nothing known") == 17
    assert "3 of 5 days recorded" in await ann.go(f"{ann.home}/reports?period=weekly")
    html = await ann.send("/reports/quiet/forget", day="2026-11-18")
    assert ann.page is not None
    assert "period=weekly" in str(ann.page.url)
    assert "2 of 5 days recorded" in html
    assert "Taken back" in html
    for day, status in (("2026-11-21", 422), ("", 422), ("x", 422)):
        await ann.go(f"{ann.home}/reports")
        await ann.send("/reports/quiet", status=status, day=day)
    viewer = await newcomer(app, "en")
    await let_in(ann, viewer, "viewer")
    html = await viewer.go(f"{ann.home}/reports")
    assert "2 of 20 days recorded" in html
    assert buttons(html, "quiet") == []

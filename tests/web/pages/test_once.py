"""A form pressed twice creates once, with JavaScript off too."""

from __future__ import annotations

import httpx
import pytest

from tests.web.pages.reader import Reader


async def press_twice(reader: Reader, action: str, **filled: str) -> tuple[httpx.Response, httpx.Response]:
    """Send a form of the page twice, as an impatient finger does."""
    form = reader.form(action)
    data = dict(form.fields) | filled
    first = await reader.client.post(form.action, data=data)
    second = await reader.client.post(form.action, data=data)
    return first, second


async def test_a_text_sent_twice_is_recorded_once_and_can_be_undone(ann: Reader) -> None:
    await ann.go(ann.home)
    first, second = await press_twice(ann, "/record", text="cake 5")
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["location"] == first.headers["location"]
    html = await ann.go(ann.home)
    assert "1 entry recorded." in html
    assert html.count("entry-link") == 1
    await ann.send("/undo")
    assert "entry-link" not in await ann.go(ann.home)


async def test_the_same_again_from_a_fresh_page_is_another_purchase(ann: Reader) -> None:
    for _ in range(2):
        await ann.go(ann.home)
        await ann.send("/record", text="cake 5")
    assert (await ann.go(ann.home)).count("entry-link") == 2


async def test_the_form_filled_in_otherwise_is_another_one(ann: Reader) -> None:
    await ann.go(ann.home)
    form = ann.form("/record")
    for text in ("cake 5", "coffee 4"):
        await ann.client.post(form.action, data=dict(form.fields) | {"text": text})
    assert (await ann.go(ann.home)).count("entry-link") == 2


async def test_what_was_refused_may_be_sent_again(ann: Reader) -> None:
    await ann.go(ann.home)
    first, second = await press_twice(ann, "/record", text="good morning")
    assert (first.status_code, second.status_code) == (422, 422)


@pytest.mark.parametrize(
    ("page", "action", "filled", "seen"),
    [
        ("/budgets", "/budgets", {"amount": "300"}, 'id="budget-'),
        ("/categories", "/categories", {"name": "Sauna"}, "<b>Sauna</b>"),
    ],
)
async def test_so_is_what_else_is_made(
    ann: Reader, page: str, action: str, filled: dict[str, str], seen: str
) -> None:
    await ann.go(f"{ann.home}{page}")
    first, second = await press_twice(ann, action, **filled)
    assert (first.status_code, second.status_code) == (303, 303)
    assert (await ann.go(f"{ann.home}{page}")).count(seen) == 1


async def test_a_ledger_is_made_once(ann: Reader) -> None:
    await ann.go("/settings/ledgers")
    first, second = await press_twice(ann, "/settings/ledgers", name="Trip")
    assert first.headers["location"] == second.headers["location"]
    html = await ann.go("/settings/ledgers")
    assert html.count("<b>Trip</b>") == 1

"""Given rates and lessons on pages."""

from __future__ import annotations

import re

from fastapi import FastAPI

from tests.web.pages.reader import Reader, newcomer


async def test_a_rate_is_given_and_taken_away(ann: Reader) -> None:
    await ann.go(f"{ann.home}/rates")
    html = await ann.send("/rates", currency="vnd", rate="0.00004", day="2026-11-01")
    assert "1 VND = 0.00004 USD" in html
    await ann.go(ann.home)
    await ann.send("/record", text="pho 90000 VND")
    assert "3.60" in await ann.go(f"{ann.home}/entries")
    await ann.go(f"{ann.home}/rates")
    html = await ann.send("/delete")
    assert "1 VND" not in html


async def test_what_a_rate_cannot_be_is_said_beside_it(ann: Reader) -> None:
    await ann.go(f"{ann.home}/rates")
    html = await ann.send("/rates", status=422, currency="VND", rate="much")
    assert 'id="wrong-rate"' in html
    html = await ann.send("/rates", status=422, currency="EUR", rate="1.1")
    assert 'id="wrong-currency"' in html
    assert 'value="1.1"' in html
    html = await ann.send("/rates", status=422, currency="???", rate="1")
    assert 'role="alert"' in html


async def test_a_lesson_is_seen_and_forgotten(app: FastAPI, ann: Reader) -> None:
    await ann.send("/record", text="blorp 5")
    entry = next(link for link in ann.parsed.links if re.search(r"/entries/\d+$", link))
    html = await ann.go(entry)
    transport = re.search(r'<option value="(\d+)"[^>]*>🚇', html)
    assert transport
    await ann.send(entry, category=transport[1])
    html = await ann.go(f"{ann.home}/lessons")
    assert "blorp" in html
    assert "Transport" in html
    bob = await newcomer(app, "en")
    form = ann.form("/forget")
    csrf = dict(bob.form("/record").fields)["csrf"]
    assert (await bob.client.post(form.action, data={"csrf": csrf})).status_code == 404
    html = await ann.send("/forget")
    assert "blorp" not in html
    assert "Forgotten." in html

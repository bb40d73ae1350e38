"""What no page may do: show another's ledger, run what was written, act for another site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from backend.main import create_app
from backend.web.pages.router import FEATURES
from tests.web.client import browser
from tests.web.pages.reader import HTML, Reader, newcomer, visitor
from tests.web.pages.test_people import invite

EVIL = "<script>alert(1)</script>"
OPEN = {
    "/",
    "/app",
    "/enter/{secret}",
    "/join/{token}",
    "/register",
    "/sign-in",
    "/language",
    "/offline",
    "/sw.js",
    "/manifest.webmanifest",
    "/favicon.ico",
}


def _routes(method: str) -> list[str]:
    """Every page's address, as the program knows them: a new page is tried without being named here."""
    routes = [one for feature in FEATURES for one in feature.router.routes]
    found = [one.path for one in routes if method in one.methods]
    return sorted({path for path in found if path not in OPEN and not path.startswith("/assets")})


def _filled(path: str, reader: Reader, number: str) -> str:
    ledger = reader.home.rpartition("/")[2]
    path = path.replace("{ledger_id}", ledger).replace("{verb}", "delete")
    return re.sub(r"\{\w+\}", number, path)


async def _furnished(app: FastAPI) -> tuple[Reader, str]:
    """Somebody whose ledger has something on every page, all of it called as an attack."""
    ann = await newcomer(app, "en", display_name=EVIL)
    await ann.send("/record", text="cake 5, coffee 4.50")
    entry = next(link for link in ann.parsed.links if re.search(r"/entries/\d+$", link))
    await ann.go(entry)
    await ann.send(entry, description=EVIL, memo=EVIL, payment_method=EVIL)
    await ann.go(f"{ann.home}/categories")
    await ann.send("/categories", name=EVIL, emoji="<b>", kind="expense")
    await ann.go(f"{ann.home}/budgets")
    await ann.send("/budgets", amount="300")
    await ann.go(f"{ann.home}/settings")
    await ann.send(f"{ann.home}/settings", name=EVIL)
    await ann.go("/settings/access")
    await ann.send("/access/tokens", status=201, name=EVIL)
    return ann, entry.rpartition("/")[2]


def test_the_routes_are_found() -> None:
    assert "/ledgers/{ledger_id}" in _routes("GET")
    assert len(_routes("GET")) > 10
    assert len(_routes("POST")) > 20


async def test_nothing_written_runs_on_any_page_and_no_host_but_ours_is_named(app: FastAPI) -> None:
    ann, entry = await _furnished(app)
    seen = ""
    for path in _routes("GET"):
        html = await ann.go(_filled(path, ann, entry))
        seen += html
        assert EVIL not in html, path
        assert "<b>" not in re.findall(r'class="emoji"[^>]*>([^<]*<b>)?', html), path
        assert not re.search(r"\son\w+=|javascript:|<style|\sstyle=", html), path
        for address in ann.parsed.addresses:
            assert urlsplit(address).netloc in {"", "podo.test", "t.me"}, (path, address)
    assert "&lt;script&gt;" in seen
    searched = await ann.go(f"{ann.home}/entries?q={EVIL}&from={EVIL}", status=422)
    assert EVIL not in searched


async def test_every_page_has_its_headers(app: FastAPI, ann: Reader) -> None:
    for path in ["/register", "/nowhere", ann.home, "/settings"]:
        answer = await ann.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_strangers_session_opens_no_page_and_sends_no_form(app: FastAPI) -> None:
    ann, entry = await _furnished(app)
    stranger = await newcomer(app, "en")
    csrf = dict(stranger.form("/record").fields)["csrf"]
    for path in _routes("GET"):
        if "{ledger_id}" in path:
            answer = await stranger.client.get(_filled(path, ann, entry))
            assert answer.status_code == 404, path
            assert "cake" not in answer.text
    for path in _routes("POST"):
        if "{ledger_id}" in path:
            answer = await stranger.client.post(_filled(path, ann, entry), data={"csrf": csrf})
            assert answer.status_code == 404, path
    mine = stranger.home.rpartition("/")[2]
    for path in ("entries/{}", "entries/{}/delete", "categories/{}/archive", "budgets/{}/delete"):
        where = f"/ledgers/{mine}/{path.format(entry)}"
        answer = await stranger.client.post(where, data={"csrf": csrf, "amount": "1", "revision": "1"})
        assert answer.status_code in {404, 422}, (where, answer.status_code)
    assert EVIL.replace("<", "&lt;").replace(">", "&gt;") in await ann.go(f"{ann.home}/entries/{entry}")


async def test_without_a_session_every_page_asks_to_sign_in(app: FastAPI) -> None:
    ann, entry = await _furnished(app)
    nobody = await visitor(app)
    for method in ("GET", "POST"):
        for path in _routes(method):
            answer = await nobody.client.request(method, _filled(path, ann, entry))
            assert answer.status_code == 401, (method, path)
            assert "Sign in" in answer.text


async def test_no_form_is_taken_without_its_token(app: FastAPI, ann: Reader) -> None:
    html = ann.html
    stranger = await newcomer(app, "en")
    foreign = dict(stranger.form("/record").fields)["csrf"]
    for path in _routes("POST"):
        for token in ("", "wrong", foreign):
            answer = await ann.client.post(_filled(path, ann, "1"), data={"csrf": token, "text": "cake 5"})
            assert answer.status_code == 403, (path, answer.status_code)
    for path in ("/register", "/sign-in", "/language"):
        nobody = await visitor(app)
        await nobody.go("/sign-in")
        assert (await nobody.client.post(path, data={"csrf": foreign})).status_code == 403
    assert "cake" not in await ann.go(ann.home)
    assert html


async def test_a_form_of_another_site_is_not_offered_again(app: FastAPI, ann: Reader) -> None:
    answer = await ann.client.post(
        f"{ann.home}/record", data={"text": "planted 5"}, headers={"Origin": "https://evil.test"}
    )
    assert answer.status_code == 403
    assert "planted" not in answer.text
    nobody = await visitor(app)
    answer = await nobody.client.post(
        f"{ann.home}/record", data={"text": "planted 5"}, headers={"Origin": "https://evil.test"}
    )
    assert "planted" not in answer.text


async def test_cookies_are_out_of_reach(app: FastAPI, ann: Reader) -> None:
    await ann.go("/settings")
    await ann.send("/sign-out")
    await ann.go("/sign-in")
    form = dict(ann.form("/sign-in").fields)
    answer = await ann.client.post(
        "/sign-in", data=form | {"email": ann.email, "password": "correct horse battery"}
    )
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("podo_session"))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie  # the tests' address has no TLS


async def test_behind_tls_cookies_and_headers_say_so(app: FastAPI) -> None:
    site = app.state.site
    settings = site.settings.model_copy(update={"public_url": "https://podo.test"})
    safe = create_app(settings, database=site.database, clock=site.clock)
    answer = await browser(safe, **HTML).get("/sign-in")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert all("Secure" in one for one in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
async def test_programs_are_answered_in_json(app: FastAPI, accept: str) -> None:
    answer = await browser(app).get("/nowhere", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/problem+json"
    answer = await browser(app).get("/api/v1/nowhere", headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "application/problem+json"


async def test_files_are_kept_for_good_under_names_that_change(app: FastAPI) -> None:
    reader = await visitor(app)
    await reader.go("/")
    for address in reader.parsed.addresses:
        if address.startswith("/assets/"):
            answer = await reader.client.get(address)
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
    assert (await reader.client.get("/assets/app.css")).status_code == 404
    manifest = (await reader.client.get("/manifest.webmanifest")).json()
    for icon in manifest["icons"]:
        assert (await reader.client.get(icon["src"])).status_code == 200


async def test_a_viewers_session_changes_nothing(app: FastAPI) -> None:
    ann, entry = await _furnished(app)
    viewer = await newcomer(app, "en")
    path = await invite(ann, "viewer")
    await viewer.go(path)
    await viewer.send(path)
    await viewer.go("/settings")
    csrf = dict(viewer.form("/sign-out").fields)["csrf"]
    filled = {"csrf": csrf, "text": "cake 5", "amount": "1", "revision": "1", "name": "x", "role": "owner",
              "kind": "expense", "category": "1", "entry": entry, "currency": "VND", "rate": "1",
              "period": "daily", "rollover": "none", "emoji": "x", "move_to": "1", "timezone": "UTC",
              "month_start_day": "1", "month_start_shift": "none", "way": "down",
              "week_start": "monday"}  # fmt: skip
    found = re.search(r"/categories/(\d+)/order", await ann.go(f"{ann.home}/categories"))
    assert found
    category = found[1]
    before = await ann.go(f"{ann.home}/entries")
    done = {}
    for route in _routes("POST"):
        if "{ledger_id}" in route and not route.endswith("/preview"):
            number = category if "/categories/" in route else "999999" if "/people/" in route else entry
            where = _filled(route, ann, number)
            done[route] = (await viewer.client.post(where, data=filled)).status_code
    assert {route: status for route, status in done.items() if status != 403} == {}
    after = await ann.go(f"{ann.home}/entries")
    assert after.count("entry-link") == before.count("entry-link")

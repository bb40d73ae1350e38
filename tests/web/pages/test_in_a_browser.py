"""The pages in a real browser: Debian's Chromium, which asks no host but ours."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from backend.kit.clock import Clock
from backend.main import create_app
from backend.settings import Settings
from tests.web.client import PASSWORD
from tests.web.pages.test_miniapp import TOKEN, signed

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
NOON = datetime(2026, 11, 21, 3, tzinfo=UTC)
WORDS = {
    "ko": {"text": "어제 택시 1만8천원", "amount": "18,000원", "undone": "되돌렸어요.", "locale": "ko-KR"},
    "en": {"text": "yesterday taxi 18", "amount": "$18.00", "undone": "Undone.", "locale": "en-US"},
}

pytestmark = pytest.mark.xdist_group("chromium")


@asynccontextmanager
async def serving(url: str, clock: Clock = lambda: NOON, **settings: str) -> AsyncIterator[str]:
    """Serve the application on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(Settings(database_url=url, public_url=address, **settings), clock=clock)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=2))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listener]))
            while not server.started:  # noqa: ASYNC110 - uvicorn tells it by an attribute alone
                await asyncio.sleep(0.02)
            try:
                yield address
            finally:
                server.should_exit = True


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the browser."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


class Watched:
    """What a browser complained about, and where it wanted to go besides our address."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.complaints: list[str] = []
        self._address = address
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.complaints.append(f"asked for {request.url}")


async def register(page: Page, address: str, email: str) -> str:
    """Make an account on the page; answers where its ledger is."""
    await page.goto(f"{address}/register")
    await page.fill("#email", email)
    await page.fill("#password", PASSWORD)
    await page.click("main .button")
    await page.wait_for_url("**/ledgers/*")
    return page.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_register_record_see_undo(sqlite_url: str, size: Any, language: str, script: bool) -> None:
    words = WORDS[language]
    async with serving(sqlite_url) as address, chromium() as browser:
        context = await browser.new_context(
            viewport=size,
            locale=words["locale"],
            timezone_id="Asia/Seoul" if language == "ko" else "America/New_York",
            java_script_enabled=script,
        )
        watched = Watched(context, address)
        page = await context.new_page()
        home = await register(page, address, "ann@example.com")
        await page.fill("#text", words["text"])
        if script:
            await expect(page.locator(".draft .amount")).to_have_text(words["amount"])
        await page.press("#text", "Enter")
        await expect(page.locator(".entries .amount")).to_contain_text(words["amount"])
        if script:
            await page.click(".entry-link")
            await expect(page.locator(".entry #edit #description")).to_be_focused()
            await page.click(".entry-link")
        await page.click(".said button")
        await expect(page.locator(".said")).to_contain_text(words["undone"])
        await expect(page.locator(".entries")).to_have_count(0)
        for path in ("/entries", "/budgets", "/reports", "/settings", "/categories"):
            await page.goto(home + path)
            wide = await page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth") if script else 0
            assert wide == 0, path
        assert watched.complaints == []


async def test_a_second_visit_asks_for_nothing_but_the_page(sqlite_url: str) -> None:
    async with serving(sqlite_url) as address, chromium() as browser:
        context = await browser.new_context(viewport=PHONE, service_workers="block")
        page = await context.new_page()
        home = await register(page, address, "ann@example.com")
        await page.goto(home)
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        over_the_wire: list[str] = []
        session.on(
            "Network.responseReceived",
            lambda event: (
                over_the_wire.append(event["response"]["url"])
                if not event["response"].get("fromDiskCache")
                else None
            ),
        )
        served: list[str] = []
        session.on("Network.requestServedFromCache", lambda event: served.append(event["requestId"]))
        await page.goto(f"{home}/entries")
        assert len(over_the_wire) - len(served) <= 2, over_the_wire


async def test_what_is_written_is_there_after_the_network_failed(sqlite_url: str) -> None:
    async with serving(sqlite_url) as address, chromium() as browser:
        context = await browser.new_context(viewport=PHONE, locale="en-US")
        page = await context.new_page()
        home = await register(page, address, "ann@example.com")
        await page.wait_for_function("() => navigator.serviceWorker.controller")
        await context.set_offline(True)
        await page.goto(home)
        await expect(page.locator("h1")).to_have_text("No connection")
        await context.set_offline(False)
        await page.goto(home)
        await expect(page.locator("#text")).to_be_visible()


async def test_a_page_notices_that_telegram_is_linked(sqlite_url: str) -> None:
    async with serving(sqlite_url) as address, chromium() as browser:
        context = await browser.new_context(viewport=PHONE, locale="en-US")
        page = await context.new_page()
        await register(page, address, "ann@example.com")
        await page.goto(f"{address}/settings/telegram")
        await page.click("main .button")
        await expect(page.locator(".code")).to_contain_text("/link")
        await page.route("**/settings/telegram/state", lambda route: route.fulfill(json={"state": "linked"}))
        async with page.expect_navigation(url="**/settings/telegram"):
            pass


async def test_a_form_that_met_no_network_is_not_sent_twice(sqlite_url: str) -> None:
    async with serving(sqlite_url) as address, chromium() as browser:
        context = await browser.new_context(viewport=PHONE, locale="en-US", service_workers="block")
        page = await context.new_page()
        home = await register(page, address, "ann@example.com")
        await page.fill("#text", "cake 5")
        await expect(page.locator(".draft")).to_have_count(1)

        async def lose_the_answer(route: Any) -> None:
            await route.fetch()
            await route.abort()

        await page.route("**/record", lose_the_answer)
        await page.press("#text", "Enter")
        await expect(page.locator(".lost")).to_contain_text("The connection failed.")
        await expect(page.locator("#text")).to_have_value("cake 5")
        await page.goto(f"{home}/entries")
        await expect(page.locator(".entry")).to_have_count(1)


async def test_the_frame_follows_what_a_form_changed(sqlite_url: str) -> None:
    async with serving(sqlite_url) as address, chromium() as browser:
        context = await browser.new_context(viewport=DESKTOP, locale="en-US")
        page = await context.new_page()
        await register(page, address, "ann@example.com")
        await page.goto(f"{address}/settings")
        await page.select_option("#locale", "ko")
        await page.click("form[action='/settings'] .button")
        await expect(page.locator(".tabs")).to_contain_text("내역")
        assert await page.get_attribute("html", "lang") == "ko"


async def test_the_mini_app_signs_in_and_wears_telegrams_colours(sqlite_url: str) -> None:
    theme = quote('{"bg_color":"#102030","text_color":"#ffffff"}')
    async with serving(sqlite_url, telegram_bot_token=TOKEN) as address, chromium() as browser:
        context = await browser.new_context(viewport=PHONE, locale="ko-KR")
        watched = Watched(context, address)
        page = await context.new_page()
        data = quote(signed(NOON))
        await page.goto(f"{address}/app#tgWebAppData={data}&tgWebAppThemeParams={theme}")
        await page.wait_for_url("**/ledgers/*")
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 32, 48)"
        assert watched.complaints == []

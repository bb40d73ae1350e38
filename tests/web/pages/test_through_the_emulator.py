"""A household's first evening: the browser and the chat on one ledger, over a Bot API emulator."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from backend.kit.clock import system_clock
from backend.settings import Settings
from bot.main import run_bot
from bot.wake import Bells
from tests.databases import SqliteDatabases
from tests.end_to_end.emulator import TOKEN, Emulator, running_emulator, wait_for
from tests.web.pages.test_in_a_browser import DESKTOP, PHONE, Watched, chromium, register, serving

pytestmark = [
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(shutil.which("npm") is None, reason="the emulator needs npm"),
]

CHATS = count(7001)
expect.set_options(timeout=15_000)  # several households share a machine that may be busy
WORDS = {
    "ko": {
        "locale": "ko-KR",
        "zone": "Asia/Seoul",
        "first": "택시 1만8천원",
        "budget": "300000",
        "left": "남은 돈 282,000원",
        "chat": "커피 4500",
        "amount": "4,500원",
        "both": "22,500원",
        "one": "18,000원",
    },
    "en": {
        "locale": "en-US",
        "zone": "America/New_York",
        "first": "taxi 18",
        "budget": "300",
        "left": "$282.00 left",
        "chat": "coffee 4.50",
        "amount": "$4.50",
        "both": "$22.50",
        "one": "$18.00",
    },
}


@dataclass
class Evening:
    """Everything that runs: pages and bot on one database, Telegram's stand-in, and a browser."""

    address: str
    emulator: Emulator
    browser: Browser

    async def says(self, chat_id: int, text: str) -> dict[str, Any]:
        """Write to the bot and wait for its answer."""
        before = len(self.emulator.said(chat_id))
        self.emulator.say(chat_id, text)
        await asyncio.to_thread(
            wait_for, lambda: len(self.emulator.said(chat_id)) > before, 10, f"answer to {text}"
        )
        return self.emulator.said(chat_id)[-1]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="module")
async def evening(sqlite_databases: SqliteDatabases, emulator: Emulator) -> AsyncIterator[Evening]:
    url = sqlite_databases.make()
    telegram = {"telegram_bot_token": TOKEN, "telegram_api_url": emulator.url}
    bells = Bells()
    async with serving(url, system_clock, **telegram) as address, chromium() as browser:
        settings = Settings(database_url=url, public_url=address, **telegram)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(run_bot(settings, bells))
            yield Evening(address, emulator, browser)
            bells.stop()
    sqlite_databases.drop(url)


async def link(page: Page, evening: Evening, chat_id: int, *, script: bool) -> None:
    """Link the chat by the code that the page shows; the page notices by itself, or when it is looked at."""
    await page.goto(f"{evening.address}/settings/telegram")
    await page.click("main form .button")
    code = re.search(r"/link \w{8}", await page.inner_text(".code"))
    assert code
    await evening.says(chat_id, code[0])
    evening.emulator.press(chat_id, "1:L:1")
    if not script:
        async with asyncio.timeout(10):
            while not await _is_linked(page, evening):  # noqa: ASYNC110 - another process says so
                await asyncio.sleep(0.05)
        await page.goto(f"{evening.address}/settings/telegram")
    await expect(page.locator("form[action='/settings/telegram/unlink']")).to_be_visible()


async def _is_linked(page: Page, evening: Evening) -> bool:
    answer = await page.request.get(f"{evening.address}/settings/telegram/state")
    return bool((await answer.json())["state"] == "linked")


async def test_browser_and_chat_keep_one_ledger(evening: Evening) -> None:
    """Two households at the same time: a Korean phone with scripts, an English desktop without."""
    await asyncio.gather(
        _live(evening, PHONE, "ko", script=True),
        _live(evening, DESKTOP, "en", script=False),
    )


async def _live(evening: Evening, size: Any, language: str, *, script: bool) -> None:
    words, chat_id = WORDS[language], next(CHATS)
    context = await evening.browser.new_context(
        viewport=size, locale=words["locale"], timezone_id=words["zone"], java_script_enabled=script
    )
    watched = Watched(context, evening.address)
    page = await context.new_page()
    home = await register(page, evening.address, f"ann{chat_id}@example.com")

    await page.fill("#text", words["first"])
    await page.press("#text", "Enter")
    await expect(page.locator(".entries .amount")).to_have_count(1)

    await page.goto(f"{home}/budgets")
    await page.fill("#new #amount", words["budget"])
    await page.click("#new .button")
    await expect(page.locator(".budget-head .left")).to_have_text(words["left"])

    await link(page, evening, chat_id, script=script)
    answer = await evening.says(chat_id, words["chat"])
    assert words["amount"] in answer["text"]
    await page.goto(home)
    await expect(page.locator(".entries .amount")).to_have_count(2)
    await expect(page.locator(".entries .amount", has_text=words["amount"])).to_have_count(1)
    await page.goto(f"{home}/reports")
    await expect(page.locator(".figure.main strong")).to_have_text(words["both"])

    await evening.says(chat_id, "/undo")
    await page.goto(home)
    await expect(page.locator(".entries .amount")).to_have_count(1)
    await page.goto(f"{home}/reports")
    await expect(page.locator(".figure.main strong")).to_have_text(words["one"])
    assert watched.complaints == []
    await context.close()


async def test_the_bots_link_opens_the_pages_with_one_press(evening: Evening) -> None:
    await asyncio.gather(_enter(evening, script=True), _enter(evening, script=False))


async def _enter(evening: Evening, *, script: bool) -> None:
    chat_id = next(CHATS)
    await evening.says(chat_id, "커피 4500")
    answer = await evening.says(chat_id, "/web")
    found = re.search(rf"{evening.address}/enter/[\w-]+", str(answer))
    assert found, answer
    context = await evening.browser.new_context(viewport=PHONE, locale="ko-KR", java_script_enabled=script)
    watched = Watched(context, evening.address)
    page = await context.new_page()
    await page.goto(found[0])
    await expect(page.locator("h1")).to_have_text("지민 님으로 로그인할까요?")
    await page.click("main .button")
    await expect(page.locator(".entries .amount")).to_contain_text("4,500원")
    assert watched.complaints == []
    used = await page.goto(found[0])
    assert used is not None
    assert used.status == 410
    await expect(page.locator("main")).to_contain_text("/web")
    await context.close()


async def test_a_finger_that_presses_twice_records_once(evening: Evening) -> None:
    context = await evening.browser.new_context(
        viewport=PHONE, locale="en-US", java_script_enabled=False, timezone_id="America/New_York"
    )
    page = await context.new_page()
    home = await register(page, evening.address, "twice@example.com")
    await page.fill("#text", "cake 5")
    await page.locator(".talk .button").first.dblclick()
    await expect(page.locator(".said")).to_be_visible()
    await page.goto(f"{home}/entries")
    await expect(page.locator(".entry")).to_have_count(1)
    await context.close()

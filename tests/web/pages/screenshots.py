"""Photographs every page, light and dark, phone and desktop, in both languages: `make screenshots`."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page

from backend.schema import prepare
from tests.web.client import PASSWORD
from tests.web.pages.test_in_a_browser import DESKTOP, PHONE, chromium, serving

FOLDER = Path(__file__).parents[3] / "screenshots"
TEXTS = {
    "ko": [
        "9월 20일 옷 120000",
        "10월 5일 월세 65만원",
        "10월 12일 마트 88000",
        "11월 1일 월급 320만원",
        "11월 3일 월세 65만원",
        "11월 9일 병원 23,000원",
        "그제 이마트 장보기 52,300원",
        "어제 택시 1만8천원, 김밥 8000",
        "커피 4500",
    ],
    "en": [
        "September 20 clothes 80",
        "October 5 rent 900",
        "October 12 groceries 88",
        "November 1 salary 3200",
        "November 3 rent 900",
        "November 9 doctor 45",
        "2 days ago groceries 52.30",
        "yesterday taxi 18, lunch 12.50",
        "coffee 4.50",
    ],
}
BUDGETS = {"ko": ["1000000", "5000"], "en": ["1500", "10"]}


async def furnish(page: Page, address: str, language: str) -> dict[str, str]:
    """Fill a ledger as a household would; answers what there is to photograph."""
    await page.goto(f"{address}/register")
    await page.fill("#email", f"{language}@example.com")
    await page.fill("#password", PASSWORD)
    await page.fill("#display_name", "민지" if language == "ko" else "Ann")
    await page.click("main .button")
    await page.wait_for_url("**/ledgers/*")
    home = page.url
    for text in TEXTS[language]:
        await page.fill("#text", text)
        await page.click(".talk .button")
    await page.goto(f"{home}/budgets")
    for number, amount in enumerate(BUDGETS[language]):
        await page.select_option("#new #category", index=number)
        await page.fill("#new #amount", amount)
        await page.click("#new .button")
    await page.goto(home)
    await page.goto(address + str(await page.get_attribute(".entry-link", "href")))
    await page.select_option("#category", index=5)
    await page.click("#edit .button")
    await page.goto(f"{home}/rates")
    await page.fill("#currency", "VND")
    await page.fill("#rate", "0.053" if language == "ko" else "0.00004")
    await page.click("main form .button")
    await page.goto(f"{home}/settings")
    await page.click("form[action$='/people/invite'] .button")
    join = await page.inner_text("#invitation")
    await page.goto(home)
    entry = await page.get_attribute(".entry-link", "href")
    return {
        "home": home,
        "entries": f"{home}/entries",
        "choosing": f"{home}/entries?choose=1",
        "searched": f"{home}/entries?q=zzz&kind=expense",
        "entry": f"{address}{entry}",
        "budgets": f"{home}/budgets",
        "reports": f"{home}/reports",
        "year": f"{home}/reports?period=yearly",
        "categories": f"{home}/categories",
        "ledger": f"{home}/settings?month_start_day=25",
        "merging": f"{home}/categories?merge=1",
        "rates": f"{home}/rates",
        "lessons": f"{home}/lessons",
        "ledgers": f"{address}/settings/ledgers",
        "settings": f"{address}/settings",
        "access": f"{address}/settings/access",
        "telegram": f"{address}/settings/telegram",
        "leave": f"{address}/settings/leave",
        "delete": f"{home}/settings/delete",
        "missing": f"{address}/nowhere",
        "join": join,
    }


async def photograph(browser: Browser, address: str, language: str) -> None:
    """Go through all pages in one language."""
    locale, zone = ("ko-KR", "Asia/Seoul") if language == "ko" else ("en-US", "America/New_York")
    context = await browser.new_context(locale=locale, timezone_id=zone, java_script_enabled=False)
    page = await context.new_page()
    outside = {"front": "", "register": "register", "sign-in": "sign-in", "offline": "offline"}
    for name, path in outside.items():
        await _each(page, name, f"{address}/{path}", language)
    inside = await furnish(page, address, language)
    guest = await browser.new_context(locale=locale, java_script_enabled=False)
    await _each(await guest.new_page(), "join", inside.pop("join"), language)
    for name, url in inside.items():
        await _each(page, name, url, language)
    await page.goto(inside["ledger"])
    await page.click("form[action$='/people/invite'] .button")
    await page.locator("#people").screenshot(path=FOLDER / f"{language}-invitation.png")
    await page.goto(f"{address}/settings/telegram")
    await page.click("main .button")
    await page.screenshot(path=FOLDER / f"{language}-code.png")
    await context.close()


async def _each(page: Page, name: str, url: str, language: str) -> None:
    for size_name, size in (("phone", PHONE), ("desktop", DESKTOP)):
        await page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.goto(url)
            path = FOLDER / f"{language}-{name}-{size_name}-{scheme}.png"
            await page.screenshot(path=path, full_page=size_name == "phone")


async def main() -> None:
    """Start everything, and fill the folder anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/podo.db"
        await prepare(url)
        async with serving(url) as address, chromium() as browser:
            for language in TEXTS:
                await photograph(browser, address, language)


if __name__ == "__main__":
    asyncio.run(main())

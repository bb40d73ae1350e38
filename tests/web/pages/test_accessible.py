"""Everybody can use every page: axe-core finds nothing against any, in both themes."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.web.pages.screenshots import furnish
from tests.web.pages.test_in_a_browser import PHONE, chromium, serving

FOLDER = Path(__file__).parent / "axe"
SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async (rules) => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const found = await axe.run(rules ? { runOnly: rules } : {});
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
}"""
SCHEMES = {"light": None, "dark": ["color-contrast"]}
"""The rules to look by, None for all: a page is the same in the dark but for its colours."""

pytestmark = [
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(shutil.which("npm") is None, reason="axe-core comes from npm"),
]


@pytest.fixture(scope="session")
async def axe() -> str:
    """The checks, installed once beside their package file."""
    if not SCRIPT.exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
        done = await asyncio.create_subprocess_exec(*command, cwd=FOLDER)
        assert await done.wait() == 0
    return SCRIPT.read_text(encoding="utf-8")


async def test_no_page_keeps_anybody_out(sqlite_url: str, axe: str) -> None:
    async with serving(sqlite_url) as address, chromium() as browser:
        plain = await browser.new_context(locale="ko-KR", java_script_enabled=False)
        page = await plain.new_page()
        inside = await furnish(page, address, "ko")
        outside = {name: f"{address}/{name}" for name in ("", "register", "sign-in", "offline")}
        outside["join"] = inside.pop("join")
        found = []
        for pages, cookies in ((outside, []), (inside, await plain.cookies())):
            # The checks are a script of the test's own, which the pages' policy would refuse.
            context = await browser.new_context(locale="ko-KR", viewport=PHONE, bypass_csp=True)
            await context.add_cookies(cookies)  # type: ignore[arg-type]
            page = await context.new_page()
            for name, url in pages.items():
                await page.goto(url)
                await page.evaluate(axe)
                for scheme, rules in SCHEMES.items():
                    await page.emulate_media(color_scheme=scheme)
                    found += [f"{name} {scheme} {one}" for one in await page.evaluate(LOOK, rules)]
        assert found == []

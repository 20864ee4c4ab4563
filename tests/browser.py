"""A browser for tests of pages: Debian's Chromium, driven by Playwright, and axe for what eyes don't notice.

A test asks for the fixture ``browser`` (skipped where there is no Chromium). It lasts one module and no longer: while it is
open, Playwright keeps an event loop in this thread, and tests of notebooks need their own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        # Chromium's own sandbox can't be had as root, and the pages are ours.
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def open_page(browser: Browser, width: int = 1200, scheme: Scheme = "light") -> Page:
    """An empty page, of that width in pixels and in that colour scheme."""
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    ).new_page()
    page.set_default_timeout(15_000)
    return page


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical on the page as it is now, a line each; empty when all is well."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {violation['nodes'][0]['html']}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window: 0 when nothing must be scrolled sideways."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )

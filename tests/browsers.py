"""Debian's Chromium, driven by Playwright: real pages as a citizen sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
"""The first that is there is used: the same browser, built without windows, and with them."""
# Root may not use the sandbox; the rest keeps the browser from talking to its maker.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # what draws without one is a thread, not one more process
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
SECONDS_FOR_A_PAGE = 60
_AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not described: that takes longer than to find out
}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    program = next((path for path in CHROMIUM if path.exists()), None)
    if program is None:
        raise RuntimeError(f"{CHROMIUM[0]} is missing: ./test installs it, or says what to type")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def somebody(
    browser: Browser, *, language: str = "vi-VN", phone: bool = False, script: bool = True
) -> Iterator[Page]:
    """A fresh browser profile with one page; a script error or a broken content policy fails the test.

    Args:
        browser: See `chromium`.
        language: What the browser says its owner reads.
        phone: A screen of 360 pixels instead of a desk's.
        script: Whether JavaScript is on.
    """
    context = browser.new_context(
        locale=language,
        timezone_id="Asia/Ho_Chi_Minh",
        viewport=PHONE if phone else DESK,
        java_script_enabled=script,
    )
    context.set_default_timeout(SECONDS_FOR_A_PAGE * 1000)
    page = context.new_page()
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda message: complaints.extend(_complaint(message)))
    try:
        yield page
    finally:
        context.close()
    assert complaints == [], complaints


def axe(page: Page) -> list[str]:
    """What axe finds wrong with a page, one line per rule; needs JavaScript."""
    found = _AXE.run(page, options=RULES)
    return [
        f"{problem['id']}: {problem['help']}: {[node['html'][:120] for node in problem['nodes']]}"
        for problem in found.response["violations"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether a page is wider than the screen; needs JavaScript."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def _complaint(message: Any) -> list[str]:
    is_policy = "Content Security Policy" in message.text or "Refused to" in message.text
    return [f"{message.text} at {message.page.url}"] if is_policy else []

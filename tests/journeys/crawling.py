"""Finds every page that can be reached by links, and looks at each as a reader with difficulties would."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

from tests.browsers import axe, scrolls_sideways

MOST_PAGES = 120
MOST_ALIKE = 1
"""Pages whose addresses differ in an identifier only: the next unit looks like the one before."""

_IDENTIFIER = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/clients/)(?!new\b)[^/]+|(?<=/apps/)(?!new\b)[^/]+|(?<=/keys/)[^/]+(?=/)"
)


def reached_from(page: Page, start: str, within: str = "/") -> Iterator[str]:
    """Open every page of one origin that links lead to, each path once; its path, while it is open.

    Args:
        page: The browser.
        start: Where to begin.
        within: What the paths begin with that are looked at.
    """
    waiting, seen, alike = [start], {urlsplit(start).path}, Counter[str]()
    while waiting:
        assert len(seen) - len(waiting) <= MOST_PAGES, (
            f"so many pages that nobody would look at all: {waiting}"
        )
        address = waiting.pop(0)
        page.goto(address)
        for link in page.locator("a[href]:not([download])").evaluate_all(
            "links => links.map(link => link.href)"
        ):
            target = urljoin(address, link)
            is_ours = urlsplit(target).netloc == urlsplit(start).netloc
            is_ours = is_ours and urlsplit(target).path.startswith(within)
            if is_ours and urlsplit(target).path not in seen:
                seen.add(urlsplit(target).path)
                alike[shape := _IDENTIFIER.sub("…", urlsplit(target).path)] += 1
                waiting += [target] if alike[shape] <= MOST_ALIKE else []
        yield urlsplit(page.url).path
    assert not waiting, f"more pages than anybody looks at: {waiting}"


def complaints_about(page: Page, language: str) -> list[str]:
    """What is wrong with the open page for somebody who reads with a screen reader, or on a phone."""
    found = axe(page)
    if scrolls_sideways(page):
        found.append("it is wider than the screen")
    if (page.locator("html").get_attribute("lang") or "")[:2] != language:
        found.append(f"its language is not {language}")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"it has {headings} main headings")
    return found + _untied_errors(page)


def _untied_errors(page: Page) -> list[str]:
    """Fields in error that do not say so to a screen reader: axe does not notice them."""
    return page.locator(".field.bad").evaluate_all(
        """fields => fields.flatMap(field => {
            const control = field.querySelector('input, select, textarea');
            const told = control && control.getAttribute('aria-invalid') === 'true';
            const text = field.querySelector('.err');
            const group = field.getAttribute('aria-describedby') || '';
            const tied = (control && control.getAttribute('aria-describedby') || '') + ' ' + group;
            return told && text && tied.includes(text.id) ? [] : ['an error is not tied to ' + (control || {}).id];
        })"""
    )

"""The console by keyboard alone: Tab goes where the eye goes, every control is reached, and one sees where one is."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from idp.operators.rights import Role
from tests.browsers import DESK, PHONE, somebody
from tests.journeys.steps import enter_console, show_who, shown

pytestmark = pytest.mark.journey

_WATCH = """() => {
    window.stops = [];
    document.addEventListener("focusin", event => {
        const it = event.target, box = it.getBoundingClientRect(), style = getComputedStyle(it);
        const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
        window.stops.push({
            name: it.id || it.name || (it.innerText || "").trim().slice(0, 40) || it.tagName,
            left: box.left + scrollX, top: box.top + scrollY, right: box.right + scrollX, bottom: box.bottom + scrollY,
            isSeen: !!middle && (it.contains(middle) || middle.contains(it)),
            isMarked: it.matches(":focus-visible") && style.outlineStyle !== "none"
                && parseFloat(style.outlineWidth) >= 2,
        });
    });
}"""
_CONTROLS = """() => {
    const groups = new Set(), found = [];
    for (const it of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
        if (it.disabled || it.type === "hidden" || it.tabIndex < 0 || !it.checkVisibility()) continue;
        if (it.type === "radio") { if (groups.has(it.name)) continue; groups.add(it.name); }
        found.push(it.id || it.name || (it.innerText || "").trim().slice(0, 40) || it.tagName);
    }
    return found;
}"""
_PARTS_OF_A_DATE = 6
"""The Tab key stops at day, month, year, hour, minute and the calendar; the page hears of the first only."""

_SAME_LINE = 12
"""Pixels by which controls of one line may stand apart: a small button beside a large field."""


def walked(page: Page) -> tuple[list[dict[str, Any]], list[str]]:
    """Every stop of the Tab key on a page, and every control there is."""
    controls: list[str] = page.evaluate(_CONTROLS)
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.evaluate(_WATCH)
    for _ in range(len(controls) + _PARTS_OF_A_DATE * page.locator("input[type^=date]").count()):
        page.keyboard.press("Tab")
        if page.evaluate("window.stops.length") >= len(controls):
            break
    return page.evaluate("window.stops"), controls


def goes_on(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a stop comes after another for whoever reads: further down, further right, or in the next column."""
    is_lower = after["top"] >= before["top"] + _SAME_LINE
    is_beside = abs(after["top"] - before["top"]) < _SAME_LINE and after["left"] >= before["left"]
    is_in_line = after["top"] < before["bottom"] and after["left"] >= before["left"]
    return is_lower or is_beside or is_in_line or after["left"] >= before["right"]


def complaints(page: Page) -> list[str]:
    """What is wrong with the way through a page."""
    stops, controls = walked(page)
    names = [stop["name"] for stop in stops]
    return [
        *(f"{name} is not reached" for name in controls if name not in names),
        *(f"{stop['name']} is hidden" for stop in stops if not stop["isSeen"]),
        *(f"{stop['name']} is not marked" for stop in stops if not stop["isMarked"]),
        *(
            f"{after['name']} comes after {before['name']}"
            for before, after in pairwise(stops)
            if not goes_on(before, after)
        ),
    ]


def enter_by_keyboard(page: Page, demo: Any) -> None:
    """Sign in without touching anything but keys."""
    who = demo.administrator()
    page.focus("#username")
    for typed in (who.login, who.password, who.app.code()):
        page.keyboard.type(typed)
        if page.evaluate("document.activeElement.id") == "otp":
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Tab")
            while page.evaluate("document.activeElement.tagName") != "INPUT":
                page.keyboard.press("Tab")
    page.locator("form.leave").wait_for()


def go_by_keyboard(page: Page, control: str) -> None:
    """Go to a control with the Tab key."""
    for _ in page.evaluate(_CONTROLS):
        page.keyboard.press("Tab")
        if page.evaluate("control => document.activeElement.matches(control)", control):
            return
    raise AssertionError(f"{control} is not reached")


def press_by_keyboard(page: Page, button: str) -> None:
    """Go to a button with the Tab key, and press it with Enter."""
    go_by_keyboard(page, button)
    page.keyboard.press("Enter")


def a_request(page: Page, demo: Any) -> str:
    """The address of something that waits for a second person."""
    page.goto(f"{demo.provider}/admin/keys/rotate")
    page.locator("main form textarea, main form input[type=text]").first.fill("Thử bàn phím")
    page.locator("main form .actions button").first.click()
    page.goto(f"{demo.provider}/admin/requests")
    return page.locator("main a[href*='/admin/requests/']").first.get_attribute("href") or ""


def test_the_list_of_the_coach_is_walked_by_the_tab_key(demo, browser):
    with somebody(browser) as page:
        enter_console(page, demo)
        answer = page.goto(f"{demo.provider}/developers/apps/kham-thu/coach")

        assert answer is not None
        assert answer.status == 200
        assert complaints(page) == []


def test_the_way_of_the_tab_key_is_the_way_of_the_eye(demo, browser):
    with somebody(browser) as page:
        page.goto(f"{demo.provider}/admin/sign-in")
        found = {"sign-in": complaints(page)}
        enter_by_keyboard(page, demo)
        request = a_request(page, demo)
        pages = (
            "/admin/clients",
            "/admin/clients/portal",
            "/admin/clients/portal/edit",
            "/admin/audit",
            "/admin/citizens",
            request,
        )
        for address in pages:
            page.goto(demo.provider + address)
            shown(page, "main")
            found[address] = complaints(page)
        page.set_viewport_size(PHONE)
        page.goto(f"{demo.provider}/admin/clients/portal/edit")
        found["edit, on a phone"] = complaints(page)
        page.set_viewport_size(DESK)
        page.goto(demo.provider + request)
        press_by_keyboard(page, "form[action$='/withdraw'] button")
        page.locator("form[action$='/withdraw']").wait_for(state="detached")

    assert {address: said for address, said in found.items() if said} == {}


def test_a_request_is_decided_and_an_application_suspended_by_keys_alone(demo, browser):
    approver = demo.an_operator("phim", Role.APPROVER)
    with somebody(browser) as lan, somebody(browser) as second:
        enter_console(lan, demo)
        second.goto(demo.provider + a_request(lan, demo))
        show_who(second, approver)
        go_by_keyboard(second, "form[action$='/decide'] textarea")
        second.keyboard.type("Chưa cần")
        press_by_keyboard(second, "form[action$='/decide'] button[value=reject]")
        second.locator("form[action$='/decide']").wait_for(state="detached")

        second.goto(f"{demo.provider}/admin/clients/health")
        for act, then in (("suspend", "resume"), ("resume", "suspend")):
            press_by_keyboard(second, f"#{act} button")
            second.locator(f"#{then} button").wait_for()

"""Somebody is invited, opens the letter, makes a passkey in a real browser, and signs in with nothing but that."""

import re

import pytest
from playwright.sync_api import Page

from tests.browsers import axe, scrolls_sideways, somebody
from tests.journeys.steps import enter_console
from tests.waiting import until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

ADDRESS = "quynh@soyte.anlien.example"


def with_authenticator(page: Page) -> None:
    """Give the browser a built-in authenticator whose owner always shows a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def link_to(demo, address: str) -> str:
    message = until(lambda: demo.messages(address), what=f"a letter to {address}")[0]
    return re.search(r"http\S+\?link=\S+", message["text"]).group()


def is_for_everybody(page: Page) -> None:
    assert axe(page) == []
    assert not scrolls_sideways(page)


def test_from_an_invitation_to_a_sign_in_by_passkey(demo, browser):
    with somebody(browser) as administrator:
        enter_console(administrator, demo)
        administrator.goto(f"{demo.provider}/admin/operators/invite")
        administrator.fill("#email", ADDRESS)
        administrator.select_option("#role", "unit_administrator")
        administrator.select_option("#unit", "Sở Y tế")
        administrator.click("#invite-submit")
        administrator.wait_for_url("**/admin/operators")
        assert ADDRESS in administrator.locator("main").inner_text()

    with somebody(browser, phone=True) as page:
        with_authenticator(page)
        page.goto(link_to(demo, ADDRESS))
        assert "link=" not in page.url
        is_for_everybody(page)
        page.fill("#username", "quynh")
        page.fill("#password", "chín con cá lội ngược dòng sông")
        page.click("#enrol-next")

        page.wait_for_url("**/admin/enrol/factor")
        is_for_everybody(page)
        page.fill("#enrol-passkey #name", "điện thoại")
        page.click("#enrol-passkey button")
        page.wait_for_url("**/admin/sign-in")
        is_for_everybody(page)

        page.click("#passkey-login button")
        page.locator("form.leave").wait_for()
        assert "quynh" in page.locator("form.leave").inner_text()
        page.goto(f"{demo.provider}/admin/me")
        assert page.locator("#rename-1").input_value() == "điện thoại"
        is_for_everybody(page)

        page.goto(f"{demo.provider}/admin/confirm?then=/admin/me/app")
        page.click("#passkey-confirm button")
        page.locator("#set-app").wait_for()
        is_for_everybody(page)


def test_a_developer_signs_up_without_script(demo, browser):
    with somebody(browser, script=False) as page:
        page.goto(f"{demo.provider}/developers/sign-up")
        page.fill("#email", "dev@sotaichinh.anlien.example")
        page.click("#sign-up-submit")
        page.goto(link_to(demo, "dev@sotaichinh.anlien.example"))
        assert "Sở Tài chính" in page.locator("main").inner_text()
        assert not page.locator("#enrol-passkey").is_visible()


def test_a_browser_that_refuses_says_so(demo, browser):
    with somebody(browser) as page:
        page.goto(f"{demo.provider}/admin/sign-in")
        page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
        page.click("#passkey-login button")
        page.locator("#passkey-login [data-failed]").wait_for(state="visible")
        page.locator("#admin-login").wait_for(state="visible")

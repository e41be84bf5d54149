"""An application is suspended: whoever is signed in to it is signed out at once, and the others notice nothing."""

import pytest

from tests.browsers import somebody
from tests.journeys.steps import agree, enter_console, is_signed_in, shown, sign_in
from tests.waiting import until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def test_people_are_signed_out_of_a_suspended_application(demo, browser):
    citizen = demo.somebody_new(with_app=False)
    with somebody(browser) as visitor, somebody(browser, phone=True) as lan:
        for address in (f"{demo.health}/sign-in", f"{demo.land}/sign-in"):
            visitor.goto(address)
            if shown(visitor, "op-login", "consent-allow", "citizen-name") == "op-login":
                sign_in(visitor, citizen)
            agree(visitor, "citizen-name")
        enter_console(lan, demo)

        press(lan, demo, "suspend")
        try:
            until(
                lambda: not is_signed_in(visitor, demo.health), what="the health department has heard of it"
            )
            assert is_signed_in(visitor, f"{demo.land}/parcels")
            visitor.goto(f"{demo.health}/sign-in")
            visitor.locator("#op-error").wait_for()
            assert visitor.locator("#op-error .ref").inner_text()
        finally:
            press(lan, demo, "resume")

        visitor.goto(f"{demo.health}/sign-in")
        agree(visitor, "citizen-name")


def press(page, demo, act):
    """Suspend or resume the health department in the console."""
    page.goto(f"{demo.provider}/admin/clients/health")
    page.click(f"#{act} button")
    page.locator("p.note.good").wait_for()

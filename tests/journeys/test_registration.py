"""A citizen makes an account from an application: contact, notice, proofing, password, app, codes, and back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.authenticator import Authenticator, SignsIn
from tests.journeys.conftest import PROFILES
from tests.journeys.steps import agree, enter_code, shown, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

PEOPLE = dict(
    zip(
        PROFILES,
        [
            ("098190000103", "nguyễn thị hoà", (8, 3, 1990), "0990000103"),
            ("098083000117", "HỒ LÝ", (1, 8, 1983), "0990000117"),
            ("098079000115", "Thạch Sa Rây", (14, 4, 1979), "0990000115"),
            ("098187000122", "Mai Thu Hằng", (24, 12, 1987), "0990000122"),
        ],
        strict=True,
    )
)
PASSWORD = "ghe xuoi mai day song Tien"


def keep_codes(traveller):
    """Read the recovery codes and say that they are kept."""
    codes = traveller.locator(".codes code")
    codes.first.wait_for()
    assert len(set(codes.all_inner_texts())) >= 8
    traveller.check("#kept")
    press(traveller)


def test_a_citizen_registers_from_the_portal_and_comes_back_signed_in(demo, traveller, profile):
    number, name, born, phone = PEOPLE[profile]
    traveller.goto(f"{demo.portal}/sign-in")
    shown(traveller, "op-login")
    traveller.click("main a[href*='/register']")
    traveller.click("main a.btn[href*='/register/contact']")

    traveller.fill("#contact", phone)
    press(traveller)
    traveller.fill("#otp", demo.code_sent_to("+84" + phone[1:]))
    press(traveller)
    traveller.check("#read")
    press(traveller)
    traveller.fill("#number", number)
    traveller.fill("#name", name)
    for part, value in zip(("d", "m", "y"), born, strict=True):
        traveller.fill(f"#birth-{part}", str(value))
    press(traveller)
    expect(traveller.locator("main .note.good")).to_have_count(1)
    press(traveller)
    traveller.fill("#password", PASSWORD)
    press(traveller)
    traveller.check("#factor-totp")
    press(traveller)
    citizen = SignsIn(phone, PASSWORD, Authenticator(traveller.locator("#typed-key").input_value()))
    enter_code(traveller, citizen)
    keep_codes(traveller)
    traveller.click("main .actions a.btn")

    agree(traveller, "citizen-name")
    assert traveller.url.startswith(demo.portal)

    # Another day, another device: the account opens with what was chosen.
    traveller.context.clear_cookies()
    traveller.goto(f"{demo.health}/sign-in")
    sign_in(traveller, citizen)
    agree(traveller, "citizen-name")


def press(page):
    """Press the button of the page's first form."""
    page.locator("main form[method=post] .actions button.btn:not(.alt)").first.click()

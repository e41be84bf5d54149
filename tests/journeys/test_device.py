"""A kiosk in the hall, a phone in the hand: signed in without typing a password into somebody else's machine."""

import pytest

from tests.browsers import somebody
from tests.journeys.crawling import complaints_about
from tests.journeys.steps import shown, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request):
    return request.param


def begin(screen, demo):
    """Press the kiosk's button; the code and the number it shows."""
    screen.goto(demo.address("KIOSK"))
    screen.click("#begin")
    shown(screen, "kiosk-wait")
    return screen.inner_text("#user-code"), screen.inner_text("#number")


def test_a_citizen_signs_in_on_a_kiosk_by_phone(demo, browser, script):
    citizen = demo.somebody_new()
    with somebody(browser, script=False) as screen, somebody(browser, phone=True, script=script) as phone:
        code, number = begin(screen, demo)
        phone.goto(f"{demo.provider}/device")
        phone.fill("#user_code", code.lower().replace("-", " "))
        phone.click("#device-continue")
        sign_in(phone, citizen)
        shown(phone, "device-allow")
        phone.check(f"#number-{number}")
        phone.click("#device-allow")
        phone.wait_for_url("**/device/approved")

        # The screen reloads by itself, as it was told to.
        shown(screen, "kiosk-welcome")
        assert screen.inner_text("#citizen-name") == citizen.name
        screen.click("#end")
        shown(screen, "kiosk-cleared")


def test_a_wrong_number_shuts_the_kiosk_out(demo, browser):
    with somebody(browser) as screen, somebody(browser, phone=True) as phone:
        code, number = begin(screen, demo)
        phone.goto(f"{demo.provider}/device?user_code={code}")
        phone.click("#device-continue")
        sign_in(phone, demo.somebody_new())
        shown(phone, "device-allow")
        others = phone.locator("input[name=number]").evaluate_all(
            "inputs => inputs.map(input => input.value)"
        )
        phone.check(f"#number-{next(other for other in others if other != number)}")
        phone.click("#device-allow")

        phone.wait_for_url("**/device/wrong_number")
        shown(screen, "kiosk-over")


def test_signing_out_on_the_phone_ends_the_kiosk(demo, browser):
    with somebody(browser) as screen, somebody(browser, phone=True) as phone:
        code, number = begin(screen, demo)
        phone.goto(f"{demo.provider}/device?user_code={code}")
        phone.click("#device-continue")
        sign_in(phone, demo.somebody_new())
        phone.check(f"#number-{number}")
        phone.click("#device-allow")
        shown(screen, "kiosk-welcome")

        phone.goto(f"{demo.provider}/sign-out")
        phone.click("#logout-confirm")
        shown(phone, "op-logged-out")

        screen.goto(demo.address("KIOSK"))
        shown(screen, "kiosk-start")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_on_the_way_is_for_everybody(demo, browser, language):
    found = {}

    def look(page, name):
        if complaints := complaints_about(page, language):
            found[name] = complaints

    at = {"language": LANGUAGES[language]}
    with somebody(browser, **at) as screen, somebody(browser, phone=True, **at) as phone:
        screen.goto(demo.address("KIOSK"))
        look(screen, "kiosk start")
        code, number = begin(screen, demo)
        look(screen, "kiosk wait")
        phone.goto(f"{demo.provider}/device")
        look(phone, "enter")
        phone.click("#device-continue")
        look(phone, "enter, nothing typed")
        phone.fill("#user_code", code)
        phone.click("#device-continue")
        look(phone, "sign in")
        sign_in(phone, demo.somebody_new())
        look(phone, "confirm")
        phone.click("#device-allow")
        look(phone, "confirm, no number")
        phone.check(f"#number-{number}")
        phone.click("#device-allow")
        look(phone, "approved")
        shown(screen, "kiosk-welcome")
        look(screen, "kiosk welcome")
        screen.click("#end")
        look(screen, "kiosk cleared")
        for outcome in ("refused", "wrong_number"):
            phone.goto(f"{demo.provider}/device/{outcome}")
            look(phone, outcome)
        phone.goto(f"{demo.provider}/account/requests")
        look(phone, "requests")

    assert found == {}

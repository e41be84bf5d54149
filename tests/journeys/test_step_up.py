"""A service that needs level 2 asks for one more step, and forgets nothing on the way."""

import pytest

from tests.journeys.steps import agree, enter_code, shown, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def test_a_service_that_needs_more_asks_for_the_second_factor_only(demo, traveller):
    citizen = demo.somebody_new()
    traveller.goto(f"{demo.portal}/sign-in")
    sign_in(traveller, citizen, remember=True)
    agree(traveller, "citizen-name")
    traveller.click("#sign-out")
    if shown(traveller, "signed-out", "op-logout") == "op-logout":
        traveller.click("#logout-confirm")
    # On a device that is remembered the password alone opens level 1.
    traveller.goto(f"{demo.portal}/sign-in")
    traveller.fill("#username", citizen.login)
    traveller.fill("#password", citizen.password)
    traveller.click("#login-submit")
    agree(traveller, "citizen-name")

    traveller.goto(f"{demo.portal}/services/khai-sinh/apply")
    traveller.fill("#child", "Lê Hoàng Đăng")
    traveller.fill("#birth_paper", "AL-0001")
    traveller.select_option("#copies", "1")
    traveller.click("#continue")
    assert traveller.locator("#password").count() == 0, "the password was asked for again"
    enter_code(traveller, citizen)
    agree(traveller, "review")
    assert "Lê Hoàng Đăng" in traveller.locator("#review").inner_text()
    traveller.click("#send")

    shown(traveller, "receipt")
    assert traveller.locator("#code").inner_text()

"""A service that needs level 2 asks for one more step, and forgets nothing on the way."""

import pytest

from tests.journeys.steps import agree, enter_code, shown, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def test_a_service_that_needs_more_asks_for_the_second_factor_only(demo, traveller):
    citizen = demo.somebody_new()
    traveller.goto(f"{demo.health}/sign-in")
    sign_in(traveller, citizen, remember=True)
    agree(traveller, "citizen-name")
    demo.a_day_passes(citizen)
    # The device is remembered, so the portal opens without a page, at level 1.
    traveller.goto(f"{demo.portal}/sign-in")
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

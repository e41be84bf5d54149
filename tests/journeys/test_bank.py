"""The high-security sample client signs a citizen in: PAR, a signed request, DPoP, a key, a signed answer."""

import pytest

from tests.journeys.steps import agree, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def test_a_bank_learns_who_its_customer_is(demo, page):
    citizen = demo.somebody_new()
    page.goto(demo.address("BANK"))
    page.click("#sign-in")

    sign_in(page, citizen)
    agree(page, "who")

    assert page.locator("#who").inner_text() == citizen.name
    assert "response=" not in page.url

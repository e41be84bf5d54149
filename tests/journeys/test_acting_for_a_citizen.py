"""The portal asks the citizen for one act, and for a stronger sign-in where an interface demands it."""

import pytest

from tests.journeys.steps import agree, enter_code, shown, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def test_a_department_submits_a_dossier_and_its_result_is_read_at_level_two(demo, traveller):
    citizen = demo.somebody_new()
    traveller.goto(f"{demo.health}/sign-in")
    sign_in(traveller, citizen, remember=True)
    agree(traveller, "citizen-name")
    demo.a_day_passes(citizen)
    traveller.goto(f"{demo.portal}/sign-in")
    agree(traveller, "citizen-name")

    # RFC 9396: one dossier, named on the consent page, handed in with the token for it.
    traveller.goto(f"{demo.portal}/dossiers")
    button = traveller.locator("[id^=submit-]").first
    code = (button.get_attribute("id") or "").removeprefix("submit-")
    button.click()
    shown(traveller, "consent-allow")
    assert code in traveller.locator("main").inner_text()
    traveller.click("#consent-allow")
    shown(traveller, "sharing")
    assert code in traveller.locator("[role=status]").inner_text()
    assert traveller.locator(f"#submit-{code}").count() == 0

    # RFC 9470: the interface demands more, the citizen enters a code, and the same page opens.
    traveller.locator("[id^=result-of-]").first.click()
    enter_code(traveller, citizen)
    agree(traveller, "result-code")


def test_who_declines_is_believed(demo, page):
    citizen = demo.somebody_new(with_app=False)
    page.goto(f"{demo.portal}/sign-in")
    sign_in(page, citizen)
    agree(page, "citizen-name")
    page.goto(f"{demo.portal}/dossiers")
    button = page.locator("[id^=submit-]").first
    code = button.get_attribute("id")
    button.click()
    shown(page, "consent-deny")
    page.click("#consent-deny")

    page.goto(f"{demo.portal}/dossiers")
    assert page.locator(f"#{code}").count() == 1

"""Somebody lost their phone: the help desk takes the second factor off, sees no name, and the citizen is told."""

import pytest

from idp.operators.rights import Role
from tests.browsers import somebody
from tests.journeys.authenticator import SignsIn
from tests.journeys.conftest import PROFILES
from tests.journeys.crawling import complaints_about
from tests.journeys.steps import agree, is_signed_in, show_who, shown, sign_in
from tests.waiting import until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.mark.parametrize("profile", ["on a phone", "without script"], indirect=True)
def test_a_citizen_without_their_phone_gets_back_in(demo, traveller, browser, profile):
    citizen = demo.somebody_new()
    with somebody(browser) as visitor:
        visitor.goto(f"{demo.health}/sign-in")
        sign_in(visitor, citizen)
        agree(visitor, "citizen-name")

        traveller.goto(f"{demo.provider}/admin/citizens")
        show_who(traveller, demo.an_operator(f"ho-tro-{list(PROFILES).index(profile)}", Role.HELP_DESK))
        reset_factor(traveller, citizen, script=PROFILES[profile].get("script", True))

        until(lambda: not is_signed_in(visitor, demo.health), what="the health department has heard of it")
        visitor.goto(f"{demo.provider}/sign-in")
        sign_in(visitor, SignsIn(citizen.login, citizen.password, app=None))
        visitor.wait_for_url("**/account*")

    told = until(lambda: demo.messages(citizen.login), what="a message to the citizen")
    assert "hai buoc da duoc go" in told[0]["text"], told


def reset_factor(page, citizen, *, script):
    """Find the account, say why, take its second factor off; what could be read on the way was not personal."""
    page.goto(page.url)
    page.fill("#identifier", citizen.login[:-1])
    page.click("#find-citizen button")
    page.locator("#identifier-err").wait_for()
    page.fill("#identifier", citizen.login)
    page.click("#find-citizen button")
    shown(page, "act-on-citizen")
    assert citizen.citizen_id in page.url
    if script:
        assert complaints_about(page, "vi") == []
    seen = page.content()
    assert citizen.name not in seen
    assert citizen.login not in seen

    page.click("#act-on-citizen button[formaction$='/reset-factor']")
    page.locator("#reason-err").wait_for()
    page.select_option("#reason", "lost_phone")
    page.click("#act-on-citizen button[formaction$='/reset-factor']")
    page.locator("p.note.good").wait_for()
    assert page.locator("button[formaction$='/reset-factor']").count() == 0

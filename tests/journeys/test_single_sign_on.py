"""One sign-in opens the portal and two departments; one sign-out closes them all."""

import pytest

from tests.journeys.steps import agree, is_signed_in, shown, sign_in, sign_out_everywhere

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]


def test_sign_in_once_use_every_service_and_leave_them_all_at_once(demo, traveller):
    citizen = demo.somebody_new(with_app=False)
    traveller.goto(demo.portal)
    traveller.click("#header-sign-in")
    sign_in(traveller, citizen)
    agree(traveller, "citizen-name")
    assert citizen.name in traveller.locator("#citizen-name").inner_text()

    subjects = []
    for own_page in (f"{demo.health}/file", f"{demo.land}/parcels"):
        traveller.goto(own_page)
        # The first visit to an application may ask what it may learn; nobody types a password again.
        if shown(traveller, "citizen-name", "sign-in-page", "consent-allow") == "sign-in-page":
            traveller.click("#sign-in")
        agree(traveller, "citizen-name")
        subjects.append(traveller.locator("#subject").inner_text())

    assert len(set(subjects)) == 2, "two departments can join what they know about a citizen"

    traveller.goto(demo.portal)
    sign_out_everywhere(traveller)

    for page in (f"{demo.portal}/dossiers", f"{demo.health}/file", f"{demo.land}/parcels"):
        assert not is_signed_in(traveller, page), page


def test_a_session_at_the_provider_opens_an_application_without_a_page(demo, traveller):
    citizen = demo.somebody_new(with_app=False)
    traveller.goto(f"{demo.health}/sign-in")
    sign_in(traveller, citizen)
    agree(traveller, "citizen-name")
    assert "health_session" in {cookie["name"] for cookie in traveller.context.cookies()}
    traveller.context.clear_cookies(name="health_session")
    pages = []
    traveller.on("framenavigated", lambda frame: pages.append(frame.url))

    traveller.goto(f"{demo.health}/file")

    assert shown(traveller, "citizen-name", "sign-in-page") == "citizen-name"
    assert [url for url in pages if url.startswith(demo.provider)] == []

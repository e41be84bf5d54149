"""Leaving: frames tell the applications as well, and some services may be kept."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Response, Route

from tests.journeys.steps import agree, is_signed_in, shown, sign_in, sign_out_everywhere

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def visit(page: Page, address: str) -> None:
    """Open an application's own page; whoever is signed in already types nothing."""
    page.goto(address)
    if shown(page, "citizen-name", "sign-in-page", "consent-allow") == "sign-in-page":
        page.click("#sign-in")
    agree(page, "citizen-name")


def frames_before_going_back(page: Page, portal: str) -> list[Response]:
    """What frames are answered. The page leaves after two seconds, done or not: here it has to wait for them."""
    told: list[Response] = []
    held: list[Route] = []

    def hear(answer: Response) -> None:
        if "/frontchannel-logout" in answer.url:
            told.append(answer)
            while held:
                held.pop().continue_()

    page.on("response", hear)
    page.route(f"{portal}/signed-out*", lambda route: route.continue_() if told else held.append(route))
    return told


def test_signing_out_tells_applications_by_frames_too(demo, traveller):
    citizen = demo.somebody_new(with_app=False)
    traveller.goto(demo.portal)
    traveller.click("#header-sign-in")
    sign_in(traveller, citizen)
    agree(traveller, "citizen-name")
    visit(traveller, f"{demo.land}/parcels")
    told = frames_before_going_back(traveller, demo.portal)

    traveller.goto(demo.portal)
    sign_out_everywhere(traveller)
    traveller.locator("#signed-out").wait_for()

    assert [answer.status for answer in told] == [200]
    address = urlsplit(told[0].url)
    assert f"{address.scheme}://{address.netloc}" == demo.land
    assert set(parse_qs(address.query)) == {"iss", "sid"}
    assert not is_signed_in(traveller, f"{demo.land}/parcels")


def test_one_service_is_left_and_the_other_goes_on(demo, traveller):
    citizen = demo.somebody_new(with_app=False)
    traveller.goto(f"{demo.health}/sign-in")
    sign_in(traveller, citizen)
    agree(traveller, "citizen-name")
    visit(traveller, f"{demo.land}/parcels")

    traveller.goto(f"{demo.provider}/sign-out")
    shown(traveller, "op-logout")
    traveller.uncheck("input[name=leave][value=health]")
    traveller.click("#logout-confirm")
    shown(traveller, "op-left-some")
    # The page looks again by itself until the service has confirmed.
    traveller.locator("#op-left-some .tag.good").wait_for()

    assert is_signed_in(traveller, f"{demo.health}/file")
    assert not is_signed_in(traveller, f"{demo.land}/parcels")
    traveller.goto(f"{demo.provider}/sign-out")
    assert traveller.locator("input[name=leave]").count() == 1

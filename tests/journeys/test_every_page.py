"""Every page that links lead to: nothing for axe to find, at 360 pixels, in both languages; operators' at 1280, too."""

import pytest

from tests.browsers import somebody
from tests.journeys.crawling import complaints_about, reached_from
from tests.journeys.steps import enter_console, enter_desk, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("program", ["IDP", "PORTAL", "HEALTH", "LAND", "KIOSK"])
def test_a_strangers_pages_are_for_everybody(demo, browser, program, language):
    with somebody(browser, language=LANGUAGES[language], phone=True) as page:
        found = {
            path: complaints
            for path in reached_from(page, demo.address(program) + "/")
            if (complaints := complaints_about(page, language))
        }

    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citizens_pages_are_for_everybody(demo, browser, language):
    with somebody(browser, language=LANGUAGES[language], phone=True) as page:
        page.goto(f"{demo.provider}/sign-in")
        sign_in(page, demo.somebody_new())
        page.wait_for_url("**/account*")
        found = {
            path: complaints
            for path in reached_from(page, demo.provider + "/account")
            if (complaints := complaints_about(page, language))
        }

    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_developers_pages_are_for_everybody(demo, browser, language):
    with somebody(browser, language=LANGUAGES[language], phone=language == "vi") as page:
        enter_desk(page, demo)
        found = {
            path: complaints
            for path in reached_from(page, demo.provider + "/developers/apps", "/developers")
            if (complaints := complaints_about(page, language))
        }
        page.goto(f"{demo.provider}/sandbox/sign-in")
        found["the picker"] = complaints_about(page, language)

    assert {path: complaints for path, complaints in found.items() if complaints} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_administrators_pages_are_for_everybody(demo, browser, language):
    with somebody(browser, language=LANGUAGES[language], phone=language == "vi") as page:
        enter_console(page, demo)
        found = {
            path: complaints
            for path in reached_from(page, demo.provider + "/admin", "/admin")
            if (complaints := complaints_about(page, language))
        }

    assert found == {}

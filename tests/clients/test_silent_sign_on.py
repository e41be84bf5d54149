"""Silent sign-on: once, and never in circles."""

import pytest

from clients.kit.session_store import SpentToken


def test_somebody_signed_in_elsewhere_sees_the_page_at_once(health, provider):
    page = health.open("/file")

    assert page.status_code == 200
    assert provider.asked[0]["prompt"] == "none"
    assert "Trần Thị Bảy" in page.text


def test_somebody_who_is_not_gets_a_button(health, provider):
    provider.person = None
    page = health.open("/file")

    assert page.status_code == 403
    assert 'id="sign-in"' in page.text
    assert "next=/file" in page.text


def test_it_is_tried_once_and_not_again(health, provider):
    provider.person = None
    for _visit in range(3):
        health.open("/file")

    assert len(provider.asked) == 1


@pytest.mark.parametrize("error", ["consent_required", "interaction_required"])
def test_where_only_a_page_is_missing_the_citizen_is_sent_to_see_it(health, provider, error):
    provider.error = error
    page = health.open("/file")

    assert [asked.get("prompt") for asked in provider.asked] == ["none", None]
    assert page.status_code == 400  # the provider of this test says it again: that is the end


def test_any_other_error_ends_in_a_page(health, provider):
    provider.error = "unauthorized_client"

    assert health.open("/file").status_code == 400
    assert len(provider.asked) == 1


def test_a_browser_without_cookies_does_not_go_round_in_circles(health, provider):
    provider.person = None
    there = health.http.get("/file")
    path = health.answer_of_provider(there)
    health.http.delete_cookie("health_session")

    assert health.open(path).status_code == 400


def test_a_form_is_never_sent_away_silently(health, provider):
    page = health.open("/sign-in?next=/book")
    spent = SpentToken("x", "digest", 10**12)
    health.app.extensions["session_store"].end_by_provider(spent, sub=provider.sub("health"), sid=None)
    trips = health.trips
    answered = health.send(page, "/book", clinic="centre")

    assert answered.status_code in (400, 403)
    assert health.trips == trips


def test_after_signing_out_nobody_is_signed_in_behind_their_back(health, provider):
    page = health.open("/file")
    health.press(page, "/sign-out")
    asked = len(provider.asked)

    assert health.open("/file").status_code == 403
    assert len(provider.asked) == asked

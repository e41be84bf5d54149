"""Front-channel logout at the land office: the frame of the provider ends the session it names, and no other."""

import pytest

from tests.clients.visitor import Visitor

PATH = "/frontchannel-logout"


@pytest.fixture
def signed_in(land: Visitor) -> Visitor:
    land.open("/parcels")
    return land


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.http.get("/parcels").status_code == 200


def frame(visitor: Visitor, **parameters: str):
    """Another browser, without the cookie: one that keeps cookies of other sites out."""
    return visitor.app.test_client().get(PATH, query_string=parameters)


def test_the_session_ends_without_a_cookie(signed_in, provider):
    answer = frame(signed_in, iss=provider.issuer, sid=provider.sid("land"))

    assert answer.status_code == 200
    assert not is_signed_in(signed_in)


def test_it_ends_with_the_cookie_too_and_the_next_visit_says_so(signed_in, provider):
    answer = signed_in.http.get(PATH, query_string={"iss": provider.issuer, "sid": provider.sid("land")})

    assert answer.status_code == 200
    assert "Ông/Bà đã đăng xuất" in signed_in.open("/parcels").text


def test_after_the_back_channel_it_is_welcome_and_ends_nothing_more(signed_in, provider):
    token = provider.logout_token("land")
    signed_in.app.test_client().post("/backchannel-logout", data={"logout_token": token})

    assert frame(signed_in, iss=provider.issuer, sid=provider.sid("land")).status_code == 200


def test_an_answer_that_never_arrived_loses_nothing(signed_in, provider):
    token = provider.logout_token("land")
    browser, other = signed_in.http, signed_in.app.test_client()
    other.post("/backchannel-logout", data={"logout_token": token})
    known = browser.get_cookie("land_session").value
    for path in (PATH, "/parcels"):  # the page was left while they were under way
        browser.get(path, query_string={"iss": provider.issuer, "sid": provider.sid("land")})
        browser.set_cookie("land_session", known)
    asked = len(provider.asked)

    assert "Ông/Bà đã đăng xuất" in signed_in.open("/parcels").text
    assert len(provider.asked) == asked


@pytest.mark.parametrize(
    "changed", [{"iss": "https://other.example"}, {"iss": ""}, {"sid": ""}, {"sid": "x" * 500}], ids=str
)
def test_what_does_not_name_the_provider_and_a_session_ends_nothing(signed_in, provider, changed):
    answer = frame(signed_in, **{"iss": provider.issuer, "sid": provider.sid("land"), **changed})

    assert answer.status_code == 400
    assert is_signed_in(signed_in)


def test_another_session_goes_on(signed_in, provider):
    assert frame(signed_in, iss=provider.issuer, sid="another").status_code == 200
    assert is_signed_in(signed_in)


def test_only_the_provider_may_show_it_in_a_frame(signed_in, provider):
    answer = frame(signed_in, iss=provider.issuer, sid="another")

    assert f"frame-ancestors {provider.issuer}" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert signed_in.http.get("/").headers["X-Frame-Options"] == "DENY"

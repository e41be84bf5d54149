"""Others begin a sign-in at an application: which provider it goes to, and where it comes back, is its own affair."""

from urllib.parse import parse_qs, urlsplit

import pytest

from clients.kit.initiate_login import own_page

PATH = "/initiate-login"


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_citizen_is_sent_to_the_provider_and_comes_back_to_the_page(land, provider, method):
    asked = {"iss": provider.issuer, "target_link_uri": "http://localhost/parcels"}
    sent = {"query_string": asked} if method == "get" else {"data": asked}

    answer = getattr(land.http, method)(PATH, **sent)

    assert (answer.status_code, answer.location.startswith(f"{provider.issuer}/")) == (303, True)
    page = land.follow(answer)
    assert (page.status_code, page.request.path) == (200, "/parcels")


def test_each_sign_in_has_a_state_nonce_and_challenge_of_its_own(land, provider):
    asked = [_asked(land, iss=provider.issuer) for _ in range(2)]

    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


@pytest.mark.parametrize("issuer", ["", "https://evil.example", "{issuer}/", "{issuer}x"])
def test_another_provider_is_not_gone_to(land, provider, issuer):
    answer = land.http.get(PATH, query_string={"iss": issuer.format(issuer=provider.issuer)})

    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_an_issuer_that_is_named_twice_or_not_at_all_is_not_gone_to(land, provider):
    for query in ("", f"iss={provider.issuer}&iss={provider.issuer}", "iss=x&iss=" + provider.issuer):
        assert land.http.get(f"{PATH}?{query}").status_code == 400


def test_a_posted_issuer_is_read_from_the_form_only(land, provider):
    assert land.http.post(PATH, query_string={"iss": provider.issuer}).status_code == 400


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "http://localhost:1/",
        "http://localhost@evil.example/",
        "x",
        "",
        "http://[",
    ],
)
def test_pages_of_others_are_not_come_back_to(land, provider, elsewhere):
    page = land.follow(
        land.http.get(PATH, query_string={"iss": provider.issuer, "target_link_uri": elsewhere})
    )

    assert page.request.path == "/"


def test_the_way_back_keeps_its_query_and_loses_its_fragment(land):
    with land.app.test_request_context():
        assert own_page("http://localhost/parcels?of=7#x") == "/parcels?of=7"
        assert own_page(None) == "/"
        assert own_page("http://localhost//evil.example/") == "/"


def test_a_hint_is_handed_on(land, provider):
    assert _asked(land, iss=provider.issuer, login_hint="a hint")["login_hint"] == ["a hint"]
    for odd in ("", "x" * 201, "a\x00b"):
        assert "login_hint" not in _asked(land, iss=provider.issuer, login_hint=odd)


def test_without_its_provider_it_says_so(land, provider):
    provider.is_down = True

    assert land.http.get(PATH, query_string={"iss": provider.issuer}).status_code == 503


def _asked(visitor, **parameters):
    answer = visitor.http.get(PATH, query_string=parameters)
    return parse_qs(urlsplit(answer.location).query)

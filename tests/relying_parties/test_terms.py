"""What an application that registers itself may ask for."""

import pytest

from idp.relying_parties.metadata import parse
from idp.relying_parties.terms import Terms, host_of

TERMS = Terms(
    scopes=("openid", "profile", "email"),
    profiles=("plain", "fapi2"),
    grant_types=("authorization_code", "refresh_token"),
    redirect_hosts=("thuvien.example", "vn.example.app:"),
)


def members(**sent):
    return parse({"profile": "plain", "grant_types": ["authorization_code"], "scope": "openid", **sent})


def beyond(terms, **sent):
    return {(fault.member, fault.about) for fault in terms.faults(members(**sent))}


def test_terms_are_kept_as_they_are(offer):
    assert Terms.read(TERMS.written()) == TERMS
    assert Terms.read(Terms.usual(offer).written()) == Terms.usual(offer)


def test_usual_terms_open_nothing_that_needs_a_law(offer):
    assert not set(Terms.usual(offer).scopes) & offer.law_only
    assert "machine" not in Terms.usual(offer).profiles


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, set()),
        ({"scope": "openid phone"}, {("scope", "phone")}),
        ({"profile": "machine"}, {("profile", "machine")}),
        ({"grant_types": ["client_credentials"]}, {("grant_types", "client_credentials")}),
        ({"redirect_uris": ["https://THUVIEN.example:8443/x"]}, set()),
        ({"redirect_uris": ["vn.example.app:/x"]}, set()),
        (
            {"redirect_uris": ["https://thuvien.example.evil.example/"]},
            {("redirect_uris", "https://thuvien.example.evil.example/")},
        ),
        (
            {"post_logout_redirect_uris": ["https://sub.thuvien.example/"]},
            {("post_logout_redirect_uris", "https://sub.thuvien.example/")},
        ),
    ],
)
def test_what_goes_beyond_is_found(sent, found):
    assert beyond(TERMS, **sent) == found


def test_without_hosts_any_host_will_do():
    assert beyond(Terms(scopes=("openid",)), redirect_uris=["https://anywhere.example/"]) == set()


def test_what_is_registered_may_stay():
    wider = TERMS.with_registered(
        members(scope="openid dan_toc", profile="machine", redirect_uris=["https://elsewhere.example/cb"])
    )

    assert not beyond(wider, scope="openid dan_toc email", profile="machine")
    assert not beyond(wider, redirect_uris=["https://elsewhere.example/other"])
    assert beyond(wider, scope="openid phone") == {("scope", "phone")}
    assert TERMS.with_registered(None) == TERMS
    assert Terms(scopes=()).with_registered(members()).redirect_hosts == ()


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ({}, {"scope": "openid profile email"}),
        ({"grant_types": ["authorization_code", "refresh_token"]}, {"scope": "openid profile email"}),
        ({"scope": "openid"}, {}),
        ({"grant_types": ["client_credentials"]}, {}),
        ({"profile": "machine"}, {}),
    ],
)
def test_defaults_stay_within_the_terms(offer, sent, given):
    assert TERMS.defaults(parse(sent), offer) == given


def test_the_only_profile_is_the_default(offer):
    only = Terms(scopes=("openid", "offline_access"), profiles=("fapi2",))

    assert only.defaults(parse({"grant_types": ["authorization_code", "refresh_token"]}), offer) == {
        "profile": "fapi2",
        "scope": "openid offline_access",
    }


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("https://Thuvien.example:444/x", "thuvien.example"),
        ("http://[::1]:80/x", "::1"),
        ("vn.example.app:/x", "vn.example.app:"),
        ("vn.example.app://thuvien.example/x", "vn.example.app:"),
        ("https://[broken", ""),
        ("nothing", ":"),
    ],
)
def test_whose_address_it_is(uri, host):
    assert host_of(uri) == host

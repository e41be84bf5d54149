"""The defaults of a registration."""

from datetime import date, timedelta

import pytest

from idp.relying_parties.completion import PKCE_EXCUSE, completed, sector_of_unit
from idp.relying_parties.metadata import parse
from tests.relying_parties.conftest import TODAY


def whole(offer, **members):
    return completed(parse(members), offer, members.get("client_id", "generated"), TODAY)


def test_a_registration_that_names_only_where_to_go_gets_the_defaults_of_the_standard(offer):
    read = whole(offer, redirect_uris=["https://a.example/cb"])

    assert read.response_types == ["code"]
    assert read.grant_types == ["authorization_code"]
    assert read.token_endpoint_auth_method == "client_secret_basic"
    assert read.id_token_signed_response_alg is None
    assert (read.require_pkce, read.pkce_exempt_until) == (True, None)
    assert (read.client_name, read.profile, read.application_type) == ("generated", "plain", "web")
    assert read.minimum_level == 1
    assert read.scopes == ("openid", "profile", "email", "phone", "address")


def test_a_machine_signs_nobody_in(offer):
    read = whole(offer, profile="machine")

    assert (read.grant_types, read.response_types, read.redirect_uris) == (["client_credentials"], [], [])
    assert read.scopes == ()
    assert whole(offer, grant_types=["client_credentials"]).profile == "machine"


def test_an_interface_that_only_checks_tokens_has_no_grant(offer):
    read = whole(offer, grant_types=[])

    assert (read.grant_types, read.response_types, read.profile) == ([], [], "plain")


def test_asking_for_offline_access_asks_for_refresh_tokens(offer):
    assert "refresh_token" in whole(offer, scope="openid offline_access").grant_types


def test_grounds_name_the_scopes_where_none_are_named(offer):
    policy = {"phone": {"legal_basis": "consent"}}

    assert whole(offer, scope_policy=policy).scopes == ("openid", "phone")


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ({"client_name": "A", "client_name#vi": "Ă"}, "Ă"),
        ({"client_name": "A"}, "A"),
        ({"client_name#en": "E"}, "E"),
        ({}, "generated"),
    ],
)
def test_an_application_always_has_a_name(offer, members, name):
    assert whole(offer, **members).client_name == name


@pytest.mark.parametrize(
    ("members", "sector"),
    [
        ({"sector": "y-te"}, "y-te"),
        ({"unit": "Sở  Y tế"}, "sở y tế"),
        ({"redirect_uris": ["https://A.example/cb", "https://a.example/x"]}, "a.example"),
        ({"redirect_uris": ["http://localhost:8001/cb"]}, "localhost:8001"),
        ({"redirect_uris": ["vn.anlien.a:/cb"]}, "vn.anlien.a"),
        (
            {"sector_identifier_uri": "https://s.example/x", "redirect_uris": ["https://a.example/"]},
            "s.example",
        ),
        ({"redirect_uris": ["https://a.example/cb", "https://b.example/cb"]}, None),
        ({"redirect_uris": ["https://[broken"]}, ""),
        ({"sector_identifier_uri": "https://[broken"}, ""),
        ({"profile": "machine"}, "generated"),
    ],
)
def test_the_sector_is_the_unit_or_the_one_host(offer, members, sector):
    assert whole(offer, **members).sector == sector


def test_a_unit_is_one_sector_however_it_is_typed():
    assert (
        sector_of_unit("Sở Y tế")
        == sector_of_unit("SỞ  Y TẾ")
        == sector_of_unit("So\u031b\u0309 Y te\u0302\u0301")
    )


def test_an_excuse_without_a_date_gets_one(offer):
    assert whole(offer, require_pkce=False).pkce_exempt_until == TODAY + PKCE_EXCUSE
    assert timedelta(days=365) >= PKCE_EXCUSE


def test_a_date_alone_is_an_excuse(offer):
    read = whole(offer, pkce_exempt_until="2027-03-01")

    assert (read.require_pkce, read.pkce_exempt_until) == (False, date(2027, 3, 1))

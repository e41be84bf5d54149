"""What a registration says about a client."""

from datetime import date

import pytest

from tests.oauth.records import a_registered

TODAY = date(2026, 11, 2)


def test_defaults_are_those_of_rfc_7591():
    client = a_registered()

    assert client.auth_method == "client_secret_basic"
    assert client.check_response_type("code")
    assert client.check_grant_type("authorization_code")
    assert not client.check_grant_type("refresh_token")


def test_openid_is_for_everybody_and_the_rest_for_those_registered():
    client = a_registered("email")

    assert client.get_allowed_scope("openid email phone unknown email") == "openid email"
    assert client.get_allowed_scope(None) == ""


def test_without_a_list_the_recorded_grounds_are_the_list():
    client = a_registered("", scope_policy={"email": {"legal_basis": "law"}, "dossiers.read": {}})

    assert client.get_allowed_scope("openid email dossiers.read phone") == "openid email dossiers.read"
    assert client.data_scopes() == ["email"]
    assert client.interface_scopes() == ["dossiers.read"]


def test_a_resource_server_is_given_no_tokens():
    assert a_registered(metadata={"grant_types": []}).is_resource_server
    assert not a_registered().is_resource_server


@pytest.mark.parametrize(
    ("columns", "method", "expected"),
    [
        ({}, "client_secret_basic", False),
        ({"require_pkce": False}, "client_secret_basic", True),
        ({"require_pkce": False, "pkce_exempt_until": TODAY}, "client_secret_basic", True),
        ({"require_pkce": False, "pkce_exempt_until": date(2026, 11, 1)}, "client_secret_basic", False),
        ({"require_pkce": False}, "none", False),
        ({"pkce_exempt_until": TODAY}, "client_secret_basic", False),
    ],
)
def test_only_a_confidential_client_is_excused_and_not_past_its_date(columns, method, expected):
    client = a_registered(metadata={"token_endpoint_auth_method": method}, **columns)

    assert client.may_omit_pkce(TODAY) is expected


@pytest.mark.parametrize(
    ("registered", "asked", "expected"),
    [
        ("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb", True),
        ("http://127.0.0.1:80/cb", "http://127.0.0.1:51004/cb", True),
        ("http://[::1]/cb", "http://[::1]:51004/cb", True),
        ("http://127.0.0.1/cb", "http://127.0.0.1:51004/other", False),
        ("http://127.0.0.1/cb", "http://[::1]:51004/cb", False),
        ("http://localhost/cb", "http://localhost:51004/cb", False),
        ("http://127.0.0.1/cb", "https://127.0.0.1:51004/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:99999999/cb", False),
        ("http://127.0.0.1/cb", "http://[::1", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1@evil.example/cb", False),
        ("http://127.0.0.1/cb?a=1", "http://127.0.0.1:5/cb", False),
        ("http://127.0.0.1/cb?a=1", "http://127.0.0.1:5/cb?a=1", True),
        ("http://127.0.0.1/cb", "http://127.0.0.1:65535/cb", True),
        ("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:/cb", False),
        ("http://127.0.0.1/cb", " http://127.0.0.1:5/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5\n/cb", False),
        ("http://127.0.0.1/cb", "HTTP://127.0.0.1:5/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5/cb#", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:٥/cb", False),
    ],
)
def test_a_loopback_port_may_differ_for_a_public_client_only(registered, asked, expected):
    metadata = {"redirect_uris": [registered]}
    public = a_registered(metadata={**metadata, "token_endpoint_auth_method": "none"})

    assert public.check_redirect_uri(asked) is expected
    assert a_registered(metadata=metadata).check_redirect_uri(asked) is False
    assert public.check_redirect_uri(registered)


def test_only_a_single_redirect_uri_is_implied():
    assert a_registered(metadata={"redirect_uris": ["https://a"]}).get_default_redirect_uri() == "https://a"
    assert (
        a_registered(metadata={"redirect_uris": ["https://a", "https://b"]}).get_default_redirect_uri()
        is None
    )
    assert a_registered().get_default_redirect_uri() is None

"""Which rules of a profile a client would break."""

import pytest
from joserfc.jwk import ECKey, RSAKey

from idp.relying_parties.profile_rules import RULES
from idp.store.db import db
from idp.store.models import Client
from idp.web.current import services
from tests.builders import a_client

KEY = {"keys": [ECKey.generate_key("P-256").as_dict(private=False)]}
GOOD = {
    "token_endpoint_auth_method": "private_key_jwt",
    "jwks": KEY,
    "dpop_bound_access_tokens": True,
    "require_pushed_authorization_requests": True,
}
WEAK = {**RSAKey.generate_key(2048).as_dict(private=False), "alg": "RS256"}


def _broken(profile="fapi2", client_id="portal"):
    found = services().client_desk.profiles.broken_rules(db.session.get(Client, client_id), profile)
    return {each.id: each.blocks for each in found}


def test_a_plain_client_is_told_what_its_registration_and_its_program_have_to_do(app):
    a_client()

    assert _broken() == {"client-authentication": True, "sender-constraint": False, "pushed-requests": False}
    assert _broken("plain") == {}
    assert _broken("fapi2_signed").keys() - _broken().keys() == {"signed-requests"}


def test_a_client_that_keeps_them_all_is_told_nothing(app):
    a_client(secret=None, metadata=GOOD)

    assert _broken() == {}


@pytest.mark.parametrize(
    ("members", "columns", "rule"),
    [
        ({"token_endpoint_auth_signing_alg": "RS256"}, {}, "assertion-algorithm"),
        ({"jwks": {"keys": [WEAK]}}, {}, "keys"),
        ({"jwks": {"keys": [{"kty": "RSA", "n": "x" * 171, "e": "AQAB"}]}}, {}, "keys"),
        ({"jwks": {"keys": [{"kty": "EC", "crv": "P-521", "x": "", "y": ""}]}}, {}, "keys"),
        ({"jwks": {"keys": []}}, {}, "keys"),
        ({"id_token_signed_response_alg": "RS256"}, {}, "id-token-algorithm"),
        ({"userinfo_signed_response_alg": "RS256"}, {}, "userinfo-algorithm"),
        ({"request_object_signing_alg": "RS256"}, {}, "request-object-algorithm"),
        ({"authorization_signed_response_alg": "RS256"}, {}, "authorization-response-algorithm"),
        ({"introspection_signed_response_alg": "RS256"}, {}, "introspection-algorithm"),
        ({"response_types": ["code", "id_token"]}, {}, "response-type"),
        ({}, {"require_pkce": False}, "pkce"),
        ({"redirect_uris": ["vn.example.app:/back"]}, {}, "redirect-uris"),
        ({"redirect_uris": ["http://portal.example/back"]}, {}, "redirect-uris"),
        ({"request_uris": ["https://portal.example/request"]}, {}, "foreign-request-uris"),
    ],
)
def test_each_rule_is_broken_by_what_it_forbids(app, members, columns, rule):
    a_client(secret=None, metadata={**GOOD, **members}, **columns)

    assert _broken() == {rule: True}


@pytest.mark.parametrize(
    "members",
    [
        {"redirect_uris": ["http://127.0.0.1/back"], "application_type": "native"},
        {"dpop_bound_access_tokens": False, "tls_client_certificate_bound_access_tokens": True},
        {"id_token_signed_response_alg": "PS256"},
        {"jwks": None, "jwks_uri": "https://portal.example/jwks"},
    ],
)
def test_what_they_allow_breaks_none(app, members):
    changed = {name: value for name, value in {**GOOD, **members}.items() if value is not None}
    a_client(secret=None, metadata=changed)

    assert _broken() == {}


def test_each_rule_says_what_and_what_to_do(app):
    a_client(secret="x" * 40, metadata={"id_token_signed_response_alg": "RS256"})

    for each in services().client_desk.profiles.broken_rules(db.session.get(Client, "portal"), "fapi2"):
        assert each.sentence[0].isupper()
        assert each.sentence.endswith(".")
        assert each.fix
        assert each.as_dict()["id"] == each.id
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_profile_nobody_knows_is_a_fault_of_the_caller(app):
    a_client()
    with pytest.raises(KeyError):
        _broken("fapi1")

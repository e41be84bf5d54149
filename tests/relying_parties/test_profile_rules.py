"""A profile completes a registration, or refuses it."""

import pytest
from joserfc.jwk import ECKey

from idp.oauth.profiles import FAPI2, FAPI2_SIGNED, PLAIN
from idp.relying_parties.faults import Problem
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.profile_rules import defaults_of
from idp.relying_parties.registration import Changed, Registered, Rejected
from idp.web.current import services
from tests.builders import REDIRECT_URI, a_client

KEY = {"keys": [ECKey.generate_key("P-256").as_dict(private=False)]}


def test_nothing_but_the_profile_has_to_be_named(app):
    members = {"redirect_uris": [REDIRECT_URI], "jwks": KEY, "sector": "x", "profile": "fapi2_signed"}
    outcome = services().client_desk.registrations.register(members)

    assert isinstance(outcome, Registered)
    kept = outcome.client.metadata_
    assert kept["token_endpoint_auth_method"] == "private_key_jwt"
    assert kept["dpop_bound_access_tokens"] is True
    assert kept["require_pushed_authorization_requests"] is True
    assert kept["require_signed_request_object"] is True
    assert outcome.secret is None


def test_a_certificate_takes_the_place_of_a_key():
    by_certificate = Metadata(tls_client_certificate_bound_access_tokens=True)

    assert "dpop_bound_access_tokens" not in defaults_of(by_certificate, FAPI2)
    assert defaults_of(Metadata(), FAPI2)["dpop_bound_access_tokens"] is True
    assert defaults_of(Metadata(), PLAIN) == {}
    assert defaults_of(Metadata(), None) == {}


def test_a_registration_that_contradicts_its_profile_is_refused_with_every_reason(app):
    members = {
        "redirect_uris": [REDIRECT_URI],
        "profile": "fapi2",
        "token_endpoint_auth_method": "client_secret_basic",
        "id_token_signed_response_alg": "RS256",
        "require_pkce": False,
        "require_pushed_authorization_requests": False,
    }
    outcome = services().client_desk.registrations.register(members)

    assert isinstance(outcome, Rejected)
    assert {fault.member for fault in outcome.faults} >= {
        "token_endpoint_auth_method",
        "id_token_signed_response_alg",
        "require_pkce",
        "require_pushed_authorization_requests",
    }
    assert any("does not go together with profile fapi2" in fault.sentence for fault in outcome.faults)


@pytest.mark.parametrize(
    "members",
    [
        {"id_token_signed_response_alg": "HS256"},
        {"request_object_signing_alg": "none"},
        {"token_endpoint_auth_signing_alg": "none"},
        {"token_endpoint_auth_method": "client_magic"},
        {"response_types": ["code", "token"]},
        {"redirect_uris": ["http://portal.anlien.example/callback"]},
        {"jwks": {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}},
        {"token_endpoint_auth_method": "none", "require_pkce": False},
    ],
    ids="+".join,
)
def test_one_fault_is_told_once_and_not_again_for_the_profile(app, members):
    usual = {"redirect_uris": [REDIRECT_URI], "jwks": KEY, "profile": "fapi2"}
    outcome = services().client_desk.registrations.register({**usual, **members})

    assert isinstance(outcome, Rejected)
    named = [fault.member.partition("[")[0] for fault in outcome.faults]
    assert {name: named.count(name) for name in members if name in named} != {}
    assert [name for name in named if named.count(name) > 1] == []


def test_a_key_set_may_lack_one_key_and_have_another_that_is_too_weak(app):
    members = {
        "redirect_uris": [REDIRECT_URI],
        "jwks": {"keys": [ECKey.generate_key("P-384", {"use": "sig"}).as_dict(private=False)]},
        "profile": "fapi2",
        "id_token_encrypted_response_alg": "ECDH-ES",
    }
    outcome = services().client_desk.registrations.register(members)

    assert isinstance(outcome, Rejected)
    assert [(fault.member, fault.problem) for fault in outcome.faults] == [
        ("jwks", Problem.NEEDS),
        ("jwks", Problem.NOT_WITH),
    ]


def test_switching_it_on_completes_what_is_missing(app):
    client = a_client(secret=None, metadata={"token_endpoint_auth_method": "private_key_jwt", "jwks": KEY})
    outcome = services().client_desk.registrations.change(client, {"profile": "fapi2"}, client.version)

    assert isinstance(outcome, Changed)
    assert outcome.client.profile == "fapi2"
    assert outcome.client.metadata_["dpop_bound_access_tokens"] is True


def test_the_profiles_of_the_protocol_fit(app):
    assert (PLAIN.requires_pkce, FAPI2.requires_pkce, FAPI2_SIGNED.requires_signed_requests) == (
        False,
        True,
        True,
    )

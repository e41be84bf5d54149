"""Which rules of a profile a client would break."""

import pytest
from joserfc.jwk import ECKey, RSAKey

from idp.outbound.http import NoAnswer
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
    ],
)
def test_what_they_allow_breaks_none(app, members):
    changed = {name: value for name, value in {**GOOD, **members}.items() if value is not None}
    a_client(secret=None, metadata=changed)

    assert _broken() == {}


def _publishes(monkeypatch, *documents):
    """An application that publishes its keys; what stands there each time somebody looks."""
    left, asked = list(documents), []

    def fetch(address):
        asked.append(address)
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(services().client_documents.keys, "_fetch", fetch)
    members = {name: value for name, value in GOOD.items() if name != "jwks"}
    a_client(secret=None, metadata={**members, "jwks_uri": "https://portal.example/jwks"})
    return asked


@pytest.mark.parametrize(
    "document",
    [
        {"keys": [WEAK]},
        {"keys": [KEY["keys"][0], WEAK]},
        {"keys": [ECKey.generate_key("P-384").as_dict(private=False)]},
        {"keys": [{**KEY["keys"][0], "use": "enc"}]},
    ],
)
def test_keys_that_are_published_are_judged_like_registered_ones(app, monkeypatch, document):
    _publishes(monkeypatch, document)
    [found] = services().client_desk.profiles.broken_rules(db.session.get(Client, "portal"), "fapi2")

    # The registration is good as it is: nothing stands in the way of switching.
    assert (found.id, found.member, found.blocks) == ("keys", "jwks_uri", False)


def test_published_keys_that_are_strong_break_no_rule_and_are_asked_for_once(app, monkeypatch):
    asked = _publishes(monkeypatch, KEY)

    assert [_broken() for _ in range(3)] == [{}] * 3
    assert asked == ["https://portal.example/jwks"]


def test_a_profile_that_asks_nothing_of_keys_fetches_none(app, monkeypatch):
    asked = _publishes(monkeypatch, KEY)

    assert (_broken("plain"), asked) == ({}, [])


@pytest.mark.parametrize(
    "document",
    [OSError("no route"), NoAnswer("timeout"), "no key set", {"keys": []}, {"keys": [{"kty": "EC"}]}],
)
def test_published_keys_that_cannot_be_had_are_a_finding_and_no_fault(app, monkeypatch, document):
    _publishes(monkeypatch, document)
    [found] = services().client_desk.profiles.broken_rules(db.session.get(Client, "portal"), "fapi2")

    assert (found.id, found.member, found.blocks) == ("keys-unknown", "jwks_uri", False)
    assert "could not be fetched" in found.sentence


def test_keys_inside_the_house_are_not_fetched(app):
    a_client(secret=None, metadata={**GOOD, "jwks": None, "jwks_uri": "https://169.254.169.254/jwks"})

    assert _broken() == {"keys-unknown": False}


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

"""What an application can register about signatures and encryption."""

import pytest
from joserfc.jwk import ECKey

from idp.relying_parties.completion import completed
from idp.relying_parties.document import columns_of
from idp.relying_parties.faults import Problem
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.rules import faults_of
from tests.relying_parties.conftest import TODAY

EC = ECKey.generate_key("P-256").as_dict(private=False)
RSA = {"kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZpt", "e": "AQAB"}
KINDS = ("id_token", "userinfo", "authorization", "introspection")


def _read(offer, **members):
    document = {"client_name": "A", "redirect_uris": ["https://a.example/cb"], **members}
    read = parse(document)
    assert isinstance(read, Metadata), read
    return completed(read, offer, "generated", TODAY)


def _wrong(offer, **members):
    return {(fault.member, fault.problem) for fault in faults_of(_read(offer, **members), offer, TODAY)}


def _jwks(*keys):
    return {"keys": list(keys)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("ECDH-ES", EC),
        ("ECDH-ES+A128KW", {**EC, "use": "enc"}),
        ("ECDH-ES+A256KW", {**EC, "alg": "ECDH-ES+A256KW"}),
        ("ECDH-ES", {"kty": "OKP", "crv": "X25519", "x": "x"}),
        ("RSA-OAEP-256", RSA),
    ],
)
def test_answers_can_be_encrypted_to_a_registered_key(offer, kind, algorithm, key):
    members = {f"{kind}_encrypted_response_alg": algorithm, f"{kind}_encrypted_response_enc": "A256GCM"}

    assert _wrong(offer, jwks=_jwks(key), **members) == set()
    assert _wrong(offer, jwks_uri="https://a.example/jwks", **members) == set()
    kept = columns_of(_read(offer, jwks=_jwks(key), **members))["metadata_"]
    assert members.items() <= kept.items()


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_pair_an_unknown_word_or_no_key_is_refused(offer, kind):
    alg, enc = f"{kind}_encrypted_response_alg", f"{kind}_encrypted_response_enc"
    jwks = _jwks(EC)

    assert _wrong(offer, **{enc: "A128GCM"}) == {(enc, Problem.NEEDS)}
    assert _wrong(offer, **{alg: "ECDH-ES"}) == {(alg, Problem.NEEDS)}
    for unknown in ("RSA1_5", "RSA-OAEP", "dir", "A128KW", "PBES2-HS256+A128KW", "none"):
        assert _wrong(offer, jwks=jwks, **{alg: unknown}) == {(alg, Problem.UNKNOWN_VALUE)}
    for unknown in ("A192GCM", "A256CBC-HS512", "none"):
        assert _wrong(offer, jwks=jwks, **{alg: "ECDH-ES", enc: unknown}) == {(enc, Problem.UNKNOWN_VALUE)}


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [RSA],
        [{**EC, "use": "sig"}],
        [{**EC, "alg": "ECDH-ES+A128KW"}],
        [{**EC, "alg": "ES256"}],
        [{"kty": "OKP", "crv": "Ed25519", "x": "x"}],
    ],
)
def test_a_key_set_without_a_key_to_encrypt_to_is_refused(offer, keys):
    assert _wrong(offer, jwks=_jwks(*keys), id_token_encrypted_response_alg="ECDH-ES") == {
        ("jwks", Problem.NEEDS)
    }


@pytest.mark.parametrize(
    "member", [*(f"{kind}_signed_response_alg" for kind in KINDS), "request_object_signing_alg"]
)
def test_algorithms_of_signatures_are_those_that_are_spoken(offer, member):
    for known in ("RS256", "PS256", "ES256", "EdDSA"):
        assert _wrong(offer, jwks=_jwks(EC), **{member: known}) == set()
    for unknown in ("none", "HS256", "ES512"):
        assert (member, Problem.UNKNOWN_VALUE) in _wrong(offer, jwks=_jwks(EC), **{member: unknown})


@pytest.mark.parametrize(
    "members", [{"request_object_signing_alg": "ES256"}, {"require_signed_request_object": True}]
)
def test_who_signs_requests_has_registered_a_key(offer, members):
    (member,) = members

    assert _wrong(offer, **members) == {(member, Problem.NEEDS)}
    assert _wrong(offer, jwks=_jwks(EC), **members) == set()
    assert _wrong(offer, require_signed_request_object=False) == set()


def test_addresses_of_requests_are_addresses_and_may_have_a_fragment(offer):
    assert _wrong(offer, request_uris=["https://a.example/r", "https://a.example/r#v2"]) == set()
    assert _wrong(offer, request_uris=["https://a.example/r", "http://a.example/r"]) == {
        ("request_uris[1]", Problem.BAD_ADDRESS)
    }
    assert _wrong(offer, request_uris=["file:///etc/passwd"]) == {("request_uris[0]", Problem.BAD_ADDRESS)}


def test_pushing_always_is_a_plain_yes_or_no(offer):
    assert _wrong(offer, require_pushed_authorization_requests=True) == set()
    kept = columns_of(_read(offer, require_pushed_authorization_requests=True))["metadata_"]
    assert kept["require_pushed_authorization_requests"] is True

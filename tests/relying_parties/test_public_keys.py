"""Keys that an application registers by value."""

import base64

import pytest
from joserfc.jwk import ECKey, OKPKey

from idp.relying_parties.metadata import parse
from idp.relying_parties.public_keys import MOST_KEYS, unusable_keys

EC = ECKey.generate_key("P-256").as_dict(private=False)
OKP = OKPKey.generate_key("Ed25519").as_dict(private=False)


def modulus(bits):
    return base64.urlsafe_b64encode(b"\xff" * (bits // 8)).rstrip(b"=").decode()


def faults(*keys):
    return [fault.sentence for fault in unusable_keys(parse({"jwks": {"keys": list(keys)}}))]


def test_good_keys_are_good():
    assert faults(EC, OKP, {"kty": "RSA", "n": modulus(2048), "e": "AQAB"}) == []
    assert list(unusable_keys(parse({}))) == []


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "EC", "crv": "P-256", "x": "x", "y": "y"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-999", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": 7, "y": {}},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "EC"},
        {"kty": "XX"},
        {**EC, "use": 7},
    ],
)
def test_what_is_no_key_is_named(key):
    assert faults(EC, key) == ["jwks.keys[1] is malformed: it cannot be used as a public key."]


def test_short_rsa_keys_are_refused():
    short = {"kty": "RSA", "n": modulus(1024), "e": "AQAB"}

    assert faults(short) == ["jwks.keys[0] is too short: 2048 bits at least."]
    assert faults({**short, "n": None}) == ["jwks.keys[0] is too short: 2048 bits at least."]


def test_so_many_keys_and_not_more():
    assert faults(*[EC] * MOST_KEYS) == []
    assert faults(*[EC] * (MOST_KEYS + 1)) == ["jwks has too many entries: 20 at most."]

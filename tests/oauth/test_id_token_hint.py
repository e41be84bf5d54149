"""Which token is a hint, and to whom."""

import pytest
from joserfc import jwt

from idp.oauth.id_token_hint import hinted_subject, read_hint
from tests.oauth.keys import Ring

ISSUER = "https://id.example"


@pytest.fixture(scope="module")
def ring():
    return Ring()


def _signed(ring, algorithm="RS256", header=None, **changed):
    claims = {"iss": ISSUER, "sub": "somebody", "aud": "portal", "exp": 1, **changed}
    known = {name: value for name, value in claims.items() if value is not None}
    key = ring.signer(algorithm)
    head = {"alg": algorithm, "typ": "JWT", "kid": key.kid, **(header or {})}
    return jwt.encode(head, known, key, [algorithm])


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_an_id_token_of_ours_says_who_even_when_it_has_expired(ring, algorithm):
    assert hinted_subject(_signed(ring, algorithm), ring, ISSUER, "portal") == "somebody"


def test_it_says_so_only_to_its_own_client(ring):
    assert hinted_subject(_signed(ring), ring, ISSUER, "other") is None
    assert hinted_subject(_signed(ring, aud=["portal"]), ring, ISSUER, "portal") is None


@pytest.mark.parametrize("kind", ["at+jwt", "logout+jwt", "jwt"])
def test_other_tokens_are_no_hints(ring, kind):
    assert read_hint(_signed(ring, header={"typ": kind}), ring, ISSUER) is None


def test_what_has_neither_type_nor_end_is_no_hint(ring):
    """Signed UserInfo names issuer, audience and subject, too (OpenID Connect Core, 5.3.2)."""
    assert read_hint(_signed(ring, exp=None), ring, ISSUER) is None


def test_another_issuer_key_or_no_subject_is_no_hint(ring):
    assert read_hint(_signed(ring, iss="https://other.example"), ring, ISSUER) is None
    assert read_hint(_signed(Ring()), ring, ISSUER) is None
    assert read_hint(_signed(ring, sub=None), ring, ISSUER) is None
    assert read_hint(_signed(ring, sub=7), ring, ISSUER) is None


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "[" * 5000, "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_no_hint(ring, text):
    assert read_hint(text, ring, ISSUER) is None

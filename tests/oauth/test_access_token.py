"""Access tokens, issued and read back."""

from datetime import timedelta

import pytest
from joserfc import jwt

from idp.oauth.access_token import AccessTokens
from tests.moments import MovingClock
from tests.oauth.keys import Ring

ISSUER = "https://id.example"


@pytest.fixture(scope="module")
def ring():
    return Ring()


@pytest.fixture
def clock():
    return MovingClock()


@pytest.fixture
def tokens(ring, clock):
    return AccessTokens(ISSUER, ring, timedelta(minutes=10), clock)


def _issue(tokens, **changed):
    known = {"client_id": "portal", "subject": "sub", "audience": ["https://api"], "scope": "openid email"}
    known["bound_to"] = {}
    return tokens.issue(**{**known, **changed})


def test_a_token_is_read_back(tokens):
    token = tokens.read(_issue(tokens, authorization_id="a", acr="1", left_out=None))

    assert (token.client_id, token.authorization_id, token.scopes) == ("portal", "a", ["openid", "email"])
    assert token.audience == ["https://api"]
    assert "left_out" not in token.claims


def test_several_audiences_are_a_list(tokens):
    assert tokens.read(_issue(tokens, audience=["https://a", "https://b"])).audience == [
        "https://a",
        "https://b",
    ]


def test_a_token_dies_to_the_second(tokens, clock):
    text = _issue(tokens)
    clock.advance(seconds=599)
    assert tokens.read(text).expires_at > clock()
    clock.advance(seconds=1)
    assert tokens.read(text) is None


def test_another_type_issuer_or_key_is_not_read(tokens, ring):
    claims = {"iss": ISSUER, "exp": 10**10, "jti": "x", "client_id": "c", "aud": "a"}
    key = ring.signer("ES256")

    def signed(header=None, key=key, **changed):
        head = {"alg": "ES256", "typ": "at+jwt", "kid": ring.signer("ES256").kid, **(header or {})}
        return jwt.encode(head, {**claims, **changed}, key, ["ES256"])

    assert tokens.read(signed()) is not None
    assert tokens.read(signed({"typ": "JWT"})) is None
    assert tokens.read(signed({"typ": "logout+jwt"})) is None
    assert tokens.read(signed(iss="https://other.example")) is None
    assert tokens.read(signed(key=Ring().signer("ES256"))) is None


@pytest.mark.parametrize(
    "text", ["", "x", "a.b.c", "[" * 10_000, "\ud800", "eyJhbGciOiJub25lIn0.e30.", "é.é.é"]
)
def test_what_is_no_token_is_not_read(tokens, text):
    assert tokens.read(text) is None


def test_a_token_signed_by_another_algorithm_is_not_read(tokens, ring):
    claims = {"iss": ISSUER, "exp": 10**10, "jti": "x"}
    key = ring.signer("RS256")
    text = jwt.encode({"alg": "RS256", "typ": "at+jwt", "kid": key.kid}, claims, key, ["RS256"])

    assert tokens.read(text) is None

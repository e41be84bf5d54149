"""Tokens of our own: any library reads them."""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from idp.oauth.access_token import AccessToken, Verified
from idp.oauth.signing import signed

CLAIMS = {
    "iss": "https://id.example",
    "name": "Nguyễn Thị Quỳnh",
    "aud": ["a", "b"],
    "iat": 1,
    "more": {"x": None},
}


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("ES256", ECKey.generate_key("P-256", auto_kid=True)),
        ("EdDSA", OKPKey.generate_key("Ed25519", auto_kid=True)),
        ("RS256", RSAKey.generate_key(2048, auto_kid=True)),
        ("PS256", RSAKey.generate_key(2048, auto_kid=True)),
    ],
)
def test_a_token_is_read_back(algorithm, key):
    found = jwt.decode(signed(CLAIMS, key, algorithm, "at+jwt"), key, [algorithm])

    assert found.header == {"typ": "at+jwt", "alg": algorithm, "kid": key.kid}
    assert found.claims == CLAIMS


def test_a_verified_token_is_not_verified_again_by_the_same_keys():
    tried = []

    def verify(text, _keys):
        tried.append(text)
        return AccessToken({"jti": text})

    kept, keys = Verified(), KeySet([])
    assert kept.get("a", keys, verify) is kept.get("a", keys, verify)
    kept.get("a", KeySet([]), verify)

    assert tried == ["a", "a"]


def test_a_token_that_is_none_is_not_kept():
    tried = []
    kept, keys = Verified(), KeySet([])
    for _ in range(2):
        assert kept.get("a", keys, lambda text, _keys: tried.append(text)) is None

    assert len(tried) == 2


def test_only_so_many_are_kept():
    kept, keys = Verified(), KeySet([])
    for number in range(Verified.MOST + 10):
        kept.get(str(number), keys, lambda text, _keys: AccessToken({"jti": text}))

    assert len(kept._kept[1]) == Verified.MOST

"""Tokens of our own, signed: the header is made once for each key, and nothing about our own keys is asked again.

The signature is the library's; what is left out of its road is what it checks of headers and keys it does not know.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from msgspec import json

PrivateKey = RSAKey | ECKey | OKPKey


def signed(claims: Mapping[str, Any], key: PrivateKey, algorithm: str, typ: str = "JWT") -> str:
    """A compact signed token.

    Args:
        claims: What it says.
        key: Ours, for this algorithm; its `kid` names it.
        algorithm: `RS256`, `PS256`, `ES256` or `EdDSA`.
        typ: What kind of token it is.

    Source: RFC 7515, 3.1.
    """
    text = _header(typ, algorithm, str(key.kid)) + _encoded(json.encode(claims))
    signature = JWSRegistry.algorithms[algorithm].sign(text, key)
    return (text + b"." + _encoded(signature)).decode("ascii")


@lru_cache(maxsize=64)
def _header(typ: str, algorithm: str, kid: str) -> bytes:
    return _encoded(json.encode({"typ": typ, "alg": algorithm, "kid": kid})) + b"."


def _encoded(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")

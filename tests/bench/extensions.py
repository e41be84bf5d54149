"""Requests of the protocol's extensions, for the benchmark: what a client pays that uses them."""

import secrets
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from tests.builders import API, REDIRECT_URI, a_client, a_machine
from tests.walker import challenge_of

KEY = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


def prepare() -> None:
    """Make the clients of these requests."""
    a_machine(
        "signer",
        metadata={
            "token_endpoint_auth_method": "private_key_jwt",
            "jwks": {"keys": [KEY.as_dict(private=False)]},
        },
        audiences=[API],
    )
    a_client("kiosk", metadata={"grant_types": [DEVICE_CODE], "redirect_uris": [], "response_types": []})


def pushed() -> dict[str, str]:
    """An authorization request to be sent ahead (RFC 9126)."""
    return {
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid profile",
        "state": secrets.token_urlsafe(8),
        "code_challenge": challenge_of(secrets.token_urlsafe(48)),
        "code_challenge_method": "S256",
    }


def assertion(issuer: str, now: int) -> dict[str, str]:
    """A token request of a client that signs who it is (RFC 7523)."""
    claims = {"iss": "signer", "sub": "signer", "aud": issuer, "jti": secrets.token_urlsafe(16)}
    signed = jwt.encode(
        {"alg": "ES256", "kid": KEY.kid}, {**claims, "iat": now, "exp": now + 60}, KEY, ["ES256"]
    )
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": signed,
    }


def proof(address: str, now: int) -> dict[str, str]:
    """The header that shows a key (RFC 9449)."""
    shown: dict[str, Any] = {name: KEY.as_dict(private=False)[name] for name in ("kty", "crv", "x", "y")}
    claims = {"jti": secrets.token_urlsafe(16), "htm": "POST", "htu": address, "iat": now}
    return {"DPoP": jwt.encode({"typ": "dpop+jwt", "alg": "ES256", "jwk": shown}, claims, KEY, ["ES256"])}

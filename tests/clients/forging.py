"""Tokens as an attacker makes them."""

import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any

from tests.clients.fake_provider import SECRET


def forged_token(algorithm: str, claims: dict[str, Any], typ: str) -> str:
    """What an attacker can make: no signature, or one with a secret that several know."""
    parts = [
        base64_of(json.dumps(part).encode())
        for part in ({"alg": algorithm, "typ": typ, "kid": "first"}, claims)
    ]
    signed = ".".join(parts)
    signature = hmac.digest(SECRET.encode(), signed.encode(), "sha256") if algorithm == "HS256" else b""
    return f"{signed}.{base64_of(signature)}"


def base64_of(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()

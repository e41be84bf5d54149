"""Signed tokens of other people, before and while their signature is checked (RFC 7515; RFC 8725)."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Collection
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry

LONGEST = 16 * 1024
"""Characters of a token that anybody may send us."""

SAME_AS = {"Ed25519": "EdDSA"}
"""RFC 9864 gives an algorithm its own name; with the keys we take both say the same."""

PROOF_ALGORITHMS = ("ES256", "EdDSA", "Ed25519", "PS256")
"""Of DPoP proofs. RS256 is not among them: FAPI 2.0 forbids it, and no client that makes proofs needs it."""

UNREADABLE = (JoseError, ValueError, TypeError, KeyError, RecursionError)
"""What comes of a token that is none."""


class _Registry(JWSRegistry):
    # An RSA key in a header is larger than the library expects of one. Members nobody knows are ignored (RFC 7515, 4),
    # but for those the signer calls critical.
    max_header_length = 4 * 1024

    def __init__(self, algorithms: Collection[str]) -> None:
        super().__init__(algorithms=list(algorithms), strict_check_header=False)


def header_of(token: str) -> dict[str, Any]:
    """The header of a compact token, nothing verified; empty when there is none."""
    return _part(token, 0)


def claims_of(token: str) -> dict[str, Any]:
    """The claims of a compact token, nothing verified; empty when there are none."""
    return _part(token, 1)


def verified(token: str, key: Key, algorithms: Collection[str]) -> dict[str, Any]:
    """The claims of a token whose signature is good.

    Args:
        token: The compact token.
        key: With which it is checked.
        algorithms: Those it may be signed with; none of them is a wish of the token's.

    Raises:
        ValueError: It is not.
    """
    if len(token) > LONGEST:
        raise ValueError("too long")
    names = [*algorithms, *(name for name, old in SAME_AS.items() if old in algorithms)]
    try:
        return dict(jwt.decode(token, key, registry=_Registry(names)).claims)
    except UNREADABLE as cause:
        raise ValueError(type(cause).__name__) from cause


def _part(token: str, number: int) -> dict[str, Any]:
    if len(token) > LONGEST:
        return {}
    try:
        text = token.split(".")[number].encode("ascii")
        found = json.loads(urlsafe_b64decode(text + b"=" * (-len(text) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

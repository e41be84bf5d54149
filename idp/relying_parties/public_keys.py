"""Keys that an application registers by value: whether they can be used at all (RFC 7517; RFC 7518, 3.3)."""

from collections.abc import Iterator
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata

MOST_KEYS = 20
SHORTEST_RSA = 2048
_SHORTEST_MODULUS = SHORTEST_RSA // 6
"""Characters of base64 that the modulus of an RSA key takes at least."""


def unusable_keys(members: Metadata) -> Iterator[Fault]:
    """What is wrong with the keys themselves; their shape was looked at before (`rules.py`)."""
    keys: Any = (members.jwks or {}).get("keys", [])
    if len(keys) > MOST_KEYS:
        yield Fault("jwks", Problem.TOO_MANY, str(MOST_KEYS))
    for place, key in enumerate(keys[:MOST_KEYS]):
        if key["kty"] == "RSA" and len(str(key.get("n"))) < _SHORTEST_MODULUS:
            yield Fault(f"jwks.keys[{place}]", Problem.TOO_SHORT_KEY, str(SHORTEST_RSA))
        elif not _is_key(key):
            yield Fault(f"jwks.keys[{place}]", Problem.MALFORMED, "it cannot be used as a public key")


def _is_key(key: dict[str, Any]) -> bool:
    try:
        KeySet.import_key_set({"keys": [key]})
    except (JoseError, LookupError, TypeError, ValueError):
        return False
    return True

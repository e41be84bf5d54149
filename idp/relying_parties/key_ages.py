"""Since when the public keys of a registration stand in it, by its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from idp.relying_parties.history import Version

_MATERIAL = ("kty", "crv", "x", "y", "n", "e")
"""What makes a key the key it is (RFC 7638, 3.2); its name is none of it."""

_Material = tuple[str, ...]


def keys_since(versions: Sequence[Version]) -> tuple[tuple[str, datetime], ...]:
    """The names of the keys that are registered now, each with the moment since which it has been there.

    Args:
        versions: Every version of the registration, the latest first.
    """
    if not versions:
        return ()
    since = {material: (name, versions[0].at) for material, name in _keys(versions[0]).items()}
    there = set(since)
    for version in versions[1:]:
        there &= _keys(version).keys()  # one that was away for a while is as old as its return
        for material in there:
            since[material] = since[material][0], version.at
    return tuple(sorted(since.values()))


def _keys(version: Version) -> dict[_Material, str]:
    keys: Any = (version.document.get("jwks") or {}).get("keys") or []
    return {
        tuple(str(key.get(member, "")) for member in _MATERIAL): str(key.get("kid") or "")
        for key in keys
        if isinstance(key, dict)
    }

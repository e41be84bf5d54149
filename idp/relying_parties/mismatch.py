"""Why a redirect URI was not accepted: the nearest registered one, and the part in which they differ.

For the developer of the application, never for the citizen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from urllib.parse import urlsplit

_LOOKED_AT = 2_000


class Difference(StrEnum):
    """In what two addresses differ, the plainest explanation first."""

    SPACES = "spaces"
    CASE = "case"
    TRAILING_SLASH = "trailing_slash"
    SCHEME = "scheme"
    USERINFO = "userinfo"
    PORT = "port"
    HOST = "host"
    PATH = "path"
    QUERY = "query"
    FRAGMENT = "fragment"
    OTHER = "other"


@dataclass(frozen=True)
class Mismatch:
    """How a received address differs from the nearest registered one.

    Args:
        received: What the request named.
        nearest: The registered address most like it; None when none is registered.
        difference: In what they differ.
        position: The first character that differs, from 0.
    """

    received: str
    nearest: str | None
    difference: Difference
    position: int = 0


def explain_mismatch(received: str, registered: Sequence[str]) -> Mismatch:
    """Find the registered address most like the received one, and say in what they differ.

    Args:
        received: The redirect URI of the request; it equals none of the registered ones.
        registered: The client's redirect URIs.
    """
    shown = received[:_LOOKED_AT]
    if not registered:
        return Mismatch(shown, None, Difference.OTHER)
    nearest = max(registered, key=lambda known: _likeness(shown, known))
    return Mismatch(shown, nearest, _difference(shown, nearest), _shared(shown, nearest))


def _likeness(one: str, other: str) -> int:
    # Beginnings and ends alike: linear, where a real edit distance would let a stranger burn time.
    ahead = _shared(one.lower(), other.lower())
    return ahead + min(_shared(one[::-1], other[::-1]), min(len(one), len(other)) - ahead)


def _shared(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _difference(received: str, nearest: str) -> Difference:
    if received.strip() == nearest:
        return Difference.SPACES
    if received.casefold() == nearest.casefold():
        return Difference.CASE
    if received.rstrip("/") == nearest.rstrip("/"):
        return Difference.TRAILING_SLASH
    return _differing_part(received, nearest)


def _differing_part(received: str, nearest: str) -> Difference:
    try:
        got, known = urlsplit(received), urlsplit(nearest)
        got_port, known_port = got.port, known.port
    except ValueError:
        return Difference.OTHER
    pairs = (
        (Difference.SCHEME, got.scheme, known.scheme),
        (Difference.USERINFO, got.username, known.username),
        (Difference.HOST, got.hostname, known.hostname),
        (Difference.PORT, got_port, known_port),
        (Difference.PATH, got.path, known.path),
        (Difference.QUERY, got.query, known.query),
        (Difference.FRAGMENT, got.fragment, known.fragment),
    )
    return next((part for part, one, other in pairs if one != other), Difference.OTHER)

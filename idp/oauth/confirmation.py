"""What a token is bound to, and whoever shows one proves to have: a key or a certificate (RFC 7800, 3.1).

A confirmation is the value of `cnf`: `jkt` names a key (RFC 9449, 6.1), `x5t#S256` a certificate (RFC 8705, 3.1).
An empty one binds nothing. Members nobody here knows can be shown by nobody, so they bind for good.
"""

from collections.abc import Mapping

KEY = "jkt"
CERTIFICATE = "x5t#S256"

Confirmation = Mapping[str, str]

UNBOUND: Confirmation = {}


def is_met(bound_to: Mapping[str, object] | None, shown: Confirmation) -> bool:
    """Whether a request has shown everything something is bound to.

    Args:
        bound_to: What it is bound to; None or empty for nothing.
        shown: The keys and certificates the request has proved to have.
    """
    return all(shown.get(member) == value for member, value in (bound_to or {}).items())


def token_type(bound_to: Mapping[str, object]) -> str:
    """How a token bound so is presented (RFC 9449, 5; a certificate changes nothing: RFC 8705, 3)."""
    return "DPoP" if KEY in bound_to else "Bearer"

"""How a protected resource says which token it wants (RFC 6750, 3; RFC 9449, 7.1): the `WWW-Authenticate` header."""

from idp.oauth.jws import PROOF_ALGORITHMS

REALM = "oauth"
BEARER, DPOP = "Bearer", "DPoP"


def challenge(scheme: str = BEARER, **members: str) -> str:
    """Both schemes, as one header; what went wrong stands with the one that was used.

    Args:
        scheme: The one the request used.
        members: `error`, `error_description`, `scope` and what else a specification puts there.
    """
    said = {BEARER: {"realm": REALM}, DPOP: {"realm": REALM, "algs": " ".join(PROOF_ALGORITHMS)}}
    said[scheme] |= members
    schemes = (scheme, *(other for other in (BEARER, DPOP) if other != scheme))
    return ", ".join(f"{name} {_members(said[name])}" for name in schemes)


def _members(members: dict[str, str]) -> str:
    return ", ".join(f'{name}="{value}"' for name, value in members.items())

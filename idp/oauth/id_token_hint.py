"""`id_token_hint`: an ID token of ours that a client gives back (OpenID Connect Core, 3.1.2.1)."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError

from idp.oauth.extensions.id_token import ID_TOKEN_ALGORITHMS
from idp.oauth.ports import Keys


def read_hint(hint: str, keys: Keys, issuer: str) -> Mapping[str, Any] | None:
    """The claims of a hint, or None when it is no ID token of ours.

    An expired one will do: a hint says who, not that somebody may.

    Args:
        hint: The compact JWT.
        keys: The keys of this provider.
        issuer: The issuer identifier.
    """
    try:
        token = jwt.decode(hint, keys.verifiers(), list(ID_TOKEN_ALGORITHMS))
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    # Access and logout tokens carry the same signature; their type tells them apart. Signed UserInfo has no type, and
    # no end: whoever may read it need not be signed in, and its reader may sign nobody out.
    claims = token.claims
    is_typed = token.header.get("typ", "JWT") == "JWT"
    is_id_token = is_typed and isinstance(claims.get("sub"), str) and isinstance(claims.get("exp"), int)
    return claims if is_id_token and claims.get("iss") == issuer else None


def hinted_subject(hint: str, keys: Keys, issuer: str, client_id: str) -> str | None:
    """The `sub` a hint names to a client; None when it says nothing to that client."""
    claims = read_hint(hint, keys, issuer)
    return str(claims["sub"]) if claims is not None and claims.get("aud") == client_id else None

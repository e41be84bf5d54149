"""A JWT that a client signed, found good with one of the client's own keys (RFC 7517, 4.2 and 4.5)."""

import logging
from collections.abc import Iterable, Sequence

from joserfc.jwk import Key, KeySet
from joserfc.jwt import Token

from idp.oauth import jws

_MOST_KEYS = 8
_log = logging.getLogger("idp.oauth.client_signature")


def verified(text: str, key_sets: Iterable[KeySet], algorithms: Sequence[str]) -> Token | None:
    """Header and claims of a signed JWT; None when none of the keys made its signature.

    Args:
        text: The compact JWT.
        key_sets: The client's keys, those that are known before those that would have to be fetched.
        algorithms: Those the client may use.
    """
    header = jws.header_of(text)
    for key in (key for keys in key_sets for key in candidates(keys, header.get("kid"))):
        try:
            return Token(header, jws.verified(text, key, algorithms))
        except ValueError as cause:
            _log.info("signature of a client: %s", cause)
    return None


def candidates(keys: KeySet, kid: object) -> list[Key]:
    """The keys of a set that may have made a signature: those of its name, or a few.

    Args:
        keys: A client's.
        kid: The name in the header, if there is one.
    """
    # Names are hints: a client may register a key without one, or sign without naming it.
    signing = [key for key in keys.keys if key.get("use") != "enc"]
    named = [key for key in signing if key.kid == kid]
    return named or signing[:_MOST_KEYS]

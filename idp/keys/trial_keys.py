"""Keys that sign for one application of the sandbox only, while its developer wants to see it meet a new one.

Such a key is in no key set before the fault is switched on. So an application that goes on with the set it has does not
know it, and one that loads the set again does: every process publishes it, from the database, until the fault is over.
"""

from datetime import datetime

from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.keys.making import new_key
from idp.keys.ring import KeyRing, key_type
from idp.store.repositories.signing_keys import TRIAL, SigningKeys

_RSA_BITS = 2048
"""The least that RFC 7518, 3.3 allows: developers wait while it is made, and it is for an hour."""


class TrialKeys:
    """Makes them, and drops them."""

    def __init__(self, keys: SigningKeys, ring: KeyRing, sealer: Sealer, clock: Clock) -> None:
        self._keys = keys
        self._ring = ring
        self._sealer = sealer
        self._clock = clock

    def make(self, algorithm: str, until: datetime) -> str:
        """Make a key and have it published; its `kid`.

        Args:
            algorithm: `RS256`, `PS256`, `ES256` or `EdDSA`.
            until: When it is in the key set no more.
        """
        key = new_key(key_type(algorithm), TRIAL, self._sealer, self._clock(), _RSA_BITS)
        key.retired_at = until
        self._keys.add(key)
        self._ring.forget()
        return key.kid

    def drop(self, kid: str) -> None:
        """Take a key out of the set before its time."""
        self._keys.destroy(kid)
        self._ring.forget()

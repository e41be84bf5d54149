"""Nonces of the provider in DPoP proofs (RFC 9449, 8 and 9): derived from the time, so that every process knows them.

A nonce says when a proof was made at the earliest, by our clock: proofs cannot be made ahead of time.
"""

from collections.abc import Callable
from datetime import timedelta

from idp.clock import Clock
from idp.crypto.digests import keyed_digest, matches

SLOT = timedelta(minutes=2)
"""A nonce is handed out for this long, and taken for as long again."""


class Nonces:
    """Makes and recognises nonces; nothing is stored."""

    def __init__(self, key: Callable[[], bytes], clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def current(self) -> str:
        """The nonce of now."""
        return self._of(self._slot())

    def is_good(self, nonce: object) -> bool:
        """Whether a nonce is that of now, the one before, or, where the clocks of two nodes differ, the next."""
        now = self._slot()
        good = [self._of(now + away) for away in (-1, 0, 1)]
        return isinstance(nonce, str) and any(matches(each, nonce) for each in good)

    def _slot(self) -> int:
        return int(self._clock().timestamp() // SLOT.total_seconds())

    def _of(self, slot: int) -> str:
        return keyed_digest(self._key(), "nonce of a DPoP proof", str(slot))

"""The key ring: signs with the current keys, publishes all of them (RFC 7517)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey
from sqlalchemy.exc import SQLAlchemyError

from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store import patience
from idp.store.models import SigningKey

_SECONDS = 1.0
"""How long somebody who asks for the keys waits for news of them, where there are some already."""

PRIVATE = "signing_key.private_sealed"
PrivateKey = RSAKey | ECKey | OKPKey

_TYPES: dict[str, type[RSAKey] | type[ECKey] | type[OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}


class NoSigningKey(Exception):
    """No current key of the asked algorithm: `idp db upgrade` makes the first ones."""


def key_type(algorithm: str) -> str:
    """Under which algorithm the key for one is kept: an RSA key signs by both its algorithms."""
    return "RS256" if algorithm == "PS256" else algorithm


@dataclass(frozen=True)
class Loaded:
    """The keys as they were when last looked at."""

    signers: dict[str, PrivateKey]
    public: dict[str, Any]
    verifiers: KeySet
    at: datetime
    kids: frozenset[str] = field(default_factory=frozenset)

    def publishes(self, kid: str) -> bool:
        """Whether a key is in the set."""
        return any(key["kid"] == kid for key in self.public["keys"])


class KeyRing:
    """The provider's own keys. Read from the database at most once in `FRESH_FOR`."""

    FRESH_FOR = timedelta(seconds=1)

    def __init__(self, read: Callable[[], list[SigningKey]], sealer: Sealer, clock: Clock) -> None:
        self._read = read
        self._sealer = sealer
        self._clock = clock
        self._loaded: Loaded | None = None
        self._lock = threading.Lock()

    def signer(self, algorithm: str) -> PrivateKey:
        """The current key of an algorithm; its `kid` names it in the token's header.

        Args:
            algorithm: `RS256`, `PS256`, `ES256` or `EdDSA`.

        Raises:
            NoSigningKey: The ring has none.
        """
        try:
            return self._keys().signers[key_type(algorithm)]
        except KeyError:
            raise NoSigningKey(algorithm) from None

    def trial(self, kid: str, algorithm: str) -> PrivateKey | None:
        """The key that was made for one application of the sandbox; None where it is gone, or is for another algorithm.

        Args:
            kid: Which.
            algorithm: `RS256`, `PS256`, `ES256` or `EdDSA`.
        """
        for row in self._read():
            if (row.kid, row.algorithm) == (kid, key_type(algorithm)):
                if self._loaded is not None and not self._loaded.publishes(kid):
                    # Whoever gets a token with it asks for the key set next.
                    self.forget()
                return self._private(row)
        return None

    def public_jwks(self) -> dict[str, Any]:
        """The key set to publish: next, current and retired keys and those of the sandbox, public members only."""
        return self._keys().public

    def verifiers(self) -> KeySet:
        """The public keys with which tokens of our own are verified."""
        return self._keys().verifiers

    def glance(self) -> object | None:
        """The published set, while nothing has to be read to know that it holds. Another set is another object."""
        loaded = self._loaded
        return loaded.public if loaded is not None and self._is_fresh(loaded, self._clock()) else None

    def forget(self) -> None:
        """Look at the database again at the next use."""
        self._loaded = None

    def _keys(self) -> Loaded:
        now = self._clock()
        loaded = self._loaded
        if loaded is not None and self._is_fresh(loaded, now):
            return loaded
        # Once there are keys, one looks and the others go on with them: a slow database holds up one answer, not all.
        if not self._lock.acquire(blocking=loaded is None) and loaded is not None:
            return loaded
        try:
            self._loaded = self._loaded_anew(now, loaded)
            return self._loaded
        finally:
            self._lock.release()

    def _is_fresh(self, loaded: Loaded, now: datetime) -> bool:
        return timedelta(0) <= now - loaded.at < self.FRESH_FOR

    def _loaded_anew(self, now: datetime, before: Loaded | None) -> Loaded:
        if before is None:
            return self._load(now, before)
        try:
            with patience.at_most(_SECONDS):
                return self._load(now, before)
        except SQLAlchemyError:
            # Keys change rarely: without a database, yesterday's are still right.
            return replace(before, at=now)

    def _load(self, now: datetime, before: Loaded | None) -> Loaded:
        rows = self._read()
        if not rows:
            raise NoSigningKey("the ring is empty")
        stamp = frozenset(f"{row.kid}:{row.state}" for row in rows)
        if before is not None and before.kids == stamp:
            return replace(before, at=now)
        public = {"keys": [row.public_jwk for row in rows]}
        signers = {row.algorithm: self._private(row) for row in rows if row.state == "current"}
        return Loaded(signers, public, KeySet.import_key_set(public), now, stamp)  # type: ignore[arg-type]  # its own TypedDict

    def _private(self, row: SigningKey) -> PrivateKey:
        members = self._sealer.open_json(row.private_sealed, PRIVATE)
        return _TYPES[members["kty"]].import_key(members)

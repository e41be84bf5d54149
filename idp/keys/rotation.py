"""Rotation: next, current, retired. A key is published before it signs and after it has signed."""

from dataclasses import dataclass
from datetime import timedelta

from idp.audit.events.keys import SigningKeyRevoked, SigningKeyRotated
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.keys.making import new_key
from idp.keys.ring import KeyRing
from idp.store.models import SigningKey
from idp.store.repositories.signing_keys import SigningKeys

ALGORITHMS = ("RS256", "ES256", "EdDSA")


@dataclass(frozen=True)
class Rotated:
    """What a rotation did, by `kid`."""

    algorithm: str
    retired: str | None
    current: str
    next: str


class Rotation:
    """Keeps one `next` and one `current` key of each algorithm."""

    def __init__(
        self, keys: SigningKeys, ring: KeyRing, sealer: Sealer, audit: AuditLog, clock: Clock
    ) -> None:
        self._keys = keys
        self._ring = ring
        self._sealer = sealer
        self._audit = audit
        self._clock = clock

    def all(self) -> list[SigningKey]:
        """Every key of the ring, oldest first."""
        return self._keys.all()

    def make_missing(self) -> None:
        """Make the first keys of an installation. Part of setting up, under the migration lock."""
        there = {(key.algorithm, key.state) for key in self._keys.all()}
        for algorithm in ALGORITHMS:
            for state in ("current", "next"):
                if (algorithm, state) not in there:
                    self._keys.add(self._made(algorithm, state))
        self._ring.forget()

    def rotate(self, operator_id: str | None = None) -> list[Rotated]:
        """Retire the current keys, let the next ones sign, make new next ones.

        The next keys have been published since the rotation before, so that a client that caches the key set
        knows them already.

        Args:
            operator_id: Who asked, or None for the command line and the schedule.
        """
        now = self._clock()
        by_place = {(key.algorithm, key.state): key for key in self._keys.all()}
        done = []
        for algorithm in ALGORITHMS:
            current, following = by_place.get((algorithm, "current")), by_place.get((algorithm, "next"))
            if following is None or not self._keys.move(following.kid, "next", "current", now):
                continue
            if current is not None:
                self._keys.move(current.kid, "current", "retired", now)
            fresh = self._made(algorithm, "next")
            self._keys.add(fresh)
            done.append(Rotated(algorithm, current.kid if current else None, following.kid, fresh.kid))
            self._audit.record(
                SigningKeyRotated(operator_id=operator_id, algorithm=algorithm, kid=following.kid)
            )
        self._ring.forget()
        return done

    def is_due(self, every: timedelta) -> bool:
        """Whether the keys that sign have done so for long enough.

        Args:
            every: How long a key signs.
        """
        since = [key.current_since or key.created_at for key in self._keys.all() if key.state == "current"]
        return bool(since) and self._clock() - min(since) >= every

    def rotate_due(self, every: timedelta, operator_id: str | None = None) -> int:
        """Rotate on schedule; how many keys moved on.

        Args:
            every: How long a key signs.
            operator_id: Who asked, or None for the schedule itself.
        """
        return len(self.rotate(operator_id)) if self.is_due(every) else 0

    def revoke(self, kid: str, operator_id: str | None = None) -> bool:
        """Destroy a key at once, published or not; the next one of its algorithm takes its place.

        Whatever it signed is refused by everybody who reads the key set anew: for a key that may be known to others.

        Args:
            kid: Which.
            operator_id: Who asked.

        Returns:
            Whether there was such a key.
        """
        key = next((each for each in self._keys.all() if each.kid == kid), None)
        if key is None or not self._keys.destroy(kid):
            return False
        algorithm, state = key.algorithm, key.state
        if state == "current":
            self._succeed(algorithm)
        if state in ("current", "next"):
            self._keys.add(self._made(algorithm, "next"))
        self._audit.record(
            SigningKeyRevoked(operator_id=operator_id, algorithm=algorithm, kid=kid, state=state)
        )
        self._ring.forget()
        return True

    def _succeed(self, algorithm: str) -> None:
        """Let the next key of an algorithm sign."""
        now = self._clock()
        following = next(
            each for each in self._keys.all() if (each.algorithm, each.state) == (algorithm, "next")
        )
        self._keys.move(following.kid, "next", "current", now)

    def forget_retired(self, overlap: timedelta) -> int:
        """Stop publishing keys retired longer ago than every token they signed can live; how many.

        Args:
            overlap: How long a retired key stays published.
        """
        dropped = self._keys.drop_retired_before(self._clock() - overlap)
        self._ring.forget()
        return dropped

    def _made(self, algorithm: str, state: str) -> SigningKey:
        return new_key(algorithm, state, self._sealer, self._clock())

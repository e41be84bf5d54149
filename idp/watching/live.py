"""What no log holds and is looked at when it is asked for: what waits, how old keys are, the pulse."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.clock import Clock
from idp.store.models import DeliveryState, SigningKey
from idp.store.repositories.event_counts import EventCounts, hour_of
from idp.store.repositories.outbox_entries import OutboxEntries
from idp.store.repositories.signing_keys import SigningKeys
from idp.watching.figures import REGISTER
from idp.watching.pulse import ANSWERED, MISCONFIGURED, SILENT


@dataclass(frozen=True)
class Queue:
    """Entries of the outbox of one kind: how many wait, since when the oldest does, and how many were given up."""

    kind: str
    waiting: int
    oldest: datetime | None
    given_up: int


@dataclass(frozen=True)
class KeyAge:
    """One signing key: since when it is what it is. `is_old` says that the schedule has passed over it."""

    key: SigningKey
    since: datetime
    age: timedelta
    is_old: bool


class Live:
    """Looks at the outbox, the key ring and the register's pulse. One small SELECT each."""

    def __init__(
        self,
        entries: OutboxEntries,
        keys: SigningKeys,
        counts: EventCounts,
        rotate_every: timedelta,
        clock: Clock,
    ) -> None:
        self._entries = entries
        self._keys = keys
        self._counts = counts
        self._rotate_every = rotate_every
        self._clock = clock

    def queues(self) -> list[Queue]:
        """What waits in the outbox or was given up, by kind."""
        found: dict[str, dict[str, tuple[int, datetime]]] = {}
        for kind, state, count, oldest in self._entries.depth():
            found.setdefault(kind, {})[state] = count, oldest
        return [_queue(kind, found[kind]) for kind in sorted(found)]

    def ring(self) -> list[KeyAge]:
        """Every key that is published, with its age."""
        return [self._aged(key) for key in self._keys.all()]

    def pulses(self) -> dict[str, int]:
        """What came of asking the register how it is, in the running hour."""
        found = self._counts.summed(["detail"], [REGISTER], hour_of(self._clock()))
        return {
            **dict.fromkeys((ANSWERED, SILENT, MISCONFIGURED), 0),
            **{key[0]: n for key, n in found.items()},
        }

    def _aged(self, key: SigningKey) -> KeyAge:
        moments = {"current": key.current_since, "retired": key.retired_at}
        since = moments.get(key.state) or key.created_at
        age = self._clock() - since
        return KeyAge(key, since, age, key.state == "current" and age > self._rotate_every)


def _queue(kind: str, states: dict[str, tuple[int, datetime]]) -> Queue:
    waiting = states.get(DeliveryState.PENDING)
    given_up = states.get(DeliveryState.FAILED)
    return Queue(
        kind,
        waiting[0] if waiting else 0,
        waiting[1] if waiting else None,
        given_up[0] if given_up else 0,
    )

"""Rolling events up: the audit log is counted hour by hour, so that no page has to look at every event."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from idp.clock import Clock
from idp.store.repositories.event_counts import AN_HOUR, EventCounts, hour_of

TOLD: dict[str, tuple[str, ...]] = {
    "sign_in.succeeded": ("methods", "level"),
    "sign_in.stepped_up": ("methods", "level"),
    "sign_in.refused": ("reason",),
    "sign_in.slowed": ("what",),
    "session.ended": ("reason",),
    "proofing.checked": ("verdict",),
    "registration.completed": ("assurance",),
    "recovery.completed": ("proof",),
    "oauth.tokens_issued": ("grant",),
    "oauth.claims_released": ("channel",),
    "oauth.device_decided": ("outcome",),
    "oauth.approval_decided": ("outcome",),
    "sign_out.not_confirmed": ("reason",),
    "sign_out.left": ("reason",),
    "operator.refused": ("reason",),
    "operator.denied": ("right",),
}
"""What is counted apart, by the event's name."""

AT_ONCE = 48
"""Hours counted in one go: the past of a large log is counted over some minutes."""

FARTHEST = timedelta(days=400)
"""How far back the past is counted when an installation begins to count."""


class Rollup:
    """Counts the hours that are due. Counting one again gives the same."""

    def __init__(self, counts: EventCounts, clock: Clock) -> None:
        self._counts = counts
        self._clock = clock

    def count(self) -> int:
        """Count this hour and the one before, what was missed, and some of the past. For housekeeping.

        Returns:
            How many hours before those two were counted for the first time.
        """
        between, usual = self._counts.counted(), hour_of(self._clock()) - AN_HOUR
        due = self._due(between)
        # Looked at first, written then: SQLite's one write lock is not held while the log is read.
        found = [(hour, self._counts.in_log(hour)) for hour in due]
        for hour, counts in found:
            self._counts.keep(hour, counts)
        past = [hour for hour in due if hour < usual]
        return sum(between is None or not between[0] <= hour <= between[1] for hour in past)

    def _due(self, between: tuple[datetime, datetime] | None) -> list[datetime]:
        now = hour_of(self._clock())
        first, last = between or (now, now)
        # The last one and the one before it again: records are committed later than the moment they carry.
        forward = list(_hours(min(last, now) - AN_HOUR, now))[:AT_ONCE]
        oldest = self._counts.oldest_event()
        if oldest is None:
            return forward
        begin = max(hour_of(oldest), now - FARTHEST)
        back = min(first, forward[0])
        room = AT_ONCE - len(forward)
        return forward + [hour for number in range(1, room + 1) if (hour := back - number * AN_HOUR) >= begin]


def _hours(first: datetime, last: datetime) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += AN_HOUR

"""The register's pulse: asked once a minute, so that the first page knows without asking."""

from collections.abc import Callable

from idp.clock import Clock
from idp.registry.measured import ANSWERED, MISCONFIGURED, SILENT, came_of
from idp.registry.outcomes import Failure
from idp.store.repositories.event_counts import EventCounts, hour_of
from idp.watching.figures import REGISTER

__all__ = ["ANSWERED", "MISCONFIGURED", "SILENT", "Pulse"]


class Pulse:
    """Asks the register something harmless, and counts what came of it by the hour."""

    def __init__(self, probe: Callable[[], Failure | None], counts: EventCounts, clock: Clock) -> None:
        self._probe = probe
        self._counts = counts
        self._clock = clock

    def take(self) -> int:
        """Ask once. For housekeeping.

        Returns:
            How many questions were not answered: nothing to tell of is 0.
        """
        failure = self._probe()  # before anything is written: nobody waits for a lock meanwhile
        self._counts.add(hour_of(self._clock()), {(REGISTER, "", came_of(failure)): 1})
        return int(failure is not None)

"""How many calls applications make, and how many of them fail: by the hour, because only the latest calls are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from idp.store.db import DatabaseSession
from idp.store.repositories.event_counts import Counted, EventCounts, hour_of

CALLED = "protocol.called"
"""Under this name they stand among the counts of events."""

GOOD, FAILED = "good", "failed"


class CallCounts:
    """Counts the calls of applications, and adds them up."""

    def __init__(self, session: DatabaseSession) -> None:
        self._counts = EventCounts(session, {})

    def add(self, calls: Sequence[dict[str, Any]]) -> None:
        """Count some calls, each by its columns. One statement for each hour they are of."""
        by_hour: dict[datetime, Counted] = {}
        for call in calls:
            counts = by_hour.setdefault(hour_of(call["at"]), {})
            key = CALLED, call["client_id"], FAILED if call["status"] >= 400 else GOOD
            counts[key] = counts.get(key, 0) + 1
        for hour, counts in sorted(by_hour.items()):
            self._counts.add(hour, counts)

    def of(self, client_id: str, since: datetime, until: datetime) -> tuple[int, int]:
        """How many calls an application made between two full hours, and how many of them failed. One SELECT."""
        found = self._counts.summed(("detail",), [CALLED], since, until=until, clients=[client_id])
        good, failed = found.get((GOOD,), 0), found.get((FAILED,), 0)
        return good + failed, failed

"""`su-kien`: what changed, in order, told to each consumer under pseudonyms only it can resolve."""

from datetime import UTC, datetime
from threading import Lock
from typing import Any, NamedTuple

from idp.registry.mock.body import Malformed
from idp.registry.mock.consumers import Consumer
from idp.registry.mock.finding import Finding

PAGE = 500
KINDS = ("qua_doi", "mat_tich", "doi_so", "doi_ten", "dia_chi")


class Event(NamedTuple):
    """Something that happened to a person's record."""

    uid: str
    kind: str
    at: datetime


_HISTORY = (
    Event("098080000129", "mat_tich", datetime(2024, 2, 2, tzinfo=UTC)),
    Event("098138000109", "qua_doi", datetime(2025, 4, 12, tzinfo=UTC)),
    Event("098190000103", "dia_chi", datetime(2025, 7, 1, tzinfo=UTC)),
    Event("098175000111", "doi_so", datetime(2025, 9, 1, tzinfo=UTC)),
    Event("098191000120", "doi_ten", datetime(2025, 11, 20, tzinfo=UTC)),
)


class ChangeFeed:
    """An append-only list; the cursor is how much of it a consumer has seen."""

    def __init__(self) -> None:
        self._events = list(_HISTORY)
        self._lock = Lock()

    def add(self, event: Event) -> None:
        """Append what just happened."""
        with self._lock:
            self._events.append(event)

    def since(self, cursor: str, consumer: Consumer) -> Finding:
        """A page of what came after the cursor. Raises Malformed."""
        if len(cursor) > 12 or (cursor and not (cursor.isascii() and cursor.isdigit())):
            raise Malformed("since: the cursor of the last page, or nothing")
        start = int(cursor or 0)
        page = self._events[start : start + PAGE]
        lines: list[dict[str, Any]] = [
            {"reference": consumer.pseudonym(event.uid), "kind": event.kind, "at": event.at.isoformat()}
            for event in page
        ]
        return Finding("000", {"events": lines, "cursor": str(start + len(page))})

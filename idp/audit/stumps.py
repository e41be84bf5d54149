"""What dropped records left behind: where their chains stood. A check goes on from there.

A stump is an event of the log like any other, chained and named by checkpoints. It excuses a gap only where it says
how the chain went on: the record after the gap has to name the digest of the last one that was dropped.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from idp.store.models import AuditRecord
from idp.store.repositories.audit_stretches import Stretch
from idp.store_settings import AUDIT_KEPT_AT_LEAST


def as_text(stretch: Stretch) -> str:
    """A stretch as an event holds it."""
    return f"{stretch.writer}:{stretch.first}:{stretch.last}:{stretch.digest}"


class Stumps:
    """All of them, read when the first gap is seen: a log nobody dropped anything from has none to read.

    Args:
        read: Reads the events.
    """

    def __init__(self, read: Callable[[], Iterable[AuditRecord]]) -> None:
        self._read = read
        self._stretches: dict[str, dict[int, Stretch]] | None = None
        self._wrong: list[tuple[str, int, str]] = []

    def wrong(self) -> list[tuple[str, int, str]]:
        """Notes that cannot be ours: chain, place, and what is wrong."""
        self._read_once()
        return self._wrong

    def covers(self, writer: str, sequence: int, digest: str) -> bool:
        """Whether a record that a checkpoint names was dropped."""
        return any(
            each.first <= sequence <= each.last and (sequence < each.last or each.digest == digest)
            for each in self._read_once().get(writer, {}).values()
        )

    def bridges(self, writer: str, last: int, record: AuditRecord) -> bool:
        """Whether all that is missing before a record was dropped, and the record goes on from it.

        Args:
            writer: The chain.
            last: The place of the last record that is there; 0 where the chain begins with the gap.
            record: The first record after the gap.
        """
        ends = self._read_once().get(writer, {})
        found = ends.get(record.sequence - 1)
        if found is None or found.digest != record.previous:
            return False
        while found.first - 1 > last:
            if found.first - 1 not in ends:
                # What told of still older ones may have been dropped itself by now.
                return last == 0
            found = ends[found.first - 1]
        return True

    def _read_once(self) -> dict[str, dict[int, Stretch]]:
        """Every stretch, by its chain and the place of its last record."""
        if self._stretches is None:
            self._stretches = self._all()
        return self._stretches

    def _all(self) -> dict[str, dict[int, Stretch]]:
        found: dict[str, dict[int, Stretch]] = {}
        for record in self._read():
            try:
                told = [_read(text) for text in record.details["stretches"]]
                is_early = record.at - datetime.fromisoformat(record.details["until"]) < AUDIT_KEPT_AT_LEAST
            except (KeyError, TypeError, ValueError):
                self._wrong.append(
                    (record.writer, record.sequence, "is an unreadable note of what was dropped")
                )
                continue
            if is_early:
                self._wrong.append(
                    (record.writer, record.sequence, "tells of records dropped before their time")
                )
                continue
            for each in told:
                found.setdefault(each.writer, {})[each.last] = each
        return found


def _read(text: str) -> Stretch:
    writer, first, last, digest = text.split(":")
    return Stretch(writer, int(first), int(last), digest)

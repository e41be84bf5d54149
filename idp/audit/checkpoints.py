"""Checkpoints: records that name where every chain stood, so that a chain whose end was cut off is noticed.

Each names the chains that grew since the one before, that one's own chain among them: checkpoints are a chain too.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from idp.audit.events.chain import Checkpoint
from idp.audit.log import AuditLog
from idp.store.repositories.audit_records import AuditRecords

OVERLAP = timedelta(hours=1)
"""Records may be committed later than the moment they carry; no transaction lasts this long."""

EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Head:
    """Where one chain stood."""

    writer: str
    sequence: int
    digest: str

    @classmethod
    def read(cls, text: str) -> Self:
        """From a checkpoint's text."""
        writer, sequence, digest = text.split(":")
        return cls(writer, int(sequence), digest)

    def __str__(self) -> str:
        return f"{self.writer}:{self.sequence}:{self.digest}"


class Checkpoints:
    """Writes checkpoints. The worker does so every hour, and `idp audit checkpoint` at once."""

    def __init__(self, records: AuditRecords, audit: AuditLog) -> None:
        self._records = records
        self._audit = audit

    def latest(self) -> str | None:
        """The digest of the latest checkpoint, to be written down outside of the database."""
        found = self._records.latest(Checkpoint.name)
        return found.digest if found else None

    def write(self) -> int:
        """Write a checkpoint, unless nothing happened since the last one; how many chains it names."""
        former = self._records.latest(Checkpoint.name)
        grown = self._records.heads_since(former.at - OVERLAP if former else None)
        named = set(former.details["heads"]) if former else set()
        heads = [head for each in grown if (head := str(Head(*each))) not in named]
        if former is not None and heads == [str(Head(former.writer, former.sequence, former.digest))]:
            return 0
        self._audit.record(Checkpoint(heads=tuple(heads)))
        return len(heads)

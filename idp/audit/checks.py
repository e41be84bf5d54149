"""Checking the whole log piece by piece: each piece is small, and what was found so far is kept.

What checkpoints say is looked up at once, so that nothing has to be remembered from one piece to the next.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from idp.audit.chain import GENESIS
from idp.audit.checkpoints import Head
from idp.audit.events.chain import Checkpoint, RecordsDropped
from idp.audit.events.watching import AuditCheckAsked, AuditChecked
from idp.audit.log import AuditLog
from idp.audit.stumps import Stumps
from idp.audit.verify import CUT_OFF, Finding, Place, wrong_with
from idp.clock import Clock
from idp.store.models import AuditCheck, AuditRecord
from idp.store.repositories.audit_checks import AuditCheckRows
from idp.store.repositories.audit_records import AuditRecords

PIECE = 2_000
"""Records looked at in one go."""

MOST_FINDINGS = 50
"""Findings that are kept with their place; all are counted."""

_SHOWN = 10


@dataclass
class _Piece:
    """What came of one piece."""

    chains: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)


class AuditChecks:
    """Asked for on a page, done by the worker."""

    def __init__(self, rows: AuditCheckRows, records: AuditRecords, audit: AuditLog, clock: Clock) -> None:
        self._rows = rows
        self._records = records
        self._audit = audit
        self._clock = clock

    def latest(self) -> list[AuditCheck]:
        """The latest checks, with what they found."""
        return self._rows.latest(_SHOWN)

    def ask(self, by: str | None = None) -> AuditCheck:
        """Have the whole log checked; one check at a time.

        Args:
            by: The operator who asks; None for the command line.
        """
        under_way = self._rows.unfinished()
        if under_way is not None:
            return under_way
        check = AuditCheck(id=str(uuid.uuid4()), asked_by=by, asked_at=self._clock(), last=GENESIS)
        self._rows.add(check)
        self._audit.record(AuditCheckAsked(check_id=check.id, operator_id=by))
        return check

    def go_on(self) -> int:
        """Look at the next piece of the check that is under way; how many records it had. For housekeeping."""
        check = self._rows.unfinished()
        if check is None:
            return 0
        records = self._records.after(check.writer, check.sequence, PIECE)
        if not records:
            self._finish(check)
            return 0
        piece = self._looked_at(check, records)
        kept = [
            *check.findings,
            *({"writer": one.writer, "sequence": one.sequence, "what": one.what} for one in piece.findings),
        ]
        self._rows.move(
            check,
            writer=records[-1].writer,
            sequence=records[-1].sequence,
            last=records[-1].digest,
            records=check.records + len(records),
            chains=check.chains + piece.chains,
            checkpoints=check.checkpoints + piece.checkpoints,
            faults=check.faults + len(piece.findings),
            findings=kept[:MOST_FINDINGS],
        )
        return len(records)

    def _looked_at(self, check: AuditCheck, records: Iterable[AuditRecord]) -> _Piece:
        piece, place = _Piece(), Place(check.writer, check.sequence, check.last)
        stumps = Stumps(lambda: self._records.named(RecordsDropped.name))
        for record in records:
            if record.writer != place.writer:
                place = Place(record.writer)
                piece.chains += 1
            piece.findings.extend(wrong_with(record, place, {}, stumps))
            if record.name == Checkpoint.name:
                piece.checkpoints += 1
                piece.findings.extend(self._untrue_in(record, stumps))
            elif record.name == RecordsDropped.name:
                here = (record.writer, record.sequence)
                piece.findings.extend(Finding(*each) for each in stumps.wrong() if each[:2] == here)
            place.sequence, place.last = record.sequence, record.digest
        return piece

    def _untrue_in(self, record: AuditRecord, stumps: Stumps) -> Iterator[Finding]:
        try:
            heads = [Head.read(str(text)) for text in record.details["heads"]]
        except (KeyError, TypeError, ValueError):
            yield Finding(record.writer, record.sequence, "is an unreadable checkpoint")
            return
        there = self._records.digests([(head.writer, head.sequence) for head in heads])
        for head in heads:
            found = there.get((head.writer, head.sequence))
            if found is None:
                if not stumps.covers(head.writer, head.sequence, head.digest):
                    yield Finding(head.writer, head.sequence, CUT_OFF)
            elif found != head.digest:
                yield Finding(head.writer, head.sequence, "is not the record that a checkpoint names")

    def _finish(self, check: AuditCheck) -> None:
        if self._rows.move(check, finished_at=self._clock()):
            self._audit.record(
                AuditChecked(
                    check_id=check.id,
                    records=check.records,
                    chains=check.chains,
                    checkpoints=check.checkpoints,
                    faults=check.faults,
                )
            )

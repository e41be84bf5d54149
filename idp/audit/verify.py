"""Checks the audit log: every chain from its first record, and against every checkpoint."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from idp.audit.chain import GENESIS, record_digest
from idp.audit.checkpoints import Head
from idp.audit.log import chained
from idp.audit.stumps import Stumps
from idp.store.models import AuditRecord


@dataclass(frozen=True)
class Finding:
    """One thing wrong with the log.

    Args:
        writer: The chain.
        sequence: The place in the chain.
        what: What is wrong, as a sentence.
    """

    writer: str
    sequence: int
    what: str


@dataclass
class Report:
    """What a check found."""

    records: int = 0
    chains: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


CUT_OFF = "is named by a checkpoint and gone: an end was cut off"

Wanted = dict[tuple[str, int], str]
"""Digests that checkpoints name, by chain and place."""


@dataclass
class Place:
    """How far the walk along one chain has come."""

    writer: str
    sequence: int = 0
    last: str = GENESIS


def verify(
    records: Iterable[AuditRecord],
    checkpoints: Iterable[AuditRecord],
    noted: Iterable[str] = (),
    dropped: Iterable[AuditRecord] = (),
) -> Report:
    """Check the whole log.

    Args:
        records: Every record, chain after chain, each in its order.
        checkpoints: The checkpoints among them.
        noted: Digests of checkpoints that were written down outside of the database: whoever can change all of it
            can make a log that is whole, but not one that holds these.
        dropped: The notes among them of what was dropped because its time was over.
    """
    report, stumps = Report(), Stumps(lambda: dropped)
    wanted, missing = _named_by(checkpoints, report), dict.fromkeys(noted)
    place = Place("")
    for record in records:
        if record.writer != place.writer:
            place = Place(record.writer)
            report.chains += 1
        report.records += 1
        report.findings.extend(wrong_with(record, place, wanted, stumps))
        missing.pop(record.digest, None)
        place.sequence, place.last = record.sequence, record.digest
    for (writer, sequence), digest in wanted.items():
        if not stumps.covers(writer, sequence, digest):
            report.findings.append(Finding(writer, sequence, CUT_OFF))
    report.findings.extend(Finding(*each) for each in stumps.wrong())
    report.findings.extend(Finding("", 0, f"no record has the noted digest {each[:50]}") for each in missing)
    return report


def _named_by(checkpoints: Iterable[AuditRecord], report: Report) -> Wanted:
    wanted: Wanted = {}
    for record in checkpoints:
        report.checkpoints += 1
        try:
            heads = [Head.read(str(text)) for text in record.details["heads"]]
        except (KeyError, TypeError, ValueError):
            report.findings.append(Finding(record.writer, record.sequence, "is an unreadable checkpoint"))
            continue
        wanted.update({(head.writer, head.sequence): head.digest for head in heads})
    return wanted


def wrong_with(record: AuditRecord, place: Place, wanted: Wanted, stumps: Stumps) -> Iterator[Finding]:
    """What is wrong with a record where it stands.

    Args:
        record: The record.
        place: Where the walk along its chain stood before.
        wanted: What checkpoints say of records; what it says of this one is taken out.
        stumps: What was dropped because its time was over.
    """
    here = record.writer, record.sequence
    is_next = record.sequence == place.sequence + 1 and record.previous == place.last
    if not is_next and not stumps.bridges(record.writer, place.sequence, record):
        if record.sequence != place.sequence + 1:
            yield Finding(*here, f"comes where {place.sequence + 1} should be: records were removed or moved")
        if record.previous != place.last:
            yield Finding(*here, "does not follow the record before it")
    if record.digest != _digest_of(record):
        yield Finding(*here, "was changed after it was written")
    if wanted.pop(here, record.digest) != record.digest:
        yield Finding(*here, "is not the record that a checkpoint names")


def _digest_of(record: AuditRecord) -> str:
    content = {
        "at": record.at,
        "name": record.name,
        "citizen_id": record.citizen_id,
        "client_id": record.client_id,
        "operator_id": record.operator_id,
        "details": record.details,
    }
    return record_digest(record.previous, record.writer, record.sequence, chained(content))

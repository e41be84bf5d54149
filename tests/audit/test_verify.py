"""Checking the audit log: whatever is done to it is noticed."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import delete, select, update

from idp.audit.chain import record_digest
from idp.audit.events.chain import Checkpoint
from idp.audit.events.event import Event
from idp.audit.log import chained
from idp.audit.verify import verify
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    name: ClassVar[str] = "test.happened"

    number: int
    client_id: str | None = None


@pytest.fixture
def log(app):
    """Six records of one writer, two of another, and a checkpoint over both."""
    services_ = services()
    for number in range(6):
        services_.audit.record(Happened(number=number, client_id="portal"))
    db.session.commit()
    first = services_.audit._writers.borrow()
    for number in (6, 7):
        services_.audit.record(Happened(number=number))
    db.session.commit()
    services_.audit._writers.give_back(first)
    services_.checkpoints.write()
    db.session.commit()
    return rows()


def rows():
    db.session.expire_all()
    return list(db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)))


def check():
    db.session.commit()
    records = services().audit_records
    return verify(records.in_chain_order(), records.named(Checkpoint.name))


def row(number):
    return next(each for each in rows() if each.details.get("number") == number)


def change(number, **values):
    db.session.execute(update(AuditRecord).where(AuditRecord.id == row(number).id).values(**values))


def test_an_untouched_log_is_whole(log):
    report = check()

    assert report.is_whole, report.findings
    assert (report.records, report.chains, report.checkpoints) == (9, 2, 1)


def test_an_empty_log_is_whole(app):
    assert check().is_whole


@pytest.mark.parametrize(
    "values",
    [
        {"details": {"number": 99}},
        {"name": "test.other"},
        {"client_id": "somebody-else"},
        {"client_id": None},
        {"citizen_id": "somebody"},
        {"operator_id": "somebody"},
        {"digest": "x" * 43},
        {"previous": "x" * 43},
    ],
)
def test_a_changed_record_is_noticed(log, values):
    change(2, **values)

    assert {finding.sequence for finding in check().findings} >= {3}


def test_a_moved_moment_is_noticed(log, clock):
    clock.advance(microseconds=1)
    change(2, at=clock())

    assert not check().is_whole


@pytest.mark.parametrize("number", [0, 2, 4])
def test_a_removed_record_is_noticed(log, number):
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == row(number).id))

    assert any("removed" in finding.what for finding in check().findings)


def test_swapped_records_are_noticed(log):
    one, other = row(2), row(3)
    places = (one.sequence, other.sequence)
    change(2, sequence=1_000)
    change(3, sequence=places[0])
    change(2, sequence=places[1])

    assert not check().is_whole


def test_swapped_contents_are_noticed(log):
    change(2, details={"number": 3})
    db.session.execute(update(AuditRecord).where(AuditRecord.id == log[3].id).values(details={"number": 2}))

    assert len(check().findings) >= 2


def test_a_cut_end_is_noticed_by_the_checkpoint(log):
    last = row(5)
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == last.id))
    found = check().findings

    assert [(each.writer, each.sequence) for each in found if "cut off" in each.what] == [
        (last.writer, last.sequence)
    ]


def test_a_whole_chain_that_is_gone_is_noticed(log):
    writer = row(6).writer
    db.session.execute(delete(AuditRecord).where(AuditRecord.writer == writer))

    assert any("cut off" in finding.what for finding in check().findings)


def test_a_log_that_was_emptied_is_noticed_by_what_was_noted_elsewhere(log):
    noted = services().checkpoints.latest()
    assert verify(services().audit_records.in_chain_order(), [], [noted]).is_whole
    db.session.execute(delete(AuditRecord))
    db.session.commit()

    assert check().is_whole
    assert not verify(services().audit_records.in_chain_order(), [], [noted]).is_whole


def test_a_chain_written_anew_is_noticed(log):
    """The digests are no secret: whoever has the database can write a chain that is whole in itself."""
    last = row(7)
    content = {
        "at": last.at,
        "name": last.name,
        "citizen_id": None,
        "client_id": None,
        "operator_id": None,
        "details": {"number": 99},
    }
    forged = record_digest(last.previous, last.writer, last.sequence, chained(content))
    change(7, details={"number": 99}, digest=forged)

    assert [finding.what for finding in check().findings] == ["is not the record that a checkpoint names"]


def test_a_broken_checkpoint_is_noticed(log):
    db.session.execute(
        update(AuditRecord).where(AuditRecord.name == Checkpoint.name).values(details={"heads": ["nonsense"]})
    )

    assert any("unreadable" in finding.what for finding in check().findings)


def test_what_comes_after_the_checkpoint_is_only_checked_by_its_chain(log):
    services().audit.record(Happened(number=10))
    db.session.commit()
    assert check().is_whole
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == row(10).id))

    assert check().is_whole, "no checkpoint names it: the next one would"


def test_many_records_are_read_in_portions(log):
    for number in range(11, 2_511):
        services().audit.record(Happened(number=number))
    report = check()

    assert (report.is_whole, report.records) == (True, 2_509)

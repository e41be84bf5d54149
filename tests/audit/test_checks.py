"""Checking the log piece by piece finds what a check of the whole finds."""

import pytest
from sqlalchemy import delete, select, update

from idp.audit import checks as checking
from idp.audit.events.chain import Checkpoint
from idp.audit.verify import verify
from idp.store.db import db
from idp.store.models import AuditCheck, AuditRecord
from idp.web.current import services
from tests.audit.test_verify import Happened

PIECES = (1, 2, 3, 100)


@pytest.fixture(params=PIECES)
def checks(request, app, monkeypatch):
    """Over a log of two chains and two checkpoints, in pieces of some size."""
    monkeypatch.setattr(checking, "PIECE", request.param)
    audit = services().audit
    for number in range(5):
        audit.record(Happened(number=number, client_id="portal"))
    db.session.commit()
    first = audit._writers.borrow()
    for number in (5, 6):
        audit.record(Happened(number=number))
    db.session.commit()
    audit._writers.give_back(first)
    for _ in range(2):
        services().checkpoints.write()
        db.session.commit()
        audit.record(Happened(number=7))
        db.session.commit()
    return services().watch.checks


def checked(checks) -> AuditCheck:
    check = checks.ask()
    db.session.commit()
    for _ in range(100):
        checks.go_on()
        db.session.commit()
    db.session.refresh(check)
    assert check.finished_at is not None
    return check


def row(number):
    return next(
        each for each in db.session.scalars(select(AuditRecord)) if each.details.get("number") == number
    )


def whole():
    records = services().audit_records
    return verify(records.in_chain_order(), records.named(Checkpoint.name))


def test_an_untouched_log_is_whole(checks):
    before = db.session.query(AuditRecord).count()
    check = checked(checks)

    assert (check.faults, check.findings, check.checkpoints) == (0, [], 2)
    assert check.records >= before
    assert check.chains == len({each.writer for each in db.session.scalars(select(AuditRecord))})


def test_a_changed_record_is_found(checks):
    changed = row(3)
    db.session.execute(update(AuditRecord).where(AuditRecord.id == changed.id).values(client_id="land"))
    check = checked(checks)

    assert [each["what"] for each in check.findings] == ["was changed after it was written"]
    assert check.findings[0]["sequence"] == changed.sequence


def test_a_dropped_record_is_found(checks):
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == row(2).id))
    check = checked(checks)

    assert check.faults == len(whole().findings) == 2


def test_an_end_that_was_cut_off_is_found(checks):
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == row(6).id))
    check = checked(checks)

    assert [each["what"] for each in check.findings] == [
        "is named by a checkpoint and gone: an end was cut off"
    ]


def test_a_chain_that_was_written_anew_is_found(checks):
    last = row(6)
    db.session.execute(update(AuditRecord).where(AuditRecord.id == last.id).values(digest="x" * 43))
    check = checked(checks)

    assert {each["what"] for each in check.findings} == {
        "was changed after it was written",
        "is not the record that a checkpoint names",
    }


def test_an_unreadable_checkpoint_is_found(checks):
    record = services().audit_records.latest(Checkpoint.name)
    db.session.execute(
        update(AuditRecord).where(AuditRecord.id == record.id).values(details={"heads": ["x"]})
    )

    assert "is an unreadable checkpoint" in {each["what"] for each in checked(checks).findings}


@pytest.fixture
def one(app):
    return services().watch.checks


def test_only_some_findings_are_kept_and_all_are_counted(one, monkeypatch):
    monkeypatch.setattr(checking, "MOST_FINDINGS", 2)
    for number in range(5):
        services().audit.record(Happened(number=number))
    db.session.commit()
    db.session.execute(update(AuditRecord).values(client_id="x"))
    check = checked(one)

    assert (check.faults, len(check.findings)) == (5, 2)


def test_one_check_goes_on_at_a_time(one):
    first = one.ask("op")
    db.session.commit()

    assert one.ask("other").id == first.id
    assert db.session.query(AuditCheck).count() == 1


def test_nothing_is_done_unless_asked(one, statements):
    with statements.counted():
        assert one.go_on() == 0

    assert len(statements) == 1


def test_of_two_workers_at_the_same_place_one_goes_on(one):
    for number in range(3):
        services().audit.record(Happened(number=number))
    check = one.ask()
    db.session.commit()
    stale = AuditCheck(id=check.id, version=check.version)
    one.go_on()
    db.session.commit()

    assert not one._rows.move(stale, records=99)


def test_who_asked_and_what_came_of_it_is_in_the_log(one):
    one.ask("op")
    checked(one)
    rows = {each.name: each for each in db.session.scalars(select(AuditRecord))}

    assert rows["audit.check_asked"].operator_id == "op"
    assert rows["audit.checked"].details["faults"] == 0

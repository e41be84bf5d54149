"""What is dropped from the audit log leaves a stump, and a check goes on from there."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from idp.audit.events.chain import Checkpoint, RecordsDropped
from idp.audit.verify import verify
from idp.store.db import db
from idp.store.models import AuditRecord, ProtocolCall
from idp.store.repositories.log_months import AUDIT, LOGS, LogMonths
from idp.web.current import services
from tests.audit.test_checks import checked
from tests.audit.test_verify import Happened
from tests.installation import changed
from tests.moments import START, MovingClock

CALLS = LOGS[-1]
sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def clock():
    # The migration that makes the first month reads the machine's clock; who advances by 31 days skips no month.
    return MovingClock(max(START, datetime.now(UTC).replace(day=2)))


@pytest.fixture
def settings(settings, engine):
    """With a database of one's own: what is dropped here is a table."""
    own = {"database_url": engine.another("months")} if engine.name == "postgresql" else {}
    return changed(settings, audit_retention=timedelta(days=400), **own)


@pytest.fixture
def log(app, clock):
    """Three months of two chains with checkpoints; in each month one chain goes on and another ends."""
    made = services()
    number = 0
    for _ in range(3):
        made.retention.make_ahead()
        made.checkpoints.write()
        db.session.commit()
        for at_once in (1, 2):
            lent = [made.audit._writers.borrow() for _ in range(at_once - 1)]
            for _ in range(3):
                made.audit.record(Happened(number=number))
                number += 1
            db.session.commit()
            for writer in lent:
                made.audit._writers.give_back(writer)
        clock.advance(days=31)
    clock.advance(days=400 - 62)
    return made.retention


def check():
    db.session.expire_all()
    records = services().audit_records
    dropped = records.named(RecordsDropped.name)
    return verify(records.in_chain_order(), records.named(Checkpoint.name), dropped=dropped)


def drop(retention) -> int:
    """All that is over."""
    gone = 0
    while some := retention.drop_records():
        db.session.commit()
        gone += some
    return gone


def numbers() -> list[int]:
    found = db.session.scalars(select(AuditRecord.details).where(AuditRecord.name == Happened.name))
    return sorted(each["number"] for each in found)


def test_what_is_over_goes_and_the_rest_is_whole(log, clock):
    assert check().is_whole

    assert drop(log) >= 7

    assert numbers() == list(range(6, 18))
    report = check()
    assert report.is_whole, report.findings
    check_ = checked(services().watch.checks)
    assert check_.faults == 0, check_.findings

    clock.advance(days=31)
    assert drop(log) >= 7

    assert numbers() == list(range(12, 18))
    assert check().is_whole
    assert drop(log) == 0


@sqlite
def test_what_is_not_over_stays(app, clock):
    services().audit.record(Happened(number=1))
    db.session.commit()
    clock.advance(days=399)

    assert drop(services().retention) == 0


@sqlite
def test_a_log_that_was_touched_is_kept(log):
    first = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id).offset(1).limit(1)).one()
    db.session.execute(update(AuditRecord).where(AuditRecord.id == first.id).values(previous="x" * 43))
    db.session.commit()

    assert drop(log) == 0
    assert numbers()[0] == 0


def the_first_left() -> AuditRecord:
    of_chain = select(AuditRecord).where(AuditRecord.name == Happened.name, AuditRecord.sequence > 1)
    return db.session.scalars(of_chain.order_by(AuditRecord.id).limit(1)).one()


@sqlite
def test_one_more_that_is_missing_after_the_gap_is_noticed(log):
    drop(log)
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == the_first_left().id))
    db.session.commit()

    assert any("removed" in finding.what for finding in check().findings)
    assert checked(services().watch.checks).faults


@sqlite
def test_without_the_note_the_gap_is_noticed(log):
    drop(log)
    db.session.execute(delete(AuditRecord).where(AuditRecord.name == RecordsDropped.name))
    db.session.commit()

    found = {finding.what for finding in check().findings}
    assert any("removed" in what for what in found)
    assert any("cut off" in what for what in found)


@sqlite
@pytest.mark.parametrize(
    "told", [{"until": "2027-11-01T00:00:00.000000Z"}, {"stretches": ["x:1"]}, {"until": 1}]
)
def test_a_note_that_cannot_be_ours_is_noticed(log, told):
    drop(log)
    note = db.session.scalars(
        select(AuditRecord).where(AuditRecord.name == RecordsDropped.name).limit(1)
    ).one()
    details = {**note.details, **told}
    db.session.execute(update(AuditRecord).where(AuditRecord.id == note.id).values(details=details))
    db.session.commit()

    found = check().findings
    assert any("before their time" in each.what or "unreadable note" in each.what for each in found)
    assert any(
        "before their time" in each["what"] or "unreadable note" in each["what"]
        for each in checked(services().watch.checks).findings
    )


@postgresql
def test_months_are_made_ahead_and_dropped_with_their_rows(app, clock):
    made = services()
    clock.advance(days=200)
    made.audit.record(Happened(number=1))
    db.session.commit()
    assert db.session.scalar(text("SELECT count(*) FROM audit_record_rest")) == 1

    assert made.retention.make_ahead() > 0
    db.session.commit()

    assert db.session.scalar(text("SELECT count(*) FROM audit_record_rest")) == 0
    assert numbers() == [1]
    assert made.retention.make_ahead() == 0
    ends = [month.until for month in made.log_months.of(AUDIT) if month.until]
    assert ends == sorted(ends)
    assert ends[-1] > clock() + timedelta(days=85)

    row = {"client_id": "a", "method": "GET", "endpoint": "x", "status": 200, "milliseconds": 1}
    made.calls.add([{**row, "at": clock()}])
    before = len(made.log_months.of(CALLS))
    while made.retention.drop_others():
        db.session.commit()
    assert len(made.log_months.of(CALLS)) < before
    clock.advance(days=62)
    made.calls.add([{**row, "at": clock()}])
    db.session.commit()

    while made.retention.drop_others():
        db.session.commit()
    assert len(db.session.scalars(select(ProtocolCall)).all()) == 1


@postgresql
def test_months_that_somebody_else_made_a_moment_ago_are_not_made_again(app, clock, monkeypatch):
    clock.advance(days=200)
    really = LogMonths.is_only_one

    def after_another(months):
        monkeypatch.setattr(LogMonths, "is_only_one", really)
        with Session(db.engine) as other:
            assert LogMonths(other).make_ahead(AUDIT, clock()) > 0
            other.commit()
        return really(months)

    monkeypatch.setattr(LogMonths, "is_only_one", after_another)

    assert services().log_months.make_ahead(AUDIT, clock()) == 0


@postgresql
def test_a_month_that_somebody_reads_is_left_for_later(log):
    with db.engine.connect() as reader:
        reader.execute(text("LOCK TABLE audit_record IN ACCESS SHARE MODE"))  # as a long read holds it
        with pytest.raises(OperationalError, match="lock timeout"):
            log.drop_records()
        db.session.rollback()

    assert numbers() == list(range(18))
    assert drop(log) >= 7

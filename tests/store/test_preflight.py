"""What `idp db check` sees, and what it refuses."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from idp.store import preflight, upgrading
from idp.store.db import db
from idp.store.models import RunningProcess
from idp.store.preflight import OlderProcesses, State, examine, refuse_while_used
from idp.store.repositories.running_processes import LATELY, RunningProcesses
from idp.store.upgrading import Migration
from tests.builders import a_citizen

TAKES_AWAY = Migration("0009", "Takes away.", phase="contract", needs="0008", touches=("citizen",))


@pytest.fixture
def contract_ahead(monkeypatch):
    for module in (preflight, upgrading):
        monkeypatch.setattr(module, "pending", lambda _: [TAKES_AWAY])


def a_process(knows: str, seen_at: datetime) -> None:
    db.session.add(RunningProcess(id=f"p{knows}", knows=knows, seen_at=seen_at))
    db.session.commit()


def found(report, subject):
    return next(each for each in report.findings if each.subject == subject)


def test_a_database_that_is_up_to_date_has_nothing_in_its_way(app, clock):
    report = examine(db.engine, clock)

    assert report.pending == []
    assert report.may_go_on, report.findings
    assert {each.subject for each in report.findings} == {"release", "locks", "disk", "backup"}


def test_an_empty_database_has_everything_ahead(engine, tmp_path, clock):
    url = engine.empty(tmp_path)
    made = sa.create_engine(url)
    report = examine(made, clock)
    made.dispose()

    assert (report.stands_at, report.processes, report.rows) == (None, {}, {})
    assert [each.number for each in report.pending][:2] == ["0001", "0002"]


def test_nothing_is_taken_away_from_a_process_that_ran_lately(app, clock, contract_ahead):
    a_process("0007", clock())
    refuse = refuse_while_used(clock)

    report = examine(db.engine, clock)
    assert not report.may_go_on
    assert "1 that know 0007" in found(report, "older processes").text
    with pytest.raises(OlderProcesses, match="0009 takes away"):
        upgrading.upgrade(db.engine, refuse=refuse)

    clock.advance(seconds=(LATELY + timedelta(seconds=1)).total_seconds())
    assert examine(db.engine, clock).may_go_on
    upgrading.upgrade(db.engine, refuse=refuse)


def test_processes_that_know_enough_are_no_hindrance(app, clock, contract_ahead):
    a_process("0008", clock())

    assert found(examine(db.engine, clock), "older processes").state == State.GOOD


def test_a_process_says_so_once_a_minute(app, clock, statements):
    running = RunningProcesses(db.session, clock)
    with statements.counted():
        running.note()
        running.note()
    assert len(statements) == 1
    clock.advance(minutes=1)
    running.note()
    db.session.commit()

    (process,) = db.session.scalars(sa.select(RunningProcess))
    assert process.seen_at == clock()


def test_a_release_that_was_left_behind_is_told(app, clock, monkeypatch):
    monkeypatch.setattr(preflight, "known_migrations", lambda: ("0001", "0003"))
    db.session.execute(sa.text("UPDATE schema_step SET needs = '0004'"))
    db.session.commit()

    report = examine(db.engine, clock)
    assert found(report, "release").state == State.STOP


def test_large_tables_and_long_transactions_are_told(app, clock, monkeypatch, contract_ahead):
    monkeypatch.setattr(preflight, "_SLOW_ROWS", 0)
    monkeypatch.setattr(preflight, "_LONG_SECONDS", 0)
    a_citizen()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as own:
            own.execute(sa.text("ANALYZE citizen"))
    with db.engine.connect() as other:
        write = (
            "BEGIN IMMEDIATE" if db.engine.dialect.name == "sqlite" else "LOCK TABLE citizen IN SHARE MODE"
        )
        other.exec_driver_sql(write)
        report = examine(db.engine, clock)

    assert found(report, "cost").state == State.LOOK
    assert found(report, "locks").state == State.LOOK
    assert report.rows == {"citizen": 1}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_another_node_that_is_upgrading_is_told(app, clock):
    with db.engine.connect() as other:
        other.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": upgrading.LOCK})
        report = examine(db.engine, clock)

    assert found(report, "locks").text == "another node is upgrading right now"
    assert not report.may_go_on


def test_what_a_migration_changes_is_what_it_says(engine, tmp_path):
    """Every migration from the fourth on: no table that was there is changed unspoken."""
    made = sa.create_engine(engine.empty(tmp_path))
    changed: set[str] = set()

    def heard(connection, _cursor, statement, *_rest):
        words = statement.replace('"', "").replace("(", " ").split()
        if words[:2] in (["ALTER", "TABLE"], ["DROP", "TABLE"]):
            changed.add(words[2])

    steps = upgrading.migrations()
    upgrading.upgrade(made, "0003")
    with made.connect() as connection:
        before = set(sa.inspect(connection).get_table_names())
    sa.event.listen(made, "before_cursor_execute", heard)
    upgrading.upgrade(made)
    made.dispose()

    told = {table for each in steps if each.number > "0003" for table in each.touches}
    assert changed & before <= told

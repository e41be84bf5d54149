"""The database underneath: moments with a zone, one writer at a time, migrations that lead to the models."""

from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg.pq import TransactionStatus
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from idp.store import db as store
from idp.store import schema, upgrading
from idp.store.db import db
from idp.store.models import AuditRecord, Base
from tests.moments import START


def a_record(at):
    return AuditRecord(at=at, name="x", details={}, writer="w", sequence=1, previous="p", digest="d")


def test_a_moment_comes_back_aware_and_in_utc(app):
    hanoi = timezone(timedelta(hours=7))
    db.session.add(a_record(datetime(2026, 11, 22, 8, 30, tzinfo=hanoi)))
    db.session.commit()
    db.session.expire_all()

    assert db.session.scalar(select(AuditRecord.at)) == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(app):
    db.session.add(a_record(datetime(2026, 11, 22, 8, 30)))  # noqa: DTZ001  the mistake under test

    with pytest.raises(StatementError, match="time zone"):
        db.session.flush()


def test_a_reader_takes_no_write_lock(app):
    if db.engine.dialect.name != "sqlite":
        assert db.session.scalar(text("SELECT 1")) == 1
        return
    db.session.scalar(select(AuditRecord.id))

    with db.engine.connect() as other:
        other.execute(text("PRAGMA busy_timeout = 0"))
        other.execute(text("UPDATE client SET unit = 'x'"))
        other.rollback()


def is_in_a_transaction() -> bool:
    driver = db.session.connection().connection.dbapi_connection
    if db.engine.dialect.name == "sqlite":
        return driver.in_transaction
    return driver.info.transaction_status == TransactionStatus.INTRANS


def test_whoever_reads_begins_no_transaction(app):
    db.session.execute(select(AuditRecord)).all()

    assert not is_in_a_transaction()


def test_what_is_written_is_there_together_or_not_at_all(app):
    for sequence in (1, 2):
        db.session.execute(select(AuditRecord)).all()
        row = a_record(START)
        row.sequence = sequence
        db.session.add(row)
        db.session.flush()
        assert is_in_a_transaction()
    db.session.rollback()

    assert db.session.scalars(select(AuditRecord)).all() == []
    assert not is_in_a_transaction()


@pytest.mark.parametrize("again", [False, True])
def test_a_row_that_is_read_to_be_changed_is_held(app, again):
    if db.engine.dialect.name != "postgresql":
        return  # there one writer comes after the other
    db.session.add(a_record(START))
    db.session.commit()
    if again:
        db.session.remove()  # the same connection, lent once more
    db.session.execute(select(AuditRecord).with_for_update()).all()

    assert is_in_a_transaction()
    with db.engine.connect() as other:
        free = other.execute(select(AuditRecord.id).with_for_update(skip_locked=True)).all()
    assert free == []


def test_many_rows_can_be_read_a_few_at_a_time(app):
    for sequence in range(5):
        row = a_record(START)
        row.sequence = sequence
        db.session.add(row)
    db.session.commit()

    found = db.session.scalars(select(AuditRecord).execution_options(yield_per=2))

    assert len(list(found)) == 5


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_lock_of_a_transaction_is_held(app):
    db.session.execute(text("SELECT pg_advisory_xact_lock(4712)"))

    with db.engine.connect() as other:
        assert not other.execute(text("SELECT pg_try_advisory_xact_lock(4712)")).scalar()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_one_view_of_everything_can_be_asked_for(app):
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        before = connection.execute(select(AuditRecord.id)).all()
        db.session.add(a_record(START))
        db.session.commit()

        assert connection.execute(select(AuditRecord.id)).all() == before == []


def test_a_connection_that_rested_is_asked_whether_it_is_one(app, monkeypatch):
    if db.engine.dialect.name != "postgresql":
        return  # a file is not started again
    pid = db.session.scalar(text("SELECT pg_backend_pid()"))
    db.session.remove()
    with psycopg.connect(db.engine.url.render_as_string(False).replace("+psycopg", "")) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    monkeypatch.setattr(store, "RESTED_SECONDS", 0.0)

    assert db.session.scalar(text("SELECT pg_backend_pid()")) != pid


def test_a_connection_that_was_just_used_is_not_asked(app, monkeypatch):
    db.session.scalar(text("SELECT 1"))
    db.session.remove()
    monkeypatch.setattr(db.engine.dialect, "do_ping", lambda _connection: pytest.fail("asked"))

    assert db.session.scalar(text("SELECT 1")) == 1


def test_the_migrations_lead_to_the_models(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": upgrading.is_compared}
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_an_upgraded_database_is_current_and_upgrading_again_changes_nothing(app):
    upgrading.upgrade(db.engine)

    with db.engine.connect() as connection:
        assert schema.is_current(connection)


def test_every_table_of_the_models_is_there(app):
    db.session.add(a_record(START))
    for table in Base.metadata.sorted_tables:
        db.session.execute(select(table).limit(1))

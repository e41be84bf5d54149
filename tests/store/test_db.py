"""The database underneath: moments with a zone, one writer at a time, migrations that lead to the models."""

from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
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

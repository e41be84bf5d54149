"""What is in the database."""

from datetime import timedelta

import pytest

from idp.checkup import installation
from idp.checkup.finding import Amber, Red
from idp.clock import utc_now
from idp.operators.rights import Role
from idp.store.db import current_session, db
from idp.store.models import AuditCheck, OutboxEntry
from idp.web.current import services
from tests.staff import an_operator


@pytest.fixture
def session(app):
    return current_session()


def test_a_clock_that_is_off_is_amber_and_one_that_is_wrong_is_red(session):
    assert "agrees" in installation.clock(session, utc_now)
    with pytest.raises(Amber) as off:
        installation.clock(session, lambda: utc_now() + timedelta(seconds=30))
    with pytest.raises(Red):
        installation.clock(session, lambda: utc_now() - timedelta(seconds=90))

    assert off.type is Amber


def test_a_database_that_held_the_demonstration_is_red_for_good(session):
    secrets = services().installation
    assert "never" in installation.people(secrets)
    secrets.note_demonstration()
    secrets.note_demonstration()

    with pytest.raises(Red, match="well-known passwords") as red:
        installation.people(secrets)
    assert red.value.remedy == "begin with a fresh database and a fresh data folder"


def test_two_people_administer(session, clock):
    with pytest.raises(Red, match="nobody"):
        installation.administrators(session, clock)
    an_operator("lan", role=Role.PROVINCE_ADMINISTRATOR)
    an_operator("hanh", role=Role.AUDITOR)
    with pytest.raises(Amber, match="lan is the only"):
        installation.administrators(session, clock)
    an_operator("khoa", role=Role.PROVINCE_ADMINISTRATOR)

    assert installation.administrators(session, clock).startswith("2 ")


def test_the_audit_log_was_checked_lately_and_was_whole(session, clock):
    checks = services().watch.checks
    with pytest.raises(Amber, match="yet"):
        installation.audit_log(checks, clock)
    session.add(AuditCheck(id="1", asked_at=clock(), finished_at=clock()))
    session.flush()
    assert installation.audit_log(checks, clock) == "was whole on 2026-11-02"

    clock.advance(days=31)
    with pytest.raises(Amber, match="2026-11-02"):
        installation.audit_log(checks, clock)
    session.add(AuditCheck(id="2", asked_at=clock(), finished_at=clock(), faults=2))
    session.flush()
    with pytest.raises(Red, match="2 faults"):
        installation.audit_log(checks, clock)


def test_what_waits_too_long_is_told(session, clock):
    session.add(
        OutboxEntry(
            id="1", kind="mail", created_at=clock(), due_at=clock(), give_up_at=clock() + timedelta(days=1)
        )
    )
    session.flush()

    assert installation.deliveries(session, clock).startswith("nothing")
    clock.advance(minutes=6)
    with pytest.raises(Amber, match="1 deliveries wait, the first one since 2026-11-02 02:00 UTC"):
        installation.deliveries(session, clock)


def test_more_connections_than_the_database_has_are_told(session):
    assert installation.connections(session, 1)
    if db.engine.dialect.name == "postgresql":
        with pytest.raises(Amber, match="may open"):
            installation.connections(session, 1_000)

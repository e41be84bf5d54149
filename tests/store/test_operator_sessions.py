"""Sessions of the console in the database."""

from datetime import timedelta

import pytest

from idp.store.db import db
from idp.store.models import Operator, OperatorSession
from idp.store.repositories.operator_sessions import OperatorSessions


@pytest.fixture
def rows(app, clock):
    operator = Operator(
        id="op-1",
        username="lan",
        role="province_administrator",
        password_hash="x",
        totp_sealed=b"x",
        created_at=clock(),
        updated_at=clock(),
    )
    db.session.add(operator)
    db.session.flush()
    store = OperatorSessions(db.session, clock)
    now = clock()
    row = OperatorSession(
        id="s-1",
        digest="d-1",
        operator_id="op-1",
        started_at=now,
        confirmed_at=now,
        last_seen_at=now,
        idle_expires_at=now + timedelta(minutes=15),
        expires_at=now + timedelta(hours=8),
        shown_once_sealed=b"sealed",
    )
    store.add(row)
    db.session.commit()
    return store


def test_a_live_session_is_found(rows):
    assert rows.live("d-1").operator.username == "lan"
    assert rows.live("d-2") is None


@pytest.mark.parametrize("minutes", [15, 8 * 60])
def test_a_session_past_its_time_is_not_found(rows, clock, minutes):
    clock.advance(minutes=minutes)

    assert rows.live("d-1") is None


def test_a_session_of_somebody_suspended_is_not_found(rows):
    db.session.get(Operator, "op-1").state = "suspended"

    assert rows.live("d-1") is None


def test_a_session_ends_once_with_what_it_was_to_show(rows):
    assert rows.end("s-1")
    assert not rows.end("s-1")
    row = db.session.get(OperatorSession, "s-1")
    assert row.shown_once_sealed is None
    assert rows.live("d-1") is None


def test_a_session_that_got_another_identifier_is_not_changed_by_the_old_one(rows):
    row = rows.live("d-1")
    stale = OperatorSession(id="s-1", digest="d-1")
    assert rows.change(row, digest="d-2")

    assert not rows.change(stale, digest="d-3")


def test_what_is_shown_once_is_taken_once(rows):
    row = rows.live("d-1")
    assert rows.take_shown_once(row) == b"sealed"
    row = rows.live("d-1")

    assert rows.take_shown_once(row) is None


def test_all_sessions_of_an_operator_end(rows):
    rows.end_all_of("op-1")

    assert rows.live("d-1") is None

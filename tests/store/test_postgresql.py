"""A server that stands still, or a lock that somebody holds, is given up in time."""

import socket
import time

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from idp.store import patience, postgresql
from idp.store.db import db
from tests.waiting import until

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
HELD = 4711
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND objid = :key")


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(postgresql, "_rest", patience.Rest())
    yield
    patience.end()


def test_a_lock_that_somebody_holds_is_waited_for_so_long_and_the_server_is_told(app):
    with db.engine.connect() as holder:
        holder.execute(text("SELECT pg_advisory_lock(:key)"), {"key": HELD})
        began = time.monotonic()
        with db.engine.connect() as waiting, patience.at_most(0.2), pytest.raises(OperationalError) as caught:
            waiting.execute(text("SELECT pg_advisory_lock(:key)"), {"key": HELD})

        assert time.monotonic() - began < 20
        assert patience.is_unavailable(caught.value)
        until(
            lambda: holder.execute(WAITING, {"key": HELD}).scalar() == 0, seconds=5, what="the server to hear"
        )


def test_where_nobody_waits_a_statement_may_take_as_long_as_it_takes(app):
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT 1 FROM pg_sleep(0.6)")).scalar() == 1
        with patience.at_most(0.1), pytest.raises(OperationalError):
            connection.execute(text("SELECT 1 FROM pg_sleep(5)"))


def test_a_server_that_takes_no_connection_in_time_is_left_alone_for_a_moment(engine, monkeypatch):
    tried = []

    def silent(*_arguments, **named):
        tried.append(named)
        raise psycopg.errors.ConnectionTimeout

    monkeypatch.setattr(postgresql.PatientConnection, "connect", silent)
    for _ in range(3):
        with pytest.raises(psycopg.OperationalError):
            postgresql.connect("host=localhost")

    named = {"connect_timeout": postgresql.CONNECT_SECONDS, "cursor_factory": postgresql.Cursor}
    assert tried == [{**named, **postgresql.STILL_THERE}]


def test_an_answer_is_described_as_the_driver_describes_it(app):
    asked = "SELECT 1 AS number, 'a' AS letter, now() AS moment"
    driver = db.session.connection().connection.dbapi_connection
    with driver.cursor() as ours, psycopg.Cursor(driver) as theirs:
        ours.execute(asked)
        theirs.execute(asked)

        assert len(ours.description) == 3
        assert list(map(tuple, ours.description)) == list(map(tuple, theirs.description))
        assert list(map(tuple, ours.description[1:])) == list(map(tuple, theirs.description[1:]))
        assert ours.description[-1].name == "moment"


def test_what_gives_nothing_back_is_not_described(app):
    with db.session.connection().connection.dbapi_connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 100")

        assert cursor.description is None


def test_a_server_that_refuses_is_asked_again_at_once(engine):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for _ in range(2):
        with pytest.raises(psycopg.OperationalError, match="refused"):
            postgresql.connect(f"host=127.0.0.1 port={port}")

"""Statements and connections are counted without being asked about."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from idp.store.db import db
from idp.store.load import connections_of, is_statement, statements_sent


def test_a_thread_knows_what_it_has_sent(app):
    before, others = statements_sent(), []
    db.session.execute(sa.text("SELECT 1"))
    with db.session.begin_nested():
        db.session.execute(sa.text("SELECT 2"))
    db.session.commit()
    other = threading.Thread(target=lambda: others.append(statements_sent()))
    other.start()
    other.join()

    assert statements_sent() - before == 2
    assert others == [0]


@pytest.mark.parametrize("text", ["SELECT 1", "  insert into x", "UPDATE x", "WITH x AS (SELECT 1) SELECT 1"])
def test_what_asks_or_changes_counts(text):
    assert is_statement(text)


@pytest.mark.parametrize(
    "text", ["BEGIN", "commit", "\n ROLLBACK", "SAVEPOINT sa_1", "RELEASE SAVEPOINT x", "PRAGMA x"]
)
def test_what_stands_around_it_does_not(text):
    assert not is_statement(text)


def test_connections_in_use_are_seen(app):
    db.session.rollback()
    in_use, kept = connections_of(db.engine)
    with db.engine.connect():
        assert connections_of(db.engine) == (in_use + 1, kept)
    assert kept > 0


def test_an_engine_without_a_pool_has_nothing_to_tell():
    assert connections_of(sa.create_engine("sqlite://", poolclass=StaticPool)) is None

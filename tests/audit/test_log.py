"""The audit log: chained records in the transaction of what they tell about."""

import sqlite3
from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import select

from idp.audit.chain import GENESIS, record_digest
from idp.audit.events.event import Event
from idp.audit.log import chained
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services


@dataclass(frozen=True, kw_only=True)
class Tried(Event):
    name: ClassVar[str] = "test.tried"

    what: str
    names: tuple[str, ...] = ()
    citizen_id: str | None = None


def record(what, **fields):
    services().audit.record(Tried(what=what, **fields))


def rows():
    return list(db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)))


def test_an_event_is_kept_with_its_subject_and_details(app, clock):
    record("a", names=("birthdate",), citizen_id="c-1")
    db.session.commit()

    (row,) = rows()
    assert (row.name, row.citizen_id, row.client_id, row.at) == ("test.tried", "c-1", None, clock())
    assert row.details == {"what": "a", "names": ["birthdate"]}


def test_each_record_names_the_one_before(app):
    record("a")
    record("b")
    db.session.commit()
    record("c")
    db.session.commit()

    chain = rows()
    assert [row.sequence for row in chain] == [1, 2, 3]
    assert [row.previous for row in chain] == [GENESIS, chain[0].digest, chain[1].digest]


def test_the_digest_covers_the_content(app):
    record("a", citizen_id="c-1")
    db.session.commit()

    (row,) = rows()
    content = {
        "at": row.at,
        "name": row.name,
        "citizen_id": "c-1",
        "client_id": None,
        "operator_id": None,
        "details": row.details,
    }
    assert row.digest == record_digest(GENESIS, row.writer, 1, chained(content))


def test_what_is_rolled_back_leaves_no_gap(app):
    record("a")
    db.session.commit()
    record("lost")
    db.session.rollback()
    record("b")
    db.session.commit()

    assert [(row.sequence, row.details["what"]) for row in rows()] == [(1, "a"), (2, "b")]


def test_two_transactions_at_once_write_two_chains(app):
    pool = services().audit._writers
    one, other = pool.borrow(), pool.borrow()

    assert one.name != other.name
    pool.give_back(one)
    assert pool.borrow() is one


def test_an_event_inside_a_savepoint_is_refused(app):
    with pytest.raises(RuntimeError, match="savepoint"), db.session.begin_nested():
        record("a")


def test_recording_costs_one_statement(app, statements):
    with statements.counted():
        record("a")

    assert len(statements) == 1


def test_after_a_commit_whose_word_got_lost_nobody_writes_on_in_that_chain(app, monkeypatch):
    really_commit = db.engine.dialect.do_commit

    def commit_and_lose_the_word(connection):
        really_commit(connection)
        raise sqlite3.OperationalError("the connection is gone")

    record("a")
    monkeypatch.setattr(db.engine.dialect, "do_commit", commit_and_lose_the_word)
    with pytest.raises(Exception, match="the connection is gone"):
        db.session.commit()
    db.session.rollback()
    monkeypatch.undo()

    record("b")
    db.session.commit()

    assert [(row.details["what"], row.sequence) for row in rows()] == [("a", 1), ("b", 1)]
    assert len({row.writer for row in rows()}) == 2

"""What processes keep in memory: as good as the database, for half a second at most."""

import os
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from idp.store import revisions
from idp.store.db import db, engine_options, prepare_engine
from idp.store.models import Client
from idp.store.repositories.clients import Clients
from idp.store.repositories.known_clients import KnownClients
from tests.architecture.source import ROOT
from tests.builders import a_client

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Seconds:
    """A clock that a test moves."""

    at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def known(app, seconds):
    a_client("portal")
    db.session.commit()
    found = KnownClients(db.session)
    found._shelf._now = seconds
    return found


@pytest.fixture
def elsewhere(app):
    """Another process's engine on the same database."""
    engine: Engine = create_engine(db.engine.url, **engine_options(str(db.engine.url)))
    prepare_engine(engine)
    yield engine
    engine.dispose()


def suspended_elsewhere(engine: Engine) -> None:
    """Suspend the application in another process, of whose memory this one knows nothing."""
    done = False
    if (child := os.fork()) == 0:
        try:
            session = scoped_session(sessionmaker(engine))
            done = Clients(session).move("portal", "live", "suspended", NOW)
            session.commit()
        finally:
            os._exit(0 if done else 1)  # pytest goes on in the other one only
    assert os.waitpid(child, 0)[1] == 0


def test_a_known_client_costs_no_statement(known, statements):
    known.find("portal")
    with statements.counted():
        found = known.find("portal")

    assert found.client_id == "portal"
    assert len(statements) == 0


def test_a_client_is_read_together_with_the_number(known, statements):
    with statements.counted():
        known.find("portal")

    assert len(statements) == 1


def test_after_half_a_second_only_the_number_is_read(known, seconds, statements):
    before = known.find("portal")
    seconds.at += revisions.FRESH_SECONDS
    with statements.counted():
        assert known.find("portal") is before

    assert len(statements) == 1
    assert "FROM revision" in statements[0]
    assert "FROM client" not in statements[0]


def test_what_another_process_does_counts_within_half_a_second(known, seconds, elsewhere):
    assert known.find("portal").is_usable
    db.session.commit()
    suspended_elsewhere(elsewhere)
    seconds.at += revisions.FRESH_SECONDS

    assert not known.find("portal").is_usable


def test_what_this_process_does_counts_at_once(known):
    assert known.find("portal").is_usable
    assert Clients(db.session).move("portal", "live", "suspended", NOW)
    assert not known.find("portal").is_usable  # within the transaction
    db.session.commit()

    assert not known.find("portal").is_usable


def test_what_is_rolled_back_was_never_kept(known):
    assert Clients(db.session).move("portal", "live", "suspended", NOW)
    assert not known.find("portal").is_usable
    db.session.rollback()

    assert known.find("portal").is_usable


def test_a_change_by_way_of_an_object_counts(known):
    assert known.find("portal").is_usable
    db.session.get(Client, "portal").state = "suspended"
    db.session.commit()

    assert not known.find("portal").is_usable


def test_a_client_that_is_removed_is_gone_and_one_that_is_made_is_there(known):
    assert known.find("portal")
    assert known.find("new") is None
    assert Clients(db.session).remove("portal")
    a_client("new")
    db.session.commit()

    assert known.find("portal") is None
    assert known.find("new")


def test_nothing_is_given_out_while_nobody_can_be_asked(known, seconds, monkeypatch):
    assert known.find("portal")
    db.session.commit()
    seconds.at += revisions.FRESH_SECONDS

    def gone(*_args, **_more):
        raise OperationalError("SELECT", {}, Exception("the database is gone"))

    monkeypatch.setattr(Session, "connection", gone)
    with pytest.raises(OperationalError):
        known.find("portal")


def test_what_was_read_before_a_change_and_kept_after_it_does_not_stay(known, elsewhere):
    other = scoped_session(sessionmaker(elsewhere))

    def read_slowly(name):
        found = known._read(name)
        Clients(other).move("portal", "live", "suspended", NOW)
        other.commit()
        return found

    assert known._shelf.get("portal", read_slowly).is_usable  # it was asked before
    assert not known.find("portal").is_usable


def test_no_more_are_kept_than_fit(known):
    known._shelf._most = 2
    for name in ("a", "b", "c"):
        a_client(name)
    db.session.commit()
    for name in ("a", "b", "c"):
        known.find(name)

    assert list(known._shelf._values) == ["b", "c"]


def test_the_number_rises_once_per_transaction(known, elsewhere):
    before = _number(elsewhere)
    clients = Clients(db.session)
    clients.move("portal", "live", "suspended", NOW)
    clients.move("portal", "suspended", "live", NOW)
    assert _number(elsewhere) == before
    db.session.commit()

    assert _number(elsewhere) == before + 1


def _number(engine):
    with engine.connect() as connection:
        return connection.execute(revisions._NUMBER, {"name": revisions.CLIENTS}).scalar() or 0


def test_nobody_else_writes_registrations():
    """Whatever changes one has to raise the number."""
    writers = re.compile(r"\b(update|delete|insert|insert_into)\([^()]*\bClient\)")
    found = {path.name for path in (ROOT / "idp").rglob("*.py") if writers.search(path.read_text("utf-8"))}

    assert found == {"clients.py"}


def test_what_changes_many_at_once_counts_as_well(known):
    assert known.find("portal").state == "live"

    db.session.execute(update(Client).where(Client.client_id == "portal").values(state="suspended"))
    assert known.find("portal").state == "suspended"
    db.session.commit()

    assert known.find("portal").state == "suspended"

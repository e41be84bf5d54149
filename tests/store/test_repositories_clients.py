"""Relying applications in the database."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from idp.store.repositories.clients import Clients
from tests.builders import a_client


@pytest.fixture
def clients(app):
    return Clients(db.session)


def a_row(clock, client_id="new"):
    return Client(
        client_id=client_id,
        name="Mới",
        sector="x",
        metadata_={"scope": "openid"},
        secrets=[],
        created_at=clock(),
        updated_at=clock(),
    )


def test_a_client_is_found_in_one_statement(clients, statements):
    a_client()
    db.session.expire_all()
    with statements.counted():
        assert clients.find("portal").name

    assert len(statements) == 1


@pytest.mark.parametrize("client_id", ["", "x" * 256, "a\0b", "a\nb", "é", "\udcff", "\x7f"])
def test_what_cannot_be_an_identifier_costs_no_statement(clients, statements, client_id):
    with statements.counted():
        assert clients.find(client_id) is None

    assert len(statements) == 0


def test_an_identifier_is_added_once(clients, clock):
    assert clients.add(a_row(clock))
    assert not clients.add(a_row(clock))
    db.session.commit()
    found = clients.find("new")

    assert (found.state, found.version, found.require_pkce, found.metadata_) == (
        "live",
        1,
        True,
        {"scope": "openid"},
    )


def test_only_the_version_that_was_looked_at_is_changed(clients, clock):
    a_client()

    assert clients.change("portal", 1, clock(), unit="A")
    assert not clients.change("portal", 1, clock(), unit="B")
    assert (clients.find("portal").unit, clients.find("portal").version) == ("A", 2)


def test_a_client_moves_once(clients, clock):
    a_client()

    assert clients.move("portal", "live", "suspended", clock())
    assert not clients.move("portal", "live", "suspended", clock())


def test_clients_are_listed_by_name_and_counted_by_state(clients):
    a_client("b", name="Bê")
    a_client("a", name="An", state="suspended")
    a_client("c", name="Cá")

    assert [each.client_id for each in clients.all()] == ["a", "b", "c"]
    assert [each.client_id for each in clients.all("live")] == ["b", "c"]
    assert clients.counts() == {"live": 2, "suspended": 1}


def test_a_removed_client_is_gone_once(clients):
    a_client()

    assert clients.remove("portal")
    assert not clients.remove("portal")
    assert clients.find("portal") is None

"""Alive and ready, for machines."""

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import OperationalError

from idp.crypto.sealing import CannotOpen
from idp.store.db import db
from idp.store.models import RunningProcess, SigningKey
from idp.store.schema import known_migrations
from idp.web.current import services
from tests.installation import changed


def test_a_whole_installation_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"ready": True, "missing": {}}
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_keys_it_is_not_ready_but_alive(client, clock):
    db.session.execute(delete(SigningKey))
    db.session.commit()
    services().ring.forget()

    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["ready"] is False
    assert answer.json["missing"].keys() == {"keys"}
    assert client.get("/healthz").json == {"alive": True}


def test_with_another_key_encryption_key_it_is_not_ready(client, monkeypatch):
    def refuse(_algorithm: str) -> None:
        raise CannotOpen("signing_key.private_sealed: wrong key")

    monkeypatch.setattr(services().ring, "signer", refuse)

    assert "key-encryption key" in client.get("/readyz").json["missing"]["keys"]


def test_tables_of_another_version_are_not_ready(client, monkeypatch):
    monkeypatch.setattr("idp.store.schema.is_current", lambda _connection: False)

    assert client.get("/readyz").status_code == 503
    assert "migration" in client.get("/readyz").json["missing"]["database"]


def test_a_database_that_takes_no_writes_is_not_ready(client, app):
    if db.engine.dialect.name == "sqlite":
        assert client.get("/readyz").status_code == 200
        return
    db.session.remove()
    db.engine.dispose()
    listen(db.engine, "begin", _make_read_only)

    answer = client.get("/readyz")

    remove(db.engine, "begin", _make_read_only)
    assert answer.status_code == 503
    assert answer.json["missing"] == {"database": "it takes no writes"}


def _make_read_only(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def test_a_database_that_is_away_is_said_so_without_its_address(client, monkeypatch):
    def away(_connection: object) -> bool:
        db.session.execute(text("SELECT nothing FROM nowhere"))
        return True

    monkeypatch.setattr("idp.store.schema.is_current", away)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["missing"]["database"].startswith("cannot be used")
    assert "nowhere" not in answer.text
    assert client.get("/healthz").status_code == 200


def test_being_alive_asks_nothing_of_the_database(client, statements):
    with statements.counted():
        assert client.get("/healthz").status_code == 200

    assert len(statements) == 0


def test_whoever_asks_hears_of_a_process_that_no_worker_speaks_for(client, monkeypatch):
    client.get("/readyz")
    assert db.session.scalars(select(RunningProcess)).all() == []

    monkeypatch.setattr(services(), "settings", changed(services().settings, embedded_worker=False))
    assert client.get("/readyz").status_code == 200

    (process,) = db.session.scalars(select(RunningProcess))
    assert process.knows == known_migrations()[-1]


def test_a_database_that_takes_nothing_in_is_no_reason_not_to_be_ready(client, monkeypatch):
    def refuse() -> None:
        raise OperationalError("INSERT", {}, RuntimeError("read only"))

    monkeypatch.setattr(services(), "settings", changed(services().settings, embedded_worker=False))
    monkeypatch.setattr(services().running_processes, "note", refuse)

    assert client.get("/readyz").status_code == 200

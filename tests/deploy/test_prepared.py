"""The demo is prepared again as soon as anything is different."""

import sqlite3
from contextlib import closing

import pytest

from deploy import prepared

ENVIRONMENT = {"IDP_ENV": "demo", "PORTAL_URL": "http://localhost:8001", "HOME": "/root"}


@pytest.fixture
def code(tmp_path, monkeypatch):
    """What the state is taken of, instead of this project."""
    for tree in prepared._CODE:
        (tmp_path / "code" / tree).mkdir(parents=True)
    (tmp_path / "code" / "idp" / "app.py").write_text("one = 1\n")
    monkeypatch.setattr(prepared, "ROOT", tmp_path / "code")
    return tmp_path / "code"


@pytest.fixture
def folder(tmp_path):
    """Of a demo that was prepared."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "demo.env").write_text("PORTAL_CLIENT_SECRET=x\n")
    with closing(sqlite3.connect(folder / "sen.db")) as database:
        database.executescript("""
            CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0005');
            CREATE TABLE installation_secret (name, sealed); INSERT INTO installation_secret VALUES ('a', 'b');
            CREATE TABLE client (client_id, state, name); INSERT INTO client VALUES ('portal', 'live', 'Portal');
            CREATE TABLE citizen (state, number_index); INSERT INTO citizen VALUES ('active', 'x');
            CREATE TABLE operator (username, role); INSERT INTO operator VALUES ('lan', 'auditor');
        """)
    return folder


def run(folder, statement):
    with closing(sqlite3.connect(folder / "sen.db")) as database:
        database.execute(statement)
        database.commit()


def test_what_was_noted_is_prepared_as_long_as_nothing_changes(code, folder):
    assert not prepared.is_prepared(folder, ENVIRONMENT)
    prepared.note(folder, ENVIRONMENT)

    run(folder, "UPDATE client SET name = 'Another'")
    run(folder, "INSERT INTO citizen VALUES ('active', 'y')")
    (code / "idp" / "page.html").write_text("not asked for by what is prepared")

    assert prepared.is_prepared(folder, {**ENVIRONMENT, "HOME": "/elsewhere"})


@pytest.mark.parametrize(
    "change",
    [
        lambda code, _folder: (code / "idp" / "app.py").write_text("one = 2  # longer\n"),
        lambda code, _folder: (code / "migrations" / "0006.py").write_text(""),
        lambda code, _folder: (code / "clients/registrations" / "new.json").write_text("{}"),
        lambda _code, folder: (folder / "demo.env").unlink(),
        lambda _code, folder: (folder / "sen.db").unlink(),
        lambda _code, folder: (folder / "sen.db").write_text("no database"),
        lambda _code, folder: run(folder, "UPDATE alembic_version SET version_num = '0004'"),
        lambda _code, folder: run(folder, "UPDATE installation_secret SET sealed = 'c'"),
        lambda _code, folder: run(folder, "DELETE FROM client"),
        lambda _code, folder: run(folder, "UPDATE client SET state = 'suspended'"),
        lambda _code, folder: run(folder, "UPDATE citizen SET state = 'closed', number_index = NULL"),
        lambda _code, folder: run(folder, "DROP TABLE operator"),
    ],
)
def test_whatever_could_make_a_difference_does(code, folder, change):
    prepared.note(folder, ENVIRONMENT)
    assert prepared.is_prepared(folder, ENVIRONMENT)

    change(code, folder)

    assert not prepared.is_prepared(folder, ENVIRONMENT)


def test_other_settings_are_another_state(code, folder):
    prepared.note(folder, ENVIRONMENT)

    assert not prepared.is_prepared(folder, {**ENVIRONMENT, "PORTAL_URL": "http://localhost:9001"})
    assert not prepared.is_prepared(folder, {**ENVIRONMENT, "IDP_SECRET_KEY": "another"})


def test_another_database_is_never_known(code, folder):
    elsewhere = {**ENVIRONMENT, "IDP_DATABASE_URL": "postgresql:///sen"}
    prepared.note(folder, elsewhere)

    assert not (folder / "prepared").exists()
    assert not prepared.is_prepared(folder, elsewhere)

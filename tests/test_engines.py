"""The databases of the tests: what is kept between runs does not pile up, and nothing is taken from under anybody."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests import engines
from tests.engines import SECONDS_TO_KEEP, SqliteEngine, workshop

A_WHILE_AGO = SECONDS_TO_KEEP + 60


def aged(path: Path, seconds: float) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_a_new_file_takes_the_place_of_those_nobody_used_for_an_hour(tmp_path):
    kept = ["sqlite-used.db", "sqlite.lock", "somebody-elses.db"]
    gone = ["sqlite-older.db", "unfinished-1.db", "unfinished-1.db-wal"]
    for name in [*kept, *gone]:
        (tmp_path / name).touch()
        aged(tmp_path / name, A_WHILE_AGO)
    aged(tmp_path / "sqlite-used.db", SECONDS_TO_KEEP - 60)

    made = SqliteEngine(tmp_path)._template()

    assert {path.name for path in tmp_path.iterdir()} == {*kept, made.name}


def test_a_file_that_is_used_again_stays_young_and_removes_nothing(tmp_path):
    engine = SqliteEngine(tmp_path)
    made = aged(engine._template(), A_WHILE_AGO)
    older = tmp_path / "sqlite-older.db"
    older.touch()
    aged(older, A_WHILE_AGO)

    assert engine._template() == made
    assert time.time() - made.stat().st_mtime < SECONDS_TO_KEEP
    assert older.exists()


@contextmanager
def a_template(connection: psycopg.Connection, name: str, *, age: float) -> Iterator[str]:
    """A database like those the tests are copied from, as if made some seconds ago."""
    name = f"template_{name}_{os.getpid()}"
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    (place,) = connection.execute(
        "SELECT current_setting('data_directory') || '/base/' || oid || '/PG_VERSION'"
        " FROM pg_database WHERE datname = %s",
        (name,),
    ).fetchone()
    aged(Path(place), age)
    try:
        yield name
    finally:
        engines._drop(connection, name)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_older_databases_go_unless_they_are_young_or_in_use(engine):
    with (
        engine._administer() as connection,
        engines._one_at_a_time(workshop() / "template.lock"),
        a_template(connection, "older", age=A_WHILE_AGO) as older,
        a_template(connection, "young", age=SECONDS_TO_KEEP - 60) as young,
        a_template(connection, "used", age=A_WHILE_AGO) as used,
        closing(psycopg.connect(engine._server.get_uri("postgres"), application_name=used)),
    ):
        engines._drop_older_templates(connection, engine._template)
        left = engines._databases(connection)

    assert older not in left
    assert {young, used, engine._template, "template0", "template1"} <= left


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_every_process_says_which_database_it_copies(engine):
    with engine._administer() as connection:
        users = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = %s", (engine._template,)
        ).fetchall()

    assert (engine._user.info.backend_pid,) in users

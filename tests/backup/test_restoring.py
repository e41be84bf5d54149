"""A copy takes the place of a database in one step, or everything stays as it was."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from idp.backup.manifest import BadBackup
from idp.backup.restoring import Wish, restore
from idp.clock import utc_now
from idp.store import upgrading
from idp.store.db import db, engine_options, prepare_engine
from idp.store.models import Citizen
from tests.backup.programs import PG_BIN
from tests.builders import a_citizen
from tests.installation import application, changed
from tests.waiting import until


@pytest.fixture
def put_back(taken, settings, engine):
    """Restore the copy, with nobody connected; by default over what is there."""

    def restored(where=settings, **how):
        db.session.remove()
        db.engine.dispose()
        engine.let_go()
        # A connection is closed here before its process at the server has ended; some tests hold one on purpose.
        with suppress(AssertionError):
            until(engine.is_left, seconds=2, what="the end of every connection")
        wish = Wish(folder=taken.folder, **{"replace": True, "pg_bin": PG_BIN, **how})
        return restore(wish, where, utc_now)

    return restored


def citizens(settings):
    with application(settings):
        return db.session.scalar(sa.select(sa.func.count()).select_from(Citizen))


def test_what_was_there_is_replaced_only_when_asked_for_and_kept_aside(put_back, settings, tmp_path):
    a_citizen()
    with pytest.raises(BadBackup, match="--replace moves it aside"):
        put_back(replace=False)
    assert citizens(settings) == 2

    restored = put_back()

    assert citizens(settings) == 1
    assert "replaced_" in restored.aside
    _look_aside_and_clean(settings, restored.aside)


def _look_aside_and_clean(settings, aside):
    if settings.database.startswith("sqlite"):
        assert citizens(changed(settings, database_url=f"sqlite:///{aside}")) == 2
        return
    engine = sa.create_engine(settings.database)
    with engine.begin() as connection:
        name = aside.removeprefix("schema ")
        assert connection.execute(sa.text(f"SELECT count(*) FROM {name}.citizen")).scalar() == 2
        connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def test_a_database_that_somebody_has_open_is_left_alone(put_back, settings):
    engine = sa.create_engine(settings.database, **engine_options(settings.database))
    prepare_engine(engine)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1 FROM citizen"))
        connection.commit()
        with pytest.raises(BadBackup, match="open"):
            put_back()
    engine.dispose()

    assert citizens(settings) == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_empty_place_needs_no_permission(put_back, settings, engine, tmp_path):
    elsewhere = changed(settings, database_url=engine.empty(tmp_path / "x"))
    (tmp_path / "x").mkdir()

    assert put_back(elsewhere, replace=False).aside is None
    assert citizens(elsewhere) == 1


def test_a_copy_that_is_not_well_changes_nothing(put_back, taken, settings):
    a_citizen()
    told = replace(taken.manifest, facts=replace(taken.manifest.facts, heads="other"))
    told.sealed(settings.sealing_keys[0]).write(taken.folder)

    with pytest.raises(BadBackup, match="not what the manifest says: heads"):
        put_back()

    assert citizens(settings) == 2
    left = [path.name for path in Path(settings.data_dir).iterdir() if "restoring" in path.name]
    assert left == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_broken_database_is_replaced_all_the_same(put_back, settings, tmp_path):
    db.session.remove()
    db.engine.dispose()
    (tmp_path / "sen.db").write_bytes(b"no database at all" * 1000)
    (tmp_path / ".sen.db.restoring-journal").write_bytes(b"of a restore that was killed")

    restored = put_back()

    assert citizens(settings) == 1
    assert Path(restored.aside).read_bytes().startswith(b"no database")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_of_an_older_release_is_upgraded_and_one_of_a_newer_release_refused(
    put_back, taken, settings, tmp_path
):
    key = settings.sealing_keys[0]
    newer = replace(taken.manifest, facts=replace(taken.manifest.facts, migration="9999"))
    newer.sealed(key).write(taken.folder)
    with pytest.raises(BadBackup, match="newer release"):
        put_back()

    older = tmp_path / "older.db"
    engine = sa.create_engine(f"sqlite:///{older}")
    prepare_engine(engine)
    upgrading.upgrade(engine, to="0002")
    engine.dispose()
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    _as_copy(taken, older, key)

    put_back()

    assert citizens(settings) == 0


def _as_copy(taken, file, key):
    from idp.backup.manifest import file_digest

    older = replace(
        taken.manifest,
        sha256=file_digest(file),
        size=file.stat().st_size,
        facts=replace(taken.manifest.facts, migration="0002"),
    )
    older.sealed(key).write(taken.folder)
    file.rename(taken.folder / taken.manifest.file)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_does_not_move_between_engines(put_back, settings):
    with pytest.raises(BadBackup, match="IDP_DATABASE_URL names postgresql"):
        put_back(changed(settings, database_url="postgresql+psycopg://sen@db/sen"))

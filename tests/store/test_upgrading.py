"""Migrations, from each earlier state of the tables with a row in every one of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from idp.store import schema, upgrading
from idp.store.db import db, engine_options, prepare_engine
from idp.store.models import SchemaStep
from tests import next_release
from tests.waiting import until

EARLIER = schema.known_migrations()[:-1]
KEPT_BY_UPGRADING = ("alembic_version", "schema_step")


@pytest.fixture
def database(engine, tmp_path) -> Iterator[sa.Engine]:
    url = engine.empty(tmp_path)
    made = sa.create_engine(url, **engine_options(url))
    prepare_engine(made)
    yield made
    made.dispose()


@pytest.mark.parametrize("migration", EARLIER)
def test_what_an_earlier_release_kept_is_still_there(database, migration):
    upgrading.upgrade(database, migration)
    before = _filled(database)
    assert len(before) > 20

    upgrading.upgrade(database)

    assert _kept(database, before) == before
    with database.connect() as connection:
        assert schema.is_current(connection)


WAITS = """
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    Path({folder!r}, str(os.getpid())).touch()
    while not Path({folder!r}, "go-on").exists():
        time.sleep(0.02)
"""


def test_one_node_migrates_at_a_time_and_one_that_is_killed_leaves_nothing(database, tmp_path):
    upgrading.upgrade(database)
    database.dispose()
    gates = tmp_path / "gates"
    gates.mkdir()
    folder = next_release.release(tmp_path / "next", ('phase = "expand"', WAITS.format(folder=str(gates))))
    url = database.url.render_as_string(hide_password=False)
    with next_release.upgrading(folder, url) as first, next_release.upgrading(folder, url) as second:
        at_work = {str(first.pid): first, str(second.pid): second}
        begun = until(lambda: [path.name for path in gates.iterdir()], what="a migration")
        assert len(begun) == 1
        killed = at_work.pop(begun[0])
        (other,) = at_work.values()
        assert other.poll() is None

        killed.kill()
        killed.wait()
        until((gates / str(other.pid)).exists, what="the other's turn")
        (gates / "go-on").touch()

        assert other.wait(30) == 0, other.stdout.read()
    with database.connect() as connection:
        assert sa.inspect(connection).has_table("half_done")
        newest = schema.known_migrations()[-1]
        assert schema.stands_at(connection) > newest
        assert schema.is_current(connection)


def test_it_gives_way_to_whoever_holds_a_table_and_tries_again(app, monkeypatch):
    is_sqlite = db.engine.dialect.name == "sqlite"
    monkeypatch.setattr(upgrading, "LONGEST_WAIT", timedelta(milliseconds=50))
    hold = "BEGIN IMMEDIATE" if is_sqlite else "LOCK TABLE alembic_version IN ACCESS SHARE MODE"
    other = sa.create_engine(db.engine.url, connect_args={"timeout": 0.05} if is_sqlite else {})
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 2:
            held.rollback()

    with db.engine.connect() as held:
        held.exec_driver_sql(hold)
        upgrading.upgrade(other, refuse=_wants_a_table, tries=3, pause=pause)
    other.dispose()
    assert len(pauses) == 2
    assert all(2 < seconds < 8 for seconds in pauses)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_it_gives_up_when_a_table_is_held_all_along(app, monkeypatch):
    monkeypatch.setattr(upgrading, "LONGEST_WAIT", timedelta(milliseconds=50))
    with db.engine.connect() as reader:
        reader.execute(sa.text("LOCK TABLE alembic_version IN ACCESS SHARE MODE"))
        with pytest.raises(upgrading.UpgradeBlocked):
            upgrading.upgrade(db.engine, refuse=_wants_a_table, tries=2, pause=lambda _: None)


def test_it_tries_again_when_a_request_waited_for_it_too(app):
    ended = [psycopg.errors.DeadlockDetected()]
    pauses = []

    def meets_a_request(_connection, _pending):
        if ended:
            raise sa.exc.OperationalError("ALTER TABLE citizen", {}, ended.pop())

    upgrading.upgrade(db.engine, refuse=meets_a_request, pause=pauses.append)

    assert len(pauses) == 1


def _wants_a_table(connection: sa.Connection, _pending: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))


def test_what_else_goes_wrong_is_not_tried_again(app):
    def changes(connection, _pending):
        raise sa.exc.OperationalError("SELECT", {}, RuntimeError("the disk is full"))

    with pytest.raises(sa.exc.OperationalError):
        upgrading.upgrade(db.engine, refuse=changes, pause=pytest.fail)


def test_each_migration_says_whom_it_leaves_behind():
    assert [each.number for each in upgrading.migrations()] == list(schema.known_migrations())
    assert all(each.title for each in upgrading.migrations())


@pytest.mark.parametrize("told", ['phase = "contract"', 'needs = "0004"', 'phase = "other"'])
def test_a_migration_that_does_not_say_it_clearly_is_refused(tmp_path, monkeypatch, told):
    folder = next_release.release(tmp_path / "next", (told, "pass"))
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder / "migrations")

    with pytest.raises(ValueError, match="a contract names"):
        upgrading.migrations()


@pytest.mark.parametrize(
    ("needs", "can_serve"), [("", True), ("0005", True), ("0006", False), ("0007", False)]
)
def test_a_release_serves_beyond_its_own_tables_unless_it_was_left_behind(app, monkeypatch, needs, can_serve):
    monkeypatch.setattr(schema, "known_migrations", lambda: ("0001", "0005"))
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0007'"))
    for number, left in (("0006", ""), ("0007", needs)):
        step = {"phase": "contract" if left else "expand", "needs": left, "applied_at": datetime.now(UTC)}
        db.session.add(SchemaStep(number=number, **step))
    db.session.flush()

    assert schema.is_current(db.session.connection()) is can_serve


@pytest.mark.parametrize(
    ("table", "is_one"),
    [
        ("audit_record", False),
        ("audit_record_2026_12", True),
        ("audit_record_before", True),
        ("event_count_rest", True),
        ("recovery_code", False),
        ("level_2", False),
    ],
)
def test_parts_of_a_log_are_known_by_their_names(table, is_one):
    assert upgrading.is_part_of_a_log(table) is is_one


def _filled(database: sa.Engine) -> dict[str, dict[str, Any]]:
    tables = sa.MetaData()
    tables.reflect(database)
    rows = {}
    with database.begin() as connection:
        for table in tables.sorted_tables:
            if table.name in KEPT_BY_UPGRADING or upgrading.is_part_of_a_log(table.name):
                continue
            row = {column.name: _value(column) for column in table.columns}
            connection.execute(table.insert().values(row))
            rows[table.name] = dict(connection.execute(sa.select(table)).mappings().one())
    return rows


def _value(column: sa.Column[Any]) -> Any:
    if column.foreign_keys:
        return _value(next(iter(column.foreign_keys)).column)
    kinds: dict[type, Any] = {
        bool: True,
        int: 7,
        bytes: b"sealed",
        datetime: datetime(2026, 11, 1, 9, tzinfo=UTC),
        date: date(2026, 11, 1),
        dict: {"a": ["b"]},
    }
    return kinds.get(column.type.python_type, "x")


def _kept(database: sa.Engine, before: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    tables = sa.MetaData()
    tables.reflect(database)
    with database.connect() as connection:
        return {
            name: {
                column: value
                for column, value in connection.execute(sa.select(tables.tables[name]))
                .mappings()
                .one()
                .items()
                if column in row
            }
            for name, row in before.items()
        }


def test_only_one_prepares_an_installation_at_a_time(database):
    impatient = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = '100ms'"}
    with database.connect() as one, database.connect() as other:
        upgrading.hold_others_off(one)
        other.exec_driver_sql(impatient[database.dialect.name])
        with pytest.raises(sa.exc.OperationalError):
            upgrading.hold_others_off(other)
        other.rollback()
        one.rollback()

        upgrading.hold_others_off(other)
        other.rollback()

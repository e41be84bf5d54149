"""Migrations, from each earlier state of the tables with a row in every one of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from idp.store import schema, upgrading
from idp.store.db import engine_options, prepare_engine

EARLIER = schema.known_migrations()[:-1]


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


def _filled(database: sa.Engine) -> dict[str, dict[str, Any]]:
    tables = sa.MetaData()
    tables.reflect(database)
    rows = {}
    with database.begin() as connection:
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
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

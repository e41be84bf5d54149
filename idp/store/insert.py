"""INSERT in two ways: one that knows ON CONFLICT, on either database, and one for a single object at once."""

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import Session, make_transient_to_detached

from idp.store.db import DatabaseSession
from idp.store.models import Base
from idp.store.models.base import table_of

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_into(session: DatabaseSession | Session, model: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT with `on_conflict_do_update` and `on_conflict_do_nothing`, which both databases spell alike."""
    return insert_for(session.get_bind().dialect.name, model)


def insert_for(dialect: str, target: type[Base] | Table) -> "postgresql.Insert | sqlite.Insert":
    """The same for a statement that is made once: for one of the two databases, by its name."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415  SQLite goes without the dialect

        return postgresql.insert(target)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415  PostgreSQL goes without the dialect

    return sqlite.insert(target)


def insert_now(session: DatabaseSession, row: Base) -> None:
    """Write one new object, which is the session's from then on, as after `add` and `flush`: one INSERT.

    To find out what a session has to write takes longer than to write it. What others of the session's objects wait
    for is not written by this, and `revisions` does not learn of it.

    Args:
        session: The session.
        row: The object. Of columns that are not set, the value is read from the database when it is asked for.
    """
    table = table_of(type(row))
    set_here = vars(row)
    values = {column.key: set_here[column.key] for column in table.columns if column.key in set_here}
    session.connection().execute(_inserting(table), values)
    make_transient_to_detached(row)
    session.add(row)


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)

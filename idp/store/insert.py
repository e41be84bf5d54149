"""An INSERT that knows ON CONFLICT, on either database."""

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.orm import Session

from idp.store.db import DatabaseSession
from idp.store.models import Base

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

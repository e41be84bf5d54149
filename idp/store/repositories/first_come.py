"""Inserts of which only the first counts, on both databases."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, scoped_session

from idp.store.models import Base


def insert_if_new(session: "scoped_session[Session]", model: type[Base], **columns: Any) -> bool:
    """Insert a row unless its key is there. True for exactly one caller, however many try at once.

    Args:
        session: The session of the running request.
        model: The table; its primary key decides what is the same.
        columns: The row.
    """
    keys = list(model.__table__.primary_key)
    if session.get_bind().dialect.name == "sqlite":
        statement = sqlite.insert(model).values(**columns).on_conflict_do_nothing().returning(*keys)
    else:
        statement = postgresql.insert(model).values(**columns).on_conflict_do_nothing().returning(*keys)
    return session.execute(statement).first() is not None

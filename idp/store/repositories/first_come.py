"""Inserts of which only the first counts, on both databases."""

from typing import Any

from sqlalchemy.orm import Session, scoped_session

from idp.store.insert import insert_into
from idp.store.models import Base


def insert_if_new(session: "scoped_session[Session]", model: type[Base], **columns: Any) -> bool:
    """Insert a row unless its key is there. True for exactly one caller, however many try at once.

    Args:
        session: The session of the running request.
        model: The table; its primary key decides what is the same.
        columns: The row.
    """
    keys = list(model.__table__.primary_key)
    statement = insert_into(session, model).values(**columns).on_conflict_do_nothing().returning(*keys)
    return session.execute(statement).first() is not None

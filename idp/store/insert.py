"""An INSERT that knows ON CONFLICT, on either database."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from idp.store.db import DatabaseSession
from idp.store.models import Base


def insert_into(session: DatabaseSession | Session, model: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT with `on_conflict_do_update` and `on_conflict_do_nothing`, which both databases spell alike."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)
